package com.campaignmanager.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.embedded.TestServers;
import com.campaignmanager.embedded.Waiting;
import com.campaignmanager.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class DatabaseTest {
    private final String url = TestServers.get().newDatabase();

    /** So the migrator's is when its time has run out. */
    @Test
    void closed_by_an_interrupted_thread_it_leaves_no_session_behind() throws Exception {
        Database database = Database.open(Settings.database(Map.of("DATABASE_URL", url)));
        int session = sessionThatNobodyGivesBack(database);
        Thread.currentThread().interrupt();
        database.close();
        assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        try (Database other = Database.open(Settings.database(Map.of("DATABASE_URL", url)))) {
            Waiting.until("the session has ended", () -> !lives(other.jdbi(), session));
        }
    }

    @SuppressWarnings("resource")
    private static int sessionThatNobodyGivesBack(Database database) throws SQLException {
        Connection connection = database.dataSource().getConnection();
        connection.createStatement().execute("SET idle_session_timeout = 0");
        return connection.unwrap(org.postgresql.PGConnection.class).getBackendPID();
    }

    private static boolean lives(Jdbi jdbi, int session) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE pid = :pid)")
                        .bind("pid", session)
                        .mapTo(Boolean.class)
                        .one());
    }
}
