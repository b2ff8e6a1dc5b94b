package com.campaignmanager.bench;

import java.util.Arrays;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The extent of a run: full, or quick with fewer and smaller samples.
 *
 * @param only the experiments to run; empty for all
 * @param seed for all generated data
 */
public record Plan(boolean quick, Set<String> only, long seed) {

    /** Reads {@code bench.quick}, {@code bench.only} (names separated by commas) and {@code bench.seed}. */
    public static Plan from(Function<String, String> properties) {
        String only = properties.apply("bench.only");
        String seed = properties.apply("bench.seed");
        return new Plan(
                Boolean.parseBoolean(properties.apply("bench.quick")),
                only == null
                        ? Set.of()
                        : Arrays.stream(only.split(","))
                                .map(String::strip)
                                .filter(name -> !name.isEmpty())
                                .collect(Collectors.toUnmodifiableSet()),
                seed == null || seed.isBlank() ? 1 : Long.parseLong(seed));
    }

    public boolean wants(String experiment) {
        return only.isEmpty() || only.contains(experiment);
    }

    /** Whether this is the run whose results are kept with the source. */
    public boolean isWhole() {
        return !quick && only.isEmpty();
    }

    /** A number for the full run, and one for the quick run. */
    public int either(int full, int inQuick) {
        return quick ? inQuick : full;
    }
}
