package com.campaignmanager.customer.imports;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/** The table {@code columns.properties}: what columns are called, and what stands in those that ask for consent. */
final class ColumnNames {
    private static final String TABLE = "columns.properties";

    /** The table, read when the first file comes. */
    private static final class Only {
        static final ColumnNames NAMES = new ColumnNames(read());
    }

    /** @param rank the place of the name in its list, from 0 */
    record Meaning(ColumnKind kind, int rank) {}

    private final Map<String, Meaning> meanings = new HashMap<>();
    private final Set<String> yes;
    private final Set<String> no;
    private final Set<String> notOut;

    private ColumnNames(Properties table) {
        for (ColumnKind kind : ColumnKind.values()) {
            String[] names = list(table, kind.wireName());
            for (int rank = 0; rank < names.length; rank++) {
                meanings.putIfAbsent(Words.general(names[rank]), new Meaning(kind, rank));
            }
        }
        yes = words(table, "yes");
        no = words(table, "no");
        notOut = words(table, "not_out");
    }

    static ColumnNames get() {
        return Only.NAMES;
    }

    private static Properties read() {
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(ColumnNames.class.getResourceAsStream(TABLE), TABLE), StandardCharsets.UTF_8)) {
            Properties table = new Properties();
            table.load(reader);
            return table;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String[] list(Properties table, String name) {
        return table.getProperty(name).split("\\s*,\\s*");
    }

    private static Set<String> words(Properties table, String name) {
        return Arrays.stream(list(table, name)).map(Words::exact).collect(Collectors.toUnmodifiableSet());
    }

    /** What a column of this name holds; empty: nothing that is imported. */
    Optional<Meaning> meaning(String name) {
        return Optional.ofNullable(meanings.get(Words.general(name)));
    }

    /** Whether someone wants messages, by a cell of a column of consent. */
    enum Consent {
        YES,
        NO,
        /** The cell is empty. */
        NOT_SAID,
        /** The cell holds some other word. */
        UNREADABLE
    }

    /** @param kind {@link ColumnKind#CONSENT} or {@link ColumnKind#OPT_OUT} */
    Consent consent(ColumnKind kind, String cell) {
        if (cell.isEmpty()) {
            return Consent.NOT_SAID;
        }
        if (kind == ColumnKind.OPT_OUT) {
            return Words.isOneOf(cell, notOut) ? Consent.NOT_SAID : Consent.NO;
        }
        if (Words.isOneOf(cell, no)) {
            return Consent.NO;
        }
        return Words.isOneOf(cell, yes) ? Consent.YES : Consent.UNREADABLE;
    }
}
