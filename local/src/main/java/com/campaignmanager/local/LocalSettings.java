package com.campaignmanager.local;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The settings for this machine, besides those of the functions.
 *
 * @param port where the API is served; 0: any free port
 * @param data where PostgreSQL's and Redis's files are, and uploads
 * @param reset whether to begin by deleting all of that
 * @param postgresPort where the embedded PostgreSQL listens; 0: any free port
 * @param redisPort where the embedded Redis listens; 0: any free port
 * @param databaseUrl the PostgreSQL to use instead of an embedded one
 * @param redisUrl the Redis to use instead of an embedded one
 */
record LocalSettings(
        int port,
        Path data,
        boolean reset,
        int postgresPort,
        int redisPort,
        Optional<String> databaseUrl,
        Optional<String> redisUrl) {

    /** Where the two servers listen for {@code sam local}. */
    private static final String SERVICES_POSTGRES_PORT = "5432";

    private static final String SERVICES_REDIS_PORT = "6379";

    static LocalSettings of(Map<String, String> environment, Mode mode) {
        boolean services = mode == Mode.SERVICES;
        return new LocalSettings(
                port(environment, "PORT", "3000"),
                data(environment),
                yes(environment, "RESET"),
                port(environment, "POSTGRES_PORT", services ? SERVICES_POSTGRES_PORT : "0"),
                port(environment, "REDIS_PORT", services ? SERVICES_REDIS_PORT : "0"),
                given(environment, "DATABASE_URL"),
                given(environment, "REDIS_URL"));
    }

    /** What to start. */
    enum Mode {
        /** PostgreSQL, Redis and all functions. */
        EVERYTHING,
        /** PostgreSQL and Redis alone, on fixed ports. */
        SERVICES
    }

    private static int port(Map<String, String> environment, String name, String otherwise) {
        String value = given(environment, name).orElse(otherwise);
        try {
            int port = Integer.parseInt(value);
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // said below, in the same words as for a number out of range
        }
        throw new StartFailedException(
                name + " is no port; it takes a whole number from 1 to 65535, or 0 for any free port");
    }

    private static Path data(Map<String, String> environment) {
        String value = given(environment, "DATA_DIR").orElse(".local");
        try {
            return Path.of(value).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new StartFailedException("DATA_DIR is no path: " + e.getReason(), e);
        }
    }

    private static boolean yes(Map<String, String> environment, String name) {
        return switch (given(environment, name).orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new StartFailedException(name + " has another value; it takes true or false");
        };
    }

    private static Optional<String> given(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
