package com.campaignmanager.local.terminal;

import com.campaignmanager.customer.imports.ImportProgress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;

/** How far the imports of this run have come, as their readers report it. */
public final class ImportsSeen implements ImportProgress {
    private record Seen(long records, long bytes, long size) {}

    private final Map<UUID, Seen> running = new ConcurrentSkipListMap<>();

    @Override
    public void committed(UUID importId, long records, long bytes, long size) {
        if (bytes >= size) {
            running.remove(importId);
        } else {
            running.put(importId, new Seen(records, bytes, size));
        }
    }

    /** The number of records is estimated from the bytes that the records so far have taken. */
    List<Work.Item> now() {
        return running.entrySet().stream()
                .map(entry -> item(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Work.Item item(UUID id, Seen seen) {
        long about = seen.bytes == 0 ? seen.records : Math.round((double) seen.records * seen.size / seen.bytes);
        String name = "import " + id.toString().substring(0, 8);
        return new Work.Item(name, seen.records, Optional.of(about), "");
    }
}
