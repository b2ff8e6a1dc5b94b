package com.campaignmanager.csv;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.csv.PhysicalLines.Position;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRecordsTest {
    private static final String ALPHABET = "ab ,\"\r\né";

    @Test
    void good_files_are_read_as_a_library_reads_them() throws IOException {
        Random random = new Random(4180);
        int compared = 0;
        for (int i = 0; i < 20_000; i++) {
            String csv = file(random);
            List<List<String>> ours = read(csv);
            assertThat(ours).as("%s", csv).isEqualTo(theirs(csv));
            compared += ours.size();
        }
        assertThat(compared).isGreaterThan(30_000);
    }

    /** A few records, with quotes where they belong. */
    private static String file(Random random) {
        StringBuilder csv = new StringBuilder();
        for (int records = random.nextInt(1, 4); records > 0; records--) {
            for (int fields = random.nextInt(1, 4); fields > 0; fields--) {
                csv.append(field(random)).append(fields > 1 ? "," : "");
            }
            csv.append(new String[] {"\n", "\r\n", "\r"}[random.nextInt(3)]);
        }
        return csv.toString();
    }

    private static String field(Random random) {
        StringBuilder text = new StringBuilder("x");
        for (int length = random.nextInt(6); length > 0; length--) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        boolean quoted = random.nextBoolean() || text.chars().anyMatch(c -> ",\"\r\n".indexOf(c) >= 0);
        return quoted ? "\"" + text.toString().replace("\"", "\"\"") + "\"" : text.toString();
    }

    private static List<List<String>> theirs(String csv) {
        return CsvReader.builder()
                .skipEmptyLines(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(csv)
                .stream()
                .map(record -> List.copyOf(record.getFields()))
                .toList();
    }

    @Test
    void whatever_a_file_holds_each_line_is_in_a_record_or_refused_and_none_twice() throws IOException {
        Random random = new Random(254);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder csv = new StringBuilder();
            for (int length = random.nextInt(30); length > 0; length--) {
                csv.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
            long last = 0;
            for (CsvRecord record : records(csv.toString())) {
                assertThat(record.line()).isGreaterThan(last);
                last = record.line();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void a_file_can_be_read_on_from_any_record(String charset) throws IOException {
        byte[] file = "\uFEFFa,é\r\n\"b\r\nb\",c\rd\n\n\"open\ne,f".getBytes(charset);
        List<CsvRecord> all = new ArrayList<>();
        List<Position> positions = new ArrayList<>();
        TextEncoding encoding;
        try (PhysicalLines lines = PhysicalLines.of(new ByteArrayInputStream(file))) {
            encoding = lines.encoding();
            CsvRecords records = new CsvRecords(lines, ',');
            positions.add(lines.position());
            for (Optional<CsvRecord> record = records.next(); record.isPresent(); record = records.next()) {
                all.add(record.get());
                positions.add(lines.position());
            }
        }
        assertThat(all).hasSize(6);
        assertThat(all.get(1)).isEqualTo(new CsvRecord.Fields(2, List.of("b\r\nb", "c"), false));
        assertThat(all.get(4)).isInstanceOf(CsvRecord.Unreadable.class);
        for (int i = 0; i < all.size(); i++) {
            int offset = (int) positions.get(i).offset();
            InputStream rest = new ByteArrayInputStream(file, offset, file.length - offset);
            try (PhysicalLines lines = PhysicalLines.goingOn(rest, encoding, positions.get(i))) {
                assertThat(new CsvRecords(lines, ',').next()).contains(all.get(i));
            }
        }
    }

    @Test
    void a_quoted_field_may_have_blanks_around_it() throws IOException {
        assertThat(read("a, \"b\" ,c\n")).containsExactly(List.of("a", "b", "c"));
    }

    @Test
    void an_endless_line_fills_no_memory() throws IOException {
        InputStream endless = new InputStream() {
            private long left = 300_000_000;

            @Override
            public int read() {
                throw new IllegalStateException("read in pieces");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                int read = (int) Math.min(length, left);
                left -= read;
                java.util.Arrays.fill(buffer, offset, offset + read, (byte) 'x');
                return read == 0 ? -1 : read;
            }

            @Override
            public byte[] readNBytes(int length) {
                left -= length;
                return "x".repeat(length).getBytes(StandardCharsets.UTF_8);
            }
        };
        try (PhysicalLines lines = PhysicalLines.of(endless)) {
            PhysicalLine line = lines.peek(0).orElseThrow();
            assertThat(line.cut()).isTrue();
            assertThat(line.text()).hasSizeLessThan(100_000);
            assertThat(line.next()).isEqualTo(300_000_000);
        }
    }

    @Test
    void what_is_written_is_read_again_and_runs_no_formula() throws IOException {
        StringBuilder csv = new StringBuilder();
        List<String> fields = List.of("=1+1", "+254712345678", "+SUM(A1)", "-5", "@x", "a,\"b\"\r\nc", "");
        CsvWriter.append(csv, fields);
        assertThat(read(csv.toString()))
                .containsExactly(List.of("'=1+1", "+254712345678", "'+SUM(A1)", "'-5", "'@x", "a,\"b\"\r\nc", ""));
    }

    private static List<List<String>> read(String csv) throws IOException {
        return records(csv).stream()
                .map(record -> ((CsvRecord.Fields) record).values())
                .toList();
    }

    private static List<CsvRecord> records(String csv) throws IOException {
        List<CsvRecord> all = new ArrayList<>();
        byte[] bytes = csv.getBytes(StandardCharsets.UTF_8);
        try (PhysicalLines lines = PhysicalLines.of(new ByteArrayInputStream(bytes))) {
            CsvRecords records = new CsvRecords(lines, ',');
            records.next().ifPresent(all::add);
            for (Optional<CsvRecord> next = records.next(); next.isPresent(); next = records.next()) {
                all.add(next.get());
            }
        }
        return all;
    }
}
