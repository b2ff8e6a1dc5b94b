package com.campaignmanager.api.testing;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A method of a path.
 *
 * @param path with its variables in braces, as in {@code openapi.yaml}
 */
public record Operation(String path, String method) {
    static final List<String> METHODS = List.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    /** Where it stands in the description. */
    public String pointer() {
        return "/paths/" + Description.escaped(path) + "/" + method.toLowerCase(Locale.ROOT);
    }

    boolean fits(String concrete) {
        String[] wanted = path.split("/", -1);
        String[] given = concrete.split("/", -1);
        if (wanted.length != given.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            boolean fits = wanted[i].startsWith("{") ? !given[i].isEmpty() : wanted[i].equals(given[i]);
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    int variables() {
        return (int) Arrays.stream(path.split("/"))
                .filter(part -> part.startsWith("{"))
                .count();
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
