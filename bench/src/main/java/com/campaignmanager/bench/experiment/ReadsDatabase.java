package com.campaignmanager.bench.experiment;

import com.campaignmanager.api.ApiHandler;
import com.campaignmanager.bench.lab.Invocation;
import com.campaignmanager.bench.lab.Lab;
import com.campaignmanager.bench.lab.LabDatabase;
import com.campaignmanager.bench.lab.ManyMessages;
import com.campaignmanager.bench.measure.Block;
import com.campaignmanager.bench.measure.OneCore;
import com.campaignmanager.wake.WakeSignal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A database of one size with an API of its own, open together with those of other sizes. */
final class ReadsDatabase implements AutoCloseable {
    /** At most a tenth of a second, so that other load on the machine affects the next database as well. */
    private static final int STRETCH = 100;

    private final ManyMessages size;
    private final LabDatabase database;
    private final ApiHandler api;
    private final Reads reads;

    ReadsDatabase(Lab lab, ManyMessages size) {
        this.size = size;
        database = lab.empty();
        api = new ApiHandler(database.settings(), WakeSignal.NONE, Optional.empty());
        reads = new Reads(new Invocation("api", api, Duration.ofSeconds(30)), size);
    }

    void load(long seed) {
        size.load(database, seed);
    }

    List<String> reads() {
        return List.copyOf(reads.all().keySet());
    }

    /** A block for one of {@link #reads}, still empty. */
    Block block(String read) {
        return new Block(STRETCH, reads.all().get(read));
    }

    /** Moves the session that answers the API to the core of the reader. */
    void moveTo(OneCore core) throws Exception {
        core.run(reads.all().get(Reads.CAMPAIGN)::take);
        core.bring(database.numbers("SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                + " AND backend_type = 'client backend'"));
    }

    /** @param least the least number of messages that are pending at each start */
    LargestDrained drained(OneCore reader, int least) {
        return new LargestDrained(database, reader, least);
    }

    @Override
    public void close() {
        api.close();
        database.close();
    }
}
