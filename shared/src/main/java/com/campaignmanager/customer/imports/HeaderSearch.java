package com.campaignmanager.customer.imports;

import com.campaignmanager.csv.CsvRecord;
import com.campaignmanager.csv.CsvRecords;
import com.campaignmanager.csv.PhysicalLine;
import com.campaignmanager.csv.PhysicalLines;
import com.campaignmanager.customer.PhoneNumbers;
import com.campaignmanager.customer.Values;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds the header of a CSV file, and the delimiter with it: the first record that names a phone column and holds no phone
 * number. Up to 20 lines before it are passed over, such as the title of a statement, but none that holds a phone number: that
 * would be a customer.
 */
final class HeaderSearch {
    private static final int MAX_BEFORE = 20;
    /** With blank lines, of which a file may begin with any number. */
    private static final int MAX_LOOKED_AT = 200;

    private static final Pattern SEPARATOR_LINE = Pattern.compile("\"?sep=([,;\\t|])\"?", Pattern.CASE_INSENSITIVE);
    private static final int NAMED = 20;
    private static final int MAX_NAME_LENGTH = 40;

    private final PhysicalLines lines;
    private final ImportOptions options;
    private final PhoneNumbers phones;
    private String delimiters = CsvRecords.DELIMITERS;
    private int passedOver;
    private long firstPassedOver;
    /** Fields of the first line that isn't blank, for the one who reads that no header was found. */
    private List<String> seen = List.of();

    HeaderSearch(PhysicalLines lines, ImportOptions options, PhoneNumbers phones) {
        this.lines = lines;
        this.options = options;
        this.phones = phones;
    }

    /** A record that may be the header. */
    private record Candidate(char delimiter, List<String> names, ColumnPlan plan) {
        int understood() {
            return plan.understood();
        }

        int width() {
            return plan.width();
        }
    }

    /**
     * Takes the lines up to the header, and the header.
     *
     * @throws ProblemException {@code bad_csv_header}, with what was found instead
     */
    FileFormat.Csv find(ImportNotes notes) {
        takeSeparatorLine();
        for (int i = 0; i < MAX_LOOKED_AT && passedOver <= MAX_BEFORE; i++) {
            Optional<PhysicalLine> line = lines.peek(i);
            if (line.isEmpty()) {
                break;
            }
            Optional<Candidate> header = candidate(i);
            if (header.isPresent()) {
                new CsvRecords(lines, header.get().delimiter()).takeThrough(i);
                if (passedOver > 0) {
                    notes.add(NoteKind.LINES_BEFORE_HEADER, passedOver, firstPassedOver);
                }
                return new FileFormat.Csv(
                        lines.encoding(), header.get().delimiter(), header.get().names());
            }
            if (!isBlank(i)) {
                if (holdsPhone(i)) {
                    break;
                }
                passOver(line.get());
            }
        }
        throw noHeader();
    }

    private void takeSeparatorLine() {
        Optional<Matcher> separator = lines.peek(0).map(line -> SEPARATOR_LINE.matcher(line.text()));
        if (separator.isPresent() && separator.get().matches()) {
            delimiters = separator.get().group(1);
            lines.take(1);
        }
    }

    private Optional<Candidate> candidate(int index) {
        return delimiters
                .chars()
                .mapToObj(c -> candidate(index, (char) c))
                .flatMap(Optional::stream)
                .max(Comparator.comparingInt(Candidate::understood).thenComparingInt(Candidate::width));
    }

    private Optional<Candidate> candidate(int index, char delimiter) {
        List<String> names = fields(index, delimiter);
        return ColumnPlan.of(names, options)
                .filter(_ -> names.stream().noneMatch(this::isPhone))
                .map(plan -> new Candidate(delimiter, names, plan));
    }

    private List<String> fields(int index, char delimiter) {
        return new CsvRecords(lines, delimiter)
                .peek(index)
                .filter(CsvRecord.Fields.class::isInstance)
                .map(record -> ((CsvRecord.Fields) record).values())
                .orElse(List.of());
    }

    private boolean isBlank(int index) {
        return delimiters.chars().anyMatch(c -> {
            List<String> fields = fields(index, (char) c);
            return !fields.isEmpty()
                    && fields.stream().allMatch(field -> Values.asMeant(field).isEmpty());
        });
    }

    private boolean holdsPhone(int index) {
        List<String> widest = widest(index);
        if (seen.isEmpty()) {
            seen = widest;
        }
        return delimiters.chars().anyMatch(c -> fields(index, (char) c).stream().anyMatch(this::isPhone));
    }

    private List<String> widest(int index) {
        return delimiters
                .chars()
                .mapToObj(c -> fields(index, (char) c))
                .max(Comparator.comparingInt(List::size))
                .orElse(List.of());
    }

    private boolean isPhone(String field) {
        return phones.e164(Cell.value(field)).isPresent();
    }

    private void passOver(PhysicalLine line) {
        passedOver++;
        firstPassedOver = firstPassedOver == 0 ? line.number() : firstPassedOver;
    }

    private ProblemException noHeader() {
        String missing = options.choices().isEmpty()
                ? "no column of phone numbers"
                : "not all columns of the parameter columns ("
                        + options.choices().stream()
                                .map(choice -> "\"" + choice.name() + "\"")
                                .collect(Collectors.joining(", "))
                        + ")";
        String found = seen.isEmpty() ? "the file is empty" : "found " + named(seen);
        return ProblemException.of(
                Kind.INVALID,
                "bad_csv_header",
                missing + " in the header: " + found
                        + "; name the column phone, or say which it is by the parameter columns=phone:Its name");
    }

    private String named(List<String> names) {
        String some = names.stream().limit(NAMED).map(this::shown).collect(Collectors.joining(", "));
        return names.size() > NAMED ? some + " and others" : some;
    }

    /** Hides phone numbers: what is wrong with a request may end in a log. */
    private String shown(String name) {
        String meant = Values.asMeant(name);
        if (isPhone(meant)) {
            return "a phone number";
        }
        return "\"" + (meant.length() > MAX_NAME_LENGTH ? meant.substring(0, MAX_NAME_LENGTH) + "…" : meant) + "\"";
    }
}
