package com.campaignmanager.bench.experiment;

import com.campaignmanager.bench.lab.Lab;
import com.campaignmanager.bench.lab.ManyMessages;
import com.campaignmanager.bench.measure.Block;
import com.campaignmanager.bench.measure.OneCore;
import java.util.ArrayList;
import java.util.List;

/** Databases of several sizes, all present at once. Each round makes the same read in one after the other. */
final class ReadsInTurn implements AutoCloseable {
    private final List<ManyMessages> sizes;
    private final List<ReadsDatabase> databases = new ArrayList<>();
    private final OneCore reader = new OneCore();

    /** @param sizes the smallest first */
    ReadsInTurn(List<ManyMessages> sizes) {
        this.sizes = sizes;
    }

    void load(Lab lab) throws Exception {
        for (ManyMessages size : sizes) {
            databases.add(new ReadsDatabase(lab, size));
            databases.getLast().load(lab.plan().seed());
        }
        for (ReadsDatabase database : databases) {
            database.moveTo(reader);
        }
    }

    List<ReadTimes> all(int rounds) throws Exception {
        List<ReadTimes> times = new ArrayList<>();
        for (String read : databases.getFirst().reads()) {
            List<Block> blocks = blocks(read);
            for (int round = 0; round < rounds; round++) {
                for (Block block : blocks) {
                    reader.run(block::take);
                }
            }
            times.add(new ReadTimes(read, sizes, blocks));
        }
        return times;
    }

    /** Reads the largest campaign during a drain, which changes its number of pending messages. */
    ReadTimes whileDrained(int warmUps, int rounds) throws Exception {
        List<LargestDrained> drains = new ArrayList<>();
        try {
            int least = sizes.getFirst().pendingOfLargest();
            databases.forEach(database -> drains.add(database.drained(reader, least)));
            drained(drains, warmUps);
            return new ReadTimes(Reads.CAMPAIGN + ", while it is drained", sizes, drained(drains, rounds));
        } finally {
            drains.forEach(LargestDrained::close);
        }
    }

    private List<Block> drained(List<LargestDrained> drains, int rounds) throws Exception {
        List<Block> blocks = blocks(Reads.CAMPAIGN);
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < blocks.size(); i++) {
                drains.get(i).during(blocks.get(i));
            }
        }
        return blocks;
    }

    private List<Block> blocks(String read) {
        return databases.stream().map(database -> database.block(read)).toList();
    }

    @Override
    public void close() {
        databases.forEach(ReadsDatabase::close);
        reader.close();
    }
}
