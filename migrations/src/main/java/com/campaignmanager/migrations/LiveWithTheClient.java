package com.campaignmanager.migrations;

import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * Each of Flyway's sessions lives exactly as long as this process. One of them waits idle for as long as a migration
 * takes. One that is cut off from here ends its statement, and with it the locks it holds: the server looks every few
 * seconds whether the client is still there, and asks a silent one by TCP. Else the next run might wait for hours.
 */
final class LiveWithTheClient extends BaseCallback {
    private static final String SETTINGS = """
            SET idle_session_timeout = 0;
            SET client_connection_check_interval = '2s';
            SET tcp_keepalives_idle = 10;
            SET tcp_keepalives_interval = 5;
            SET tcp_keepalives_count = 3
            """;

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.AFTER_CONNECT;
    }

    @Override
    public void handle(Event event, Context context) {
        try (Statement statement = context.getConnection().createStatement()) {
            statement.execute(SETTINGS);
        } catch (SQLException e) {
            throw new FlywayException("can't set a session up", e);
        }
    }
}
