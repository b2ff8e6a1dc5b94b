package com.campaignmanager.testing;

import com.campaignmanager.database.Database;
import com.campaignmanager.settings.Settings.DatabaseSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/** Two sessions in a world whose numbers give them the same one of the 16 slots that counters are spread over. */
public final class SameSlot implements AutoCloseable {
    private static final int SLOTS = 16;

    private final List<Database> opened = new ArrayList<>();
    private final Database one;
    private final Database other;

    public SameSlot(World world) {
        Map<Integer, Database> bySlot = new HashMap<>();
        while (true) {
            Database next = Database.openForQueue(
                    oneConnection(world.settings.database()),
                    world.databaseClock,
                    world.settings.worker().lease());
            opened.add(next);
            Database before = bySlot.put(slot(next), next);
            if (before != null) {
                one = before;
                other = next;
                return;
            }
        }
    }

    public Jdbi one() {
        return one.jdbi();
    }

    public Jdbi other() {
        return other.jdbi();
    }

    private static DatabaseSettings oneConnection(DatabaseSettings of) {
        return new DatabaseSettings(of.url(), of.user(), of.password(), of.iam(), of.ca(), 1);
    }

    private static int slot(Database database) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT pg_backend_pid() % " + SLOTS)
                        .mapTo(Integer.class)
                        .one());
    }

    @Override
    public void close() {
        opened.forEach(Database::close);
    }
}
