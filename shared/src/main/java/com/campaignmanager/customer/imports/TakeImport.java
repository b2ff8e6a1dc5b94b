package com.campaignmanager.customer.imports;

import com.campaignmanager.time.Pause;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Takes an import that another reader may have. That reader may have been killed, and this be the attempt that Lambda makes
 * in its place: if it ended because the lease has not run out, it would be the last. So it stays until the lease has run out
 * or the other shows that it is alive, which takes a living one no longer than a chunk.
 */
final class TakeImport {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final CustomerImports imports;
    private final Pause pause;

    TakeImport(CustomerImports imports, Pause pause) {
        this.imports = imports;
        this.pause = pause;
    }

    /** Empty if it is unknown or finished, or another reader goes on with it. */
    Optional<ImportLease> take(UUID id) throws IOException {
        Optional<Instant> before = imports.lastChange(id);
        Optional<ImportLease> taken = imports.take(id);
        while (taken.isEmpty() && before.isPresent() && imports.lastChange(id).equals(before)) {
            look(id);
            taken = imports.take(id);
        }
        return taken;
    }

    private void look(UUID id) throws IOException {
        try {
            pause.last(LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while another reader had import " + id, e);
        }
    }
}
