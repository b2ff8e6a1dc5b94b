package com.campaignmanager.local;

import com.campaignmanager.local.lambda.Runs;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The answer of a worker's run: {@code {claimed, sent, failed, retrying, released, drained}}. */
final class WorkerAnswer implements Runs.Outcome {
    private final ObjectMapper json = new ObjectMapper();

    /**
     * A run that has drained the queue leaves nothing that could be sent now. Nor does a run that could claim nothing, because
     * all slots are taken by workers elsewhere or by one that was killed: another run would find the same, again and again.
     */
    @Override
    public boolean moreToDo(byte[] answer) {
        try {
            JsonNode run = json.readTree(answer);
            return run.path("claimed").asLong() > 0 && !run.path("drained").asBoolean(true);
        } catch (IOException e) {
            throw new UncheckedIOException("a worker's answer can't be read", e);
        }
    }
}
