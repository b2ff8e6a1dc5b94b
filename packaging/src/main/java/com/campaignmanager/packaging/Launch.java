package com.campaignmanager.packaging;

import java.util.List;
import java.util.Map;

/**
 * How to start a packaged function.
 *
 * @param environment the function's variables
 * @param memoryMb what Lambda would give it, which is told to the function; its heap may take three quarters
 * @param timeoutSeconds what it is told that an invocation has
 * @param prefix put before the command, such as one that ties it to a processor
 * @param flags more of them for the JVM
 */
public record Launch(
        Map<String, String> environment, int memoryMb, int timeoutSeconds, List<String> prefix, List<String> flags) {
    public static Launch with(Map<String, String> environment) {
        return new Launch(environment, 512, 30, List.of(), List.of());
    }

    public Launch memoryMb(int other) {
        return new Launch(environment, other, timeoutSeconds, prefix, flags);
    }

    public Launch timeoutSeconds(int other) {
        return new Launch(environment, memoryMb, other, prefix, flags);
    }

    public Launch prefix(List<String> other) {
        return new Launch(environment, memoryMb, timeoutSeconds, other, flags);
    }

    public Launch flags(List<String> other) {
        return new Launch(environment, memoryMb, timeoutSeconds, prefix, other);
    }
}
