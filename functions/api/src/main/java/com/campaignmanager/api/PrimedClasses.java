package com.campaignmanager.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The classes that first requests have needed beyond those that the priming itself uses: PostgreSQL's and Redis's drivers
 * at work, Jdbi, AWS's clients. They are read and verified, but not initialized, so that no clock, random seed or thread
 * of theirs gets into the snapshot. The list is recorded by a test ({@code PrimedClassesTest}) and does no harm when it is old.
 */
final class PrimedClasses {
    private PrimedClasses() {}

    /** @return how many of them there are */
    static int load(InputStream names) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(names, StandardCharsets.UTF_8));
        List<String> all = reader.lines().toList();
        return (int) all.stream().filter(PrimedClasses::load).count();
    }

    private static boolean load(String name) {
        try {
            // Looking at the constructors makes the JVM verify and link the class; loading alone doesn't.
            Class.forName(name, false, PrimedClasses.class.getClassLoader()).getDeclaredConstructors();
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            // It went with a later version of its library.
            return false;
        }
    }
}
