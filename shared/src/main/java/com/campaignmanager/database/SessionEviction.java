package com.campaignmanager.database;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * Which sessions are not used again after a failure, besides those that the pool itself knows to be lost. A failover or a
 * restart concerns all sessions of the pool: those that live on at a server that takes no writes any more would each fail
 * once for somebody, as would those that have ended.
 */
final class SessionEviction implements SQLExceptionOverride {
    private final HikariDataSource pool;

    SessionEviction(HikariDataSource pool) {
        this.pool = pool;
    }

    @java.lang.Override
    public Override adjudicate(SQLException failure) {
        String state = SqlState.of(failure);
        if (state.equals(SqlState.READ_ONLY) || SqlState.isShutdown(state)) {
            pool.getHikariPoolMXBean().softEvictConnections();
            return Override.MUST_EVICT;
        }
        return SqlState.endsSession(state) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }
}
