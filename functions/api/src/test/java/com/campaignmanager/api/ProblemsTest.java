package com.campaignmanager.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.Kind;
import java.sql.SQLException;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.transaction.TransactionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemsTest {

    @Test
    void a_database_that_is_starting_is_503_with_retry_after() {
        ProblemResponse answer = ProblemMapper.answer(
                new ConnectionException(new SQLException("the database system is starting up", "57P03")));

        assertThat(answer.status().value()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("database_waking");
        assertThat(answer.headers().getFirst("Retry-After")).isEqualTo("5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "25006", "25P03", "57P01", "53300"})
    void a_database_that_is_down_or_takes_no_writes_is_500_with_retry_after(String sqlState) {
        ProblemResponse answer = ProblemMapper.answer(new TransactionException(new SQLException("secret", sqlState)));

        assertThat(answer.status().value()).isEqualTo(500);
        assertThat(answer.code()).isEqualTo("database_unavailable");
        assertThat(answer.headers().getFirst("Retry-After")).isEqualTo("5");
        assertThat(answer.detail()).doesNotContain("secret");
    }

    @Test
    void what_is_unavailable_for_a_while_is_503_with_retry_after() {
        ProblemResponse answer = ProblemMapper.answer(ProblemException.of(Kind.UNAVAILABLE, "too_slow", "try again"));

        assertThat(answer.status().value()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("too_slow");
        assertThat(answer.headers().getFirst("Retry-After")).isEqualTo("5");
    }

    @Test
    void anything_unexpected_is_500_and_tells_nothing() {
        ProblemResponse answer = ProblemMapper.answer(new IllegalStateException("password=secret"));

        assertThat(answer.status().value()).isEqualTo(500);
        assertThat(answer.code()).isEqualTo("internal_error");
        assertThat(answer.detail()).doesNotContain("secret");
    }
}
