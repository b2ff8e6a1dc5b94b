package com.campaignmanager.packaging;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A user of the test's Redis that may do what the template lets the functions' user do in the cloud, and no more. */
final class CacheUser {
    private static final String NAME = "functions";
    private static final String PASSWORD = "test";

    private CacheUser() {}

    /** @return the address to log in by as this user */
    static String create(String redis) throws IOException {
        String rules = (String) SamTemplate.read()
                .resource("CacheUser")
                .property("AccessString")
                .orElseThrow();
        URI address = URI.create(redis);
        try (Socket socket = new Socket(address.getHost(), address.getPort());
                OutputStream out = socket.getOutputStream();
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            out.write("ACL SETUSER %s reset >%s %s\r\n"
                    .formatted(NAME, PASSWORD, rules)
                    .getBytes(StandardCharsets.UTF_8));
            String answer = in.readLine();
            if (!"+OK".equals(answer)) {
                throw new AssertionError("Redis does not take " + rules + ": " + answer);
            }
        }
        return "redis://%s:%s@%s:%d".formatted(NAME, PASSWORD, address.getHost(), address.getPort());
    }
}
