package com.campaignmanager.secret;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The credentials that the settings name. Stored ones are read when a run begins, never at start, so that no snapshot of a
 * function holds one, and again by a run that begins more than {@link #FRESH} later, so that a rotated one is taken over.
 * Once read, a value stays until a later reading has succeeded.
 */
public final class Secrets {
    static final Duration FRESH = Duration.ofMinutes(5);

    private static final Logger log = LoggerFactory.getLogger(Secrets.class);
    private static final Executor IN_THE_BACKGROUND = task -> Thread.ofVirtual().start(task);

    private final Set<SecretArn> stored;
    private final SecretReader reader;
    private final Clock clock;

    private Optional<CompletableFuture<Void>> reading = Optional.empty();
    private volatile Known known = new Known(Map.of(), Instant.MIN);

    private record Known(Map<SecretArn, String> values, Instant at) {}

    Secrets(Collection<Secret> secrets, SecretReader reader, Clock clock) {
        this.stored = secrets.stream()
                .filter(Secret.Stored.class::isInstance)
                .map(secret -> ((Secret.Stored) secret).arn())
                .collect(Collectors.toUnmodifiableSet());
        this.reader = reader;
        this.clock = clock;
    }

    /** With the function's own role. Nothing is read yet. */
    public static Secrets of(Collection<Secret> secrets, Clock clock) {
        return new Secrets(secrets, arns -> SecretsManager.ofThisFunction().read(arns), clock);
    }

    /** Begins to read in the background what was never read or is no longer fresh; {@link #await} waits for it. */
    public synchronized void refresh() {
        if (!stored.isEmpty() && reading.isEmpty() && !known.at.plus(FRESH).isAfter(clock.instant())) {
            reading = Optional.of(CompletableFuture.runAsync(this::readAll, IN_THE_BACKGROUND));
        }
    }

    /**
     * Waits for what {@link #refresh} has begun. When that fails, the values that are known already go on being used.
     *
     * @throws SecretUnavailableException if it fails and no value is known
     */
    public void await() {
        Optional<CompletableFuture<Void>> begun = begun();
        try {
            begun.ifPresent(CompletableFuture::join);
        } catch (CompletionException e) {
            if (known.values.isEmpty()) {
                throw e.getCause() instanceof SecretUnavailableException unavailable
                        ? unavailable
                        : new SecretUnavailableException("the secrets can't be read", e.getCause());
            }
            log.warn("the secrets of {} stay in use: {}", known.at, e.getCause().getMessage());
        } finally {
            ended(begun);
        }
    }

    private synchronized Optional<CompletableFuture<Void>> begun() {
        return reading;
    }

    private synchronized void ended(Optional<CompletableFuture<Void>> begun) {
        if (reading.equals(begun)) {
            reading = Optional.empty();
        }
    }

    /**
     * Reads all stored secrets at once, however fresh they are: a provider has refused one of them.
     *
     * @return whether one has another value than before, so that it is worth trying again
     * @throws SecretUnavailableException if they can't be read; the values that are known stay
     */
    public boolean reread() {
        Map<SecretArn, String> before = known.values;
        readAll();
        return !known.values.equals(before);
    }

    private void readAll() {
        known = new Known(stored.isEmpty() ? Map.of() : reader.read(stored), clock.instant());
    }

    /** @throws SecretUnavailableException if it is a stored one that was not read */
    public String valueOf(Secret secret) {
        return switch (secret) {
            case Secret.Given(String value) -> value;
            case Secret.Stored(SecretArn arn) ->
                Optional.ofNullable(known.values.get(arn))
                        .orElseThrow(() -> new SecretUnavailableException(arn + " was not read"));
        };
    }
}
