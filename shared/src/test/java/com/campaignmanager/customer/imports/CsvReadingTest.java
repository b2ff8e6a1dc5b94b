package com.campaignmanager.customer.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.campaignmanager.customer.CustomerField;
import com.campaignmanager.customer.PhoneNumbers;
import com.campaignmanager.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvReadingTest {
    private static final String PHONE = "+254712345678";
    private static final String BOM = "\uFEFF";

    private final PhoneNumbers phones = new PhoneNumbers(Optional.of("KE"));

    @Test
    void columns_stand_in_any_order_and_phones_are_normalised() throws IOException {
        assertThat(
                        read(
                                "location,phone,preferred_product,last_name,first_name\nNairobi,0712 345 678,Shoes,Mwangi,Alice\n"))
                .containsExactly(good(PHONE, "Alice", "Mwangi", "Nairobi", "Shoes"));
    }

    @Test
    void quoted_fields_hold_commas_quotes_and_line_ends() throws IOException {
        assertThat(read("phone,first_name\r\n" + PHONE + ",\"Ann, \"\"the\r\nboss\"\"\"\r\nx,y\r\n" + PHONE + ",Bo"))
                .containsExactly(
                        good(PHONE, "Ann, \"the\r\nboss\"", "", "", ""),
                        bad(4, "phone is not a valid phone number, with + and country code unless it is one of KE"),
                        good(PHONE, "Bo", "", "", ""));
    }

    @ParameterizedTest
    @CsvSource({"'\n'", "'\r\n'"})
    void a_byte_order_mark_and_either_line_end_are_taken(String end) throws IOException {
        assertThat(read(BOM + "\"phone\",first_name" + end + PHONE + ",José" + end))
                .containsExactly(good(PHONE, "José", "", "", ""));
    }

    @Test
    void blank_lines_are_skipped_and_counted_as_lines() throws IOException {
        assertThat(read("\n\nphone,first_name\n\n" + PHONE + ",A\n  \t\n\n" + PHONE + "\n\n"))
                .containsExactly(good(PHONE, "A", "", "", ""), bad(8, "has 1 fields where the header has 2"));
    }

    @Test
    void a_line_that_is_not_utf_8_is_rejected_and_no_other() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes("phone,first_name\n".getBytes(StandardCharsets.UTF_8));
        file.writeBytes((PHONE + ",Zoë\n").getBytes(StandardCharsets.UTF_8));
        file.writeBytes((PHONE + ",Zoë\n").getBytes(StandardCharsets.ISO_8859_1));
        file.writeBytes((PHONE + ",Chloé \uD83C\uDF89\n").getBytes(StandardCharsets.UTF_8));
        assertThat(read(new ByteArrayInputStream(file.toByteArray())))
                .containsExactly(
                        good(PHONE, "Zoë", "", "", ""),
                        bad(3, "first_name is not UTF-8"),
                        good(PHONE, "Chloé \uD83C\uDF89", "", "", ""));
    }

    @Test
    void wrong_field_counts_long_fields_and_nul_reject_their_line() throws IOException {
        String fits = "\uD83C\uDF89".repeat(CustomerField.MAX_LENGTH);
        String csv = "phone,first_name\n" + PHONE + "\n" + PHONE + ",a,b\n" + PHONE + ",é" + fits + "\n" + PHONE
                + ",a\0\n" + PHONE + "," + "x".repeat(100_000) + "\n" + PHONE + ",".repeat(50_000) + "\n" + PHONE + ","
                + fits;
        assertThat(read(csv))
                .containsExactly(
                        bad(2, "has 1 fields where the header has 2"),
                        bad(3, "has 3 fields where the header has 2"),
                        bad(4, "first_name is longer than 200 characters"),
                        bad(5, "first_name holds a NUL character"),
                        bad(6, "first_name is longer than 200 characters"),
                        bad(7, "has 50001 fields where the header has 2"),
                        good(PHONE, fits, "", "", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|the file is empty",
                "first_name|missing: phone",
                "'phone,Name,email,first_name'|unknown: \"Name\", \"email\";",
                "'phone,first_name,phone'|repeated: \"phone\";",
                "'phone;first_name'|unknown: \"phone;first_name\"; missing: phone"
            })
    void a_wrong_header_is_refused_by_name(String header, String said) {
        ProblemException problem = catchThrowableOfType(ProblemException.class, () -> read(header));
        assertThat(problem.code()).isEqualTo("bad_csv_header");
        assertThat(problem).hasMessageContaining(said);
    }

    @Test
    void a_header_that_is_not_utf_8_is_refused() {
        InputStream latin = new ByteArrayInputStream("phone,prénom\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(catchThrowableOfType(ProblemException.class, () -> read(latin)))
                .hasMessageContaining("column 2 is not UTF-8");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {"'\"Ann\n'", "'\"Ann\"x\n'"})
    void a_quote_that_is_not_closed_is_refused_with_its_line(String field) {
        ProblemException problem = catchThrowableOfType(
                ProblemException.class, () -> read("phone,first_name\n" + PHONE + ",A\n" + PHONE + "," + field));
        assertThat(problem.code()).isEqualTo("bad_csv");
        assertThat(problem).hasMessageStartingWith("line 3: ");
    }

    @Test
    void a_quote_that_is_never_closed_is_given_up_before_it_fills_the_memory() {
        InputStream endless = new InputStream() {
            private final byte[] start = "phone\n\"".getBytes(StandardCharsets.UTF_8);
            private int at;

            @Override
            public int read() {
                return at < start.length ? start[at++] : '\n';
            }
        };
        assertThat(catchThrowableOfType(ProblemException.class, () -> read(endless)))
                .hasMessageStartingWith("line 2: ");
    }

    private List<CsvLine> read(String csv) throws IOException {
        return read(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)));
    }

    private List<CsvLine> read(InputStream csv) throws IOException {
        try (CsvReading reading = new CsvReading(csv, phones)) {
            List<CsvLine> lines = new ArrayList<>();
            for (Optional<CsvLine> line = reading.next(); line.isPresent(); line = reading.next()) {
                lines.add(line.get());
            }
            return lines;
        }
    }

    private static CsvLine good(String phone, String first, String last, String location, String product) {
        return new CsvLine.Good(new CustomerRow(phone, first, last, location, product));
    }

    private static CsvLine bad(long line, String reason) {
        return new CsvLine.Bad(new RejectedLine(line, reason));
    }
}
