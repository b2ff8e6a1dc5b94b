package com.campaignmanager.packaging;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A user of the test's Redis that may do what the template lets a function's user do in the cloud, and no more. */
final class CacheUser {
    private static final String PASSWORD = "test";
    private static final Pattern USER = Pattern.compile("rediss://\\$\\{(\\w+)}@");

    private CacheUser() {}

    /**
     * @param function whose user is wanted, by its name in the template
     * @return the address to log in by as this user; for a function without one, an address without a user
     */
    static String create(String function, String redis) throws IOException {
        Optional<String> user = of(function);
        return user.isPresent() ? create(SamTemplate.read().resource(user.get()), redis) : redis;
    }

    /** The user in the function's {@code REDIS_URL}. */
    static Optional<String> of(String function) {
        Set<String> users =
                Rendered.texts(SamTemplate.read()
                                .variables(SamTemplate.read().function(function))
                                .get("REDIS_URL"))
                        .stream()
                        .map(USER::matcher)
                        .filter(Matcher::lookingAt)
                        .map(matcher -> matcher.group(1))
                        .collect(Collectors.toSet());
        if (users.size() > 1) {
            throw new AssertionError(function + " is not one user in both caches: " + users);
        }
        return users.stream().findFirst();
    }

    private static String create(SamTemplate.Resource user, String redis) throws IOException {
        String rules = (String) user.property("AccessString").orElseThrow();
        URI address = URI.create(redis);
        try (Socket socket = new Socket(address.getHost(), address.getPort());
                OutputStream out = socket.getOutputStream();
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            out.write("ACL SETUSER %s reset >%s %s\r\n"
                    .formatted(user.name(), PASSWORD, rules)
                    .getBytes(StandardCharsets.UTF_8));
            String answer = in.readLine();
            if (!"+OK".equals(answer)) {
                throw new AssertionError("Redis does not take " + rules + ": " + answer);
            }
        }
        return "redis://%s:%s@%s:%d".formatted(user.name(), PASSWORD, address.getHost(), address.getPort());
    }
}
