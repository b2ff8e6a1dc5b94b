package com.campaignmanager.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.campaignmanager.testing.World;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToCreateStatementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SqlTextTest {
    private final World world = World.with();
    private final Handle handle = world.jdbi().open();

    @AfterEach
    void close() {
        handle.close();
        world.close();
    }

    @Test
    void an_argument_is_bound_wherever_it_stands() {
        assertThat(handle.createQuery("SELECT :a::text || ':' || (ARRAY[:b,:a])[1:1]::text || :a")
                        .bind("a", "x")
                        .bind("b", "y")
                        .mapTo(String.class)
                        .one())
                .isEqualTo("x:{y}x");
    }

    @Test
    void arguments_may_go_by_their_order_and_a_doubled_question_mark_is_an_operator() {
        assertThat(handle.createQuery("SELECT ?::int - ? = 3 AND '{\"a\": 1}'::jsonb ?? 'a' AND '?' = '?'")
                        .bind(0, 5)
                        .bind(1, 2)
                        .mapTo(Boolean.class)
                        .one())
                .isTrue();
    }

    @Test
    void what_looks_like_one_in_a_string_a_name_or_a_comment_is_none() {
        List<String> row = handle.createQuery("""
                        SELECT ':no <no> "' AS a, -- it's :no, <no>
                               ":no <no>" AS b /* :no's
                               <no> */, 'it''s :no', :yes
                        FROM (SELECT 'c') AS t(":no <no>")
                        """)
                .bind("yes", "d")
                .map((columns, _) ->
                        List.of(columns.getString(1), columns.getString(2), columns.getString(3), columns.getString(4)))
                .one();
        assertThat(row).containsExactly(":no <no> \"", "c", "it's :no", "d");
    }

    @Test
    void an_attribute_is_text_and_may_hold_arguments() {
        assertThat(handle.createQuery("SELECT 1 <less> 2 AND 2 < :three AND 4 > 3 AND 1<2 AND <more>")
                        .define("less", "<")
                        .define("more", ":three > 2")
                        .bind("three", 3)
                        .mapTo(Boolean.class)
                        .one())
                .isTrue();
    }

    @Test
    void one_text_with_other_attributes_is_another_statement() {
        for (int i = 1; i <= 3; i++) {
            assertThat(handle.createQuery("SELECT <number>")
                            .define("number", i)
                            .mapTo(Integer.class)
                            .one())
                    .isEqualTo(i);
        }
    }

    @Test
    void what_is_not_defined_or_not_bound_is_refused() {
        assertThatThrownBy(() -> handle.createQuery("SELECT <nothing>")
                        .mapTo(Integer.class)
                        .one())
                .isInstanceOf(UnableToCreateStatementException.class)
                .hasMessageContaining("<nothing>");
        assertThatThrownBy(() -> handle.createQuery("SELECT :nothing, :a")
                        .bind("a", 1)
                        .mapTo(Integer.class)
                        .one())
                .isInstanceOf(UnableToCreateStatementException.class)
                .hasMessageContaining("nothing");
        assertThatThrownBy(() -> handle.createQuery("SELECT ':a'")
                        .bind("a", 1)
                        .mapTo(String.class)
                        .one())
                .isInstanceOf(UnableToCreateStatementException.class)
                .hasMessageContaining("a");
    }

    @Test
    void texts_that_differ_each_time_are_not_kept_for_ever() {
        SqlText texts = new SqlText();
        for (int i = 0; i < 3_000; i++) {
            texts.withArguments("SELECT " + i);
        }
        assertThat(texts.kept()).isLessThanOrEqualTo(1_000);
    }
}
