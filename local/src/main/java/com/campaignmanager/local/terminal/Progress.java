package com.campaignmanager.local.terminal;

import com.campaignmanager.local.terminal.Work.Item;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** Shows how far running campaigns and imports have come: in one line on a real terminal, otherwise in a line now and then. */
public final class Progress implements AutoCloseable {
    private static final Duration ON_TERMINAL = Duration.ofMillis(500);
    private static final Duration ELSEWHERE = Duration.ofSeconds(5);

    private final Terminal terminal;
    private final Work work;
    private final Clock clock;
    private final Map<String, Estimate> estimates = new HashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("progress").factory());

    public Progress(Terminal terminal, Jdbi jdbi, ImportsSeen imports, Clock clock) {
        this.terminal = terminal;
        this.work = new Work(jdbi, imports);
        this.clock = clock;
    }

    public void start() {
        Duration pause = terminal.interactive() ? ON_TERMINAL : ELSEWHERE;
        timer.scheduleWithFixedDelay(this::show, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Others report a database that does not answer. */
    private void show() {
        try {
            List<Item> items = work.now();
            estimates.keySet().retainAll(items.stream().map(Item::name).toList());
            String text = items.stream().map(this::describe).collect(Collectors.joining(" | "));
            if (terminal.interactive()) {
                terminal.bottom(text);
            } else if (!text.isEmpty()) {
                terminal.line(text);
            }
        } catch (JdbiException e) {
            terminal.bottom("");
        }
    }

    private String describe(Item item) {
        Instant now = clock.instant();
        Estimate estimate = estimates.computeIfAbsent(item.name(), name -> new Estimate());
        estimate.look(now, item.done());
        String of = item.total()
                .map(total -> String.format(Locale.ROOT, " of %,d", total))
                .orElse("");
        String rate = estimate.rate()
                .map(perSecond -> String.format(Locale.ROOT, ", %,.0f/s", perSecond))
                .orElse("");
        String left = item.total()
                .flatMap(estimate::timeLeft)
                .map(time -> ", " + minutes(time) + " left")
                .orElse("");
        return String.format(Locale.ROOT, "%s: %,d", item.name(), item.done()) + of + item.details() + rate + left;
    }

    private static String minutes(Duration time) {
        return String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart());
    }

    @Override
    public void close() {
        timer.shutdownNow();
        terminal.bottom("");
    }
}
