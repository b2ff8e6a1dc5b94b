package com.campaignmanager.bench.experiment;

import com.campaignmanager.bench.lab.LabDatabase;
import com.campaignmanager.settings.Settings.DatabaseSettings;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * The same messages as tasks of db-scheduler, set up as its documentation advises for throughput: lock-and-fetch, 10
 * threads with one connection each. A task reads its message's row and updates it to sent. To its advantage the messages are
 * in a table of their own without our indexes and counters.
 */
final class DbScheduler implements AutoCloseable {
    private static final int THREADS = 10;
    /** Fetches up to four tasks per thread, and again when less than one per thread is left. */
    private static final double FETCH_BELOW = 1.0;

    private static final double FETCH_UP_TO = 4.0;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final HikariDataSource connections;
    private final Scheduler scheduler;
    private final CountDownLatch left;

    private DbScheduler(HikariDataSource connections, int count) {
        this.connections = connections;
        this.left = new CountDownLatch(count);
        OneTimeTask<Void> send = Tasks.oneTime("send").execute((task, _) -> send(connections, task));
        this.scheduler = Scheduler.create(connections, send)
                .threads(THREADS)
                .pollUsingLockAndFetch(FETCH_BELOW, FETCH_UP_TO)
                .pollingInterval(Duration.ofMillis(100))
                .build();
    }

    /** Its own table, as in its documentation, with one task per message. */
    static DbScheduler prepare(LabDatabase database, int count) {
        database.run("""
                CREATE TABLE scheduled_tasks (
                    task_name text NOT NULL, task_instance text NOT NULL, task_data bytea,
                    execution_time timestamptz NOT NULL, picked boolean NOT NULL, picked_by text,
                    last_success timestamptz, last_failure timestamptz, consecutive_failures int,
                    last_heartbeat timestamptz, version bigint NOT NULL, priority smallint,
                    PRIMARY KEY (task_name, task_instance))""");
        database.run("CREATE INDEX ON scheduled_tasks (execution_time)");
        database.run("CREATE INDEX ON scheduled_tasks (last_heartbeat)");
        database.run("CREATE TABLE plain_messages AS SELECT * FROM outbound_messages");
        database.run("ALTER TABLE plain_messages ADD PRIMARY KEY (id)");
        database.run("""
                INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version)
                SELECT 'send', id, now() - interval '1 minute' + id * interval '1 microsecond', false, 1
                FROM plain_messages""");
        database.run("ANALYZE scheduled_tasks");
        database.run("ANALYZE plain_messages");
        database.checkpoint();
        return new DbScheduler(connections(database), count);
    }

    private static HikariDataSource connections(LabDatabase database) {
        DatabaseSettings settings = database.settings().database();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(settings.url());
        settings.user().ifPresent(config::setUsername);
        settings.password().ifPresent(config::setPassword);
        config.setMaximumPoolSize(THREADS + 3);
        return new HikariDataSource(config);
    }

    private void send(DataSource source, TaskInstance<Void> task) {
        long id = Long.parseLong(task.getId());
        try (Connection connection = source.getConnection();
                PreparedStatement read = connection.prepareStatement(
                        "SELECT rendered_content, campaign_id, customer_id FROM plain_messages WHERE id = ?");
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE plain_messages SET status = 'sent', updated_at = now() WHERE id = ?")) {
            read.setLong(1, id);
            try (ResultSet message = read.executeQuery()) {
                message.next();
            }
            update.setLong(1, id);
            update.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        left.countDown();
    }

    /** Returns once the message of every task is sent. */
    void run() throws InterruptedException {
        scheduler.start();
        if (!left.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(left.getCount() + " tasks left after " + PATIENCE);
        }
    }

    @Override
    public void close() {
        scheduler.stop();
        connections.close();
    }
}
