package com.campaignmanager.migrator;

import com.amazonaws.services.lambda.runtime.Context;
import com.campaignmanager.log.RequestId;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC.MDCCloseable;

/**
 * A custom resource of CloudFormation's. It always answers: the stack would wait an hour for an answer that never comes.
 * Work that would outlast the function is broken off while there is still time to say so.
 */
final class CustomResource {
    private static final Logger log = LoggerFactory.getLogger(CustomResource.class);
    /** For a broken-off work to let go of what it holds. */
    private static final Duration LETTING_GO = Duration.ofSeconds(2);

    private static final Duration RESERVE = CloudFormation.MAX_DURATION.plus(LETTING_GO);

    /** What a creation and an update come to; nothing is to be done at a deletion. May be done again at any time. */
    @FunctionalInterface
    interface Work {
        /** @return what was done, in a few words */
        String run(ResourceEvent event) throws Exception;
    }

    private final Work work;
    private final CloudFormation cloudFormation;

    CustomResource(Work work, CloudFormation cloudFormation) {
        this.work = work;
        this.cloudFormation = cloudFormation;
    }

    /** @throws IOException if nobody can be told how it ended; Lambda then tries the same event again */
    void handle(InputStream input, Context context) throws IOException {
        try (MDCCloseable _ = RequestId.onEachLine(context.getAwsRequestId())) {
            ResourceEvent event = ResourceEvent.read(input);
            long time = Math.max(0, context.getRemainingTimeInMillis() - RESERVE.toMillis());
            Outcome outcome = outcome(event, Duration.ofMillis(time));
            log.info("{} {}: {} {}", event.requestType(), event.logicalId(), outcome.status(), outcome.reason());
            cloudFormation.tell(event, outcome);
        }
    }

    private Outcome outcome(ResourceEvent event, Duration time) {
        return switch (event.requestType()) {
            case "Create", "Update" -> inTime(event, time);
            case "Delete" -> Outcome.done("nothing to do");
            default -> Outcome.failed(new IllegalArgumentException("no such RequestType"));
        };
    }

    /** On a virtual thread: an interrupt ends even a wait for the network, and closes the connection. */
    private Outcome inTime(ResourceEvent event, Duration time) {
        FutureTask<String> task = new FutureTask<>(() -> work.run(event));
        Thread thread = Thread.ofVirtual().start(task);
        try {
            return Outcome.done(task.get(time.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            log.error("{} failed", event.logicalId(), e.getCause());
            return Outcome.failed(e.getCause());
        } catch (TimeoutException e) {
            breakOff(task, thread);
            return Outcome.failed(new TimeoutException("not done after " + time.toSeconds() + " s, and broken off"));
        } catch (InterruptedException e) {
            // Not noted on the thread again: it still has to answer.
            breakOff(task, thread);
            return Outcome.failed(e);
        }
    }

    private static void breakOff(FutureTask<String> task, Thread thread) {
        task.cancel(true);
        try {
            thread.join(LETTING_GO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
