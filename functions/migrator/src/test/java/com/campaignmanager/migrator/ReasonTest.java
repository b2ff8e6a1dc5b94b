package com.campaignmanager.migrator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class ReasonTest {
    @Test
    void what_postgresql_said_last_is_the_reason() {
        SQLException cause = new SQLException("FATAL: the database system is starting up", "57P03");
        assertThat(Reason.of(new IllegalStateException("outer", new SQLException("no connection", "08001", cause))))
                .isEqualTo("FATAL: the database system is starting up (SQLSTATE 57P03)");
    }

    @Test
    void anything_else_is_named_by_its_kind() {
        assertThat(Reason.of(new StackOverflowError())).isEqualTo("StackOverflowError");
        assertThat(Reason.of(new IOException("no such\n  thing"))).isEqualTo("IOException: no such thing");
    }

    @Test
    void it_is_cut_at_a_thousand_characters() {
        assertThat(Reason.of(new IOException("x".repeat(5_000)))).hasSize(1_000).endsWith("x…");
    }

    @Test
    void no_password_is_ever_in_it() {
        assertThat(Reason.of(new IOException("can't reach postgresql://app:a%40secret@db.example.com/campaigns")))
                .isEqualTo("IOException: can't reach postgresql://…@db.example.com/campaigns");
        assertThat(Reason.of(new IOException("jdbc:postgresql://db/campaigns?user=app&password=a-secret&ssl=true")))
                .isEqualTo("IOException: jdbc:postgresql://db/campaigns?user=app&password=…&ssl=true");
    }
}
