package com.campaignmanager.customer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    private final CustomerTable table = new CustomerTable();

    @AfterEach
    void close() {
        table.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Kisii",
                "Kisii ",
                "\u00A0Kisii\u2003",
                "\uFEFFKisii\u200B",
                "\u200EKisii\u00AD",
                "\u202AKisii\u202C",
                "Kisii\r\n",
                "\tKisii\u3000"
            })
    void white_space_and_invisible_characters_are_cut_off_at_the_ends(String written) {
        assertThat(Values.asMeant(written)).isEqualTo("Kisii");
        assertThat(sql("value_as_meant", written)).isEqualTo("Kisii");
    }

    @Test
    void characters_that_nobody_sees_stay_within_a_value() {
        assertThat(Values.asMeant(" New\u00A0York\u200D! ")).isEqualTo("New\u00A0York\u200D!");
    }

    @Test
    void a_blank_value_is_a_missing_one() {
        assertThat(Values.asMeant(" \u200B\uFEFF\n")).isEmpty();
        assertThat(sql("value_as_meant", " \u200B\uFEFF\n")).isEmpty();
    }

    @Test
    void accents_are_composed() {
        assertThat(Values.asMeant("Cafe\u0301")).isEqualTo("Caf\u00E9");
        assertThat(sql("value_as_meant", "Cafe\u0301")).isEqualTo("Caf\u00E9");
    }

    @Test
    void java_and_sql_cut_off_the_same_characters_of_all_that_there_are() {
        List<String> characters = IntStream.rangeClosed(1, Character.MAX_CODE_POINT)
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .mapToObj(Character::toString)
                .toList();
        List<String> differing = table.jdbi().withHandle(handle -> differing(handle, characters));
        assertThat(differing).isEmpty();
    }

    private static List<String> differing(Handle handle, List<String> characters) {
        String[] framed = characters.stream().map(c -> c + "x" + c).toArray(String[]::new);
        List<String> meant = handle.createQuery(
                        "SELECT value_as_meant(v) FROM unnest(:values) WITH ORDINALITY AS u (v, n) ORDER BY n")
                .bind("values", framed)
                .mapTo(String.class)
                .list();
        return IntStream.range(0, framed.length)
                .filter(i ->
                        Values.asMeant(framed[i]).equals("x") != meant.get(i).equals("x"))
                .mapToObj(i -> Integer.toHexString(characters.get(i).codePointAt(0)))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "Kisii, kisii",
        "KISII, kIsIi",
        "'Kisii ', kisii",
        "Cafe\u0301, CAF\u00C9",
        "\u00D6lberg, \u00F6LBERG",
        "\u0391\u0398\u0397\u039D\u0391\u03A3, \u03B1\u03B8\u03B7\u03BD\u03B1\u03C2",
        "\u041C\u043E\u0441\u043A\u0432\u0430, \u043C\u043E\u0441\u043A\u0432\u0430",
        "\u016Aganda, \u016BGANDA"
    })
    void values_are_compared_without_case_and_without_what_nobody_sees(String one, String other) {
        assertThat(sql("value_key", one)).isEqualTo(sql("value_key", other));
    }

    @Test
    void different_values_have_different_keys() {
        assertThat(sql("value_key", "Kisii")).isNotEqualTo(sql("value_key", "Kis ii"));
        assertThat(sql("value_key", "Cafe")).isNotEqualTo(sql("value_key", "Caf\u00E9"));
    }

    private String sql(String function, String value) {
        return table.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT <function>(:value)")
                        .define("function", function)
                        .bind("value", value)
                        .mapTo(String.class)
                        .one());
    }
}
