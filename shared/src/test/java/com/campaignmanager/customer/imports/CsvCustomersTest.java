package com.campaignmanager.customer.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.campaignmanager.customer.PhoneNumbers;
import com.campaignmanager.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a CSV file of customers says, and what is refused of it. */
class CsvCustomersTest {
    private static final String PHONE = "+254712345678";
    private static final String OTHER = "+254712345679";

    private final PhoneNumbers phones = new PhoneNumbers(Optional.of("KE"));
    private final List<String> ignored = new ArrayList<>();
    private final List<ImportNote> notes = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t", "|"})
    void the_delimiter_is_found_from_the_header(String delimiter) throws IOException {
        assertThat(read("phone,first_name,location\n0712345678,Ann,Nairobi\n".replace(",", delimiter)))
                .containsExactly(PHONE + "/Ann//Nairobi");
    }

    @Test
    void a_first_line_may_say_the_delimiter() throws IOException {
        assertThat(read("sep=;\r\nphone;first_name\r\n0712345678;Ann\r\n")).containsExactly(PHONE + "/Ann//");
    }

    @ParameterizedTest
    @CsvSource({"'\n'", "'\r\n'", "'\r'"})
    void a_line_may_end_in_any_way(String end) throws IOException {
        assertThat(read("phone,first_name" + end + PHONE + ",Ann" + end + OTHER + ",Bo"))
                .containsExactly(PHONE + "/Ann//", OTHER + "/Bo//");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-8"})
    void a_file_with_a_byte_order_mark_is_read_by_it(String charset) throws IOException {
        String csv = "\uFEFFphone\tfirst_name\r\n" + PHONE + "\tZoë 大江 \uD83C\uDF89\r\n";
        assertThat(read(csv.getBytes(Charset.forName(charset)), ImportOptions.NONE))
                .containsExactly(PHONE + "/Zoë 大江 \uD83C\uDF89//");
    }

    @Test
    void a_line_that_is_not_utf_8_is_read_as_windows_1252_and_no_other() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(("phone,first_name\n" + PHONE + ",Zoë\n").getBytes(StandardCharsets.UTF_8));
        file.writeBytes((OTHER + ",Zoë €\n").getBytes(Charset.forName("windows-1252")));
        assertThat(read(file.toByteArray(), ImportOptions.NONE)).containsExactly(PHONE + "/Zoë//", OTHER + "/Zoë €//");
        assertThat(notes).containsExactly(new ImportNote(NoteKind.READ_AS_WINDOWS_1252, 1, 3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Phone Number",
                "PHONE_NUMBER",
                "phone-number",
                "\u200BPhone\u00A0Number ",
                "Phone No.",
                "Mobile",
                "Cell Phone",
                "Tel",
                "MSISDN",
                "Phone 1 - Value",
                "Formatted Phone",
                "Téléphone",
                "Telefon",
                "WhatsApp Number"
            })
    void a_phone_column_has_many_names(String name) throws IOException {
        assertThat(read(name + ",Surname,Given Name,City\n" + PHONE + ",Mwangi,Ann,Nairobi\n"))
                .containsExactly(PHONE + "/Ann/Mwangi/Nairobi");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Fax", "Home Fax", "Pager", "Assistant's Phone", "Company Main Phone", "Emergency Phone"})
    void some_columns_are_never_phones(String name) throws IOException {
        assertThat(read("phone," + name + "\n," + PHONE + "\n")).containsExactly("2: empty");
        assertThat(ignored).containsExactly(name);
    }

    @Test
    void a_number_whose_label_says_fax_is_no_phone_and_one_that_says_mobile_comes_first() throws IOException {
        String header = "Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value\n";
        assertThat(read(header + "Work Fax,0712345670,Mobile,0712345678\n" + "Home,0712345670,Mobile,0712345679\n"))
                .containsExactly(PHONE + "///", OTHER + "///");
    }

    @Test
    void of_several_numbers_the_first_that_can_be_a_mobile_counts() throws IOException {
        assertThat(read("phone,mobile\n0712345670,0712345678\n"
                        + "+493023125112 ::: 0712345679,\n"
                        + "+493023125112,\n"
                        + "\"x; +49 30 23125113\",\n"))
                .containsExactly(
                        PHONE + "///", OTHER + "///", "+493023125112/// not mobile", "+493023125113/// not mobile");
    }

    @Test
    void a_full_name_is_split_at_its_first_space() throws IOException {
        assertThat(read("Name,phone\nMary Ann  Otieno," + PHONE + "\nOmar," + OTHER + "\n"))
                .containsExactly(PHONE + "/Mary/Ann  Otieno/", OTHER + "/Omar//");
    }

    @Test
    void a_name_beside_a_last_name_is_a_first_name() throws IOException {
        assertThat(read("Name,Surname,phone\nMary Ann,Otieno," + PHONE + "\n"))
                .containsExactly(PHONE + "/Mary Ann/Otieno/");
    }

    @Test
    void lines_before_the_header_are_passed_over_and_counted() throws IOException {
        assertThat(read("Statement of December\n\nFor: Ann's shop,,\nphone,amount\n" + PHONE + ",7\n"))
                .containsExactly(PHONE + "///");
        assertThat(notes).containsExactly(new ImportNote(NoteKind.LINES_BEFORE_HEADER, 2, 1));
    }

    @Test
    void twenty_lines_may_stand_before_the_header_and_no_more() throws IOException {
        assertThat(read("x\n".repeat(20) + "phone\n" + PHONE + "\n")).containsExactly(PHONE + "///");
        assertThat(refusal("x\n".repeat(21) + "phone\n" + PHONE + "\n")).contains("found \"x\"");
    }

    @Test
    void a_line_that_holds_a_phone_number_is_never_passed_over() {
        assertThat(refusal("Ann;" + PHONE + "\nphone;first_name\n" + OTHER + ";Bo\n"))
                .contains("found \"Ann\", a phone number")
                .doesNotContain(PHONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"''|the file is empty", "first_name,city|found \"first_name\", \"city\"", "fax|found \"fax\""})
    void a_file_without_a_phone_column_is_refused_with_what_was_found(String header, String said) {
        assertThat(refusal(header)).contains("no column of phone numbers", said);
    }

    @Test
    void nameless_columns_and_empty_rows_are_dropped_and_missing_last_fields_are_empty() throws IOException {
        assertThat(read("phone,first_name,location,,\n" + PHONE + ",Ann\n,,,,\n\n \t\n" + OTHER + ",Bo,Kisii,x,,,\n"))
                .containsExactly(PHONE + "/Ann//", OTHER + "/Bo//Kisii");
        assertThat(ignored).isEmpty();
    }

    @Test
    void a_leading_apostrophe_before_a_number_or_a_sign_is_a_spreadsheets() throws IOException {
        assertThat(read("phone,first_name,last_name\n'" + PHONE + ",'=Ann,'Brien\n"))
                .containsExactly(PHONE + "/=Ann/'Brien/");
    }

    @Test
    void rejections_tell_apart_what_is_wrong() throws IOException {
        assertThat(read("phone,first_name\n,Ann\nnone,Bo\n2.54713E+11,Cy\n12345,Di\n" + PHONE + "," + "x".repeat(201)
                        + "\n" + PHONE + ",a,b\n"))
                .containsExactly(
                        "2: empty",
                        "3: not a number",
                        "4: cut by a spreadsheet",
                        "5: no such number",
                        "6: text too long",
                        "7: too many fields");
    }

    @Test
    void a_quote_in_the_wrong_place_rejects_its_line_and_reading_resumes_at_the_next() throws IOException {
        assertThat(read("phone,first_name\n" + PHONE + ",\"Ann\"x\n" + PHONE + ",An\"n\n" + PHONE + ",\"open\n" + OTHER
                        + ",\"Bo\n" + "two\"\n" + PHONE + ",Cy"))
                .containsExactly(
                        "2: quote in the wrong place",
                        "3: quote in the wrong place",
                        "4: quote in the wrong place",
                        OTHER + "/Bo\ntwo//",
                        PHONE + "/Cy//");
    }

    @Test
    void a_quote_that_is_not_closed_within_a_hundred_lines_rejects_one_line() throws IOException {
        assertThat(read("phone,first_name\n" + PHONE + ",\"Ann\n" + (OTHER + ",Bo\n").repeat(120)))
                .hasSize(121)
                .startsWith("2: quote not closed within 100 lines or 64 KB", OTHER + "/Bo//");
    }

    @Test
    void a_quote_that_is_not_closed_within_64_kb_rejects_one_line() throws IOException {
        String long32k = "y".repeat(32 * 1024);
        assertThat(read("phone,first_name\n" + PHONE + ",\"Ann\n" + long32k + "\n" + long32k + "\n\"\n" + OTHER
                        + ",Bo\n"))
                .startsWith("2: quote not closed within 100 lines or 64 KB")
                .endsWith(OTHER + "/Bo//");
    }

    @Test
    void a_line_of_megabytes_is_rejected_and_the_next_is_read() throws IOException {
        assertThat(read("phone\n" + "9".repeat(5_000_000) + "\n" + PHONE + "\n"))
                .containsExactly("2: text too long", PHONE + "///");
    }

    @Test
    void unreadable_languages_and_time_zones_are_left_empty_and_noted() throws IOException {
        assertThat(read("phone,language,time_zone\n" + PHONE + ",en_us,africa/nairobi\n" + OTHER + ",?,Mars\n"))
                .containsExactly(PHONE + "/// en-US Africa/Nairobi", OTHER + "///");
        assertThat(notes)
                .containsExactly(
                        new ImportNote(NoteKind.UNREADABLE_LANGUAGE, 1, 3),
                        new ImportNote(NoteKind.UNREADABLE_TIME_ZONE, 1, 3));
    }

    @ParameterizedTest
    @CsvSource({
        "accepts sms marketing, no, true",
        "Accepts SMS Marketing, yes, false",
        "SMS Consent, FALSE, true",
        "SMS Consent, '', false",
        "SMS Marketing Consent, NEVER_SUBSCRIBED, true",
        "unsubscribed, yes, true",
        "Unsubscribed, no, false",
        "Opted Out, 2025-11-02, true",
        "opted out, '', false",
        "Accepts Email Marketing, no, false"
    })
    void a_no_in_a_column_of_consent_is_heard(String column, String cell, boolean no) throws IOException {
        assertThat(read("phone," + column + "\n" + PHONE + "," + cell + "\n"))
                .containsExactly(PHONE + "///" + (no ? " said no" : ""));
        assertThat(notes).isEmpty();
    }

    @Test
    void a_word_that_is_neither_yes_nor_no_suppresses_nobody_and_is_noted() throws IOException {
        assertThat(read("phone,sms consent\n" + PHONE + ",perhaps\n")).containsExactly(PHONE + "///");
        assertThat(notes).containsExactly(new ImportNote(NoteKind.UNREADABLE_CONSENT, 1, 2));
    }

    @Test
    void the_caller_may_say_which_columns_are_what() throws IOException {
        String csv = "Mobile 1,Mobile 2,Name,Home town,SMS consent\n" + OTHER + "," + PHONE + ",Mary Ann,Kisii,no\n";
        ImportOptions options = new ImportOptions("phone:mobile 2,first_name:Name,\"location:Home town\"", false);
        assertThat(read(csv.getBytes(StandardCharsets.UTF_8), options))
                .containsExactly(PHONE + "/Mary Ann//Kisii said no");
        assertThat(ignored).containsExactly("Mobile 1");
    }

    @Test
    void columns_that_the_caller_names_and_the_file_has_not_are_told() {
        byte[] csv = ("phone,first_name\n" + PHONE + ",Ann\n").getBytes(StandardCharsets.UTF_8);
        ProblemException problem =
                catchThrowableOfType(ProblemException.class, () -> read(csv, new ImportOptions("phone:Handy", false)));
        assertThat(problem.code()).isEqualTo("bad_csv_header");
        assertThat(problem).hasMessageContainingAll("\"Handy\"", "found \"phone\", \"first_name\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"first_name:Name", "phone", "phone:", "tel:Mobile", "own:x,phone:y", "\"phone:x"})
    void a_choice_of_columns_that_makes_no_sense_is_refused(String columns) {
        ProblemException problem =
                catchThrowableOfType(ProblemException.class, () -> new ImportOptions(columns, false));
        assertThat(problem.code()).isEqualTo("invalid_parameter");
        assertThat(problem.errors().getFirst().field()).isEqualTo("columns");
    }

    private String refusal(String csv) {
        ProblemException problem = catchThrowableOfType(ProblemException.class, () -> read(csv));
        assertThat(problem.code()).isEqualTo("bad_csv_header");
        return problem.getMessage();
    }

    private List<String> read(String csv) throws IOException {
        return read(csv.getBytes(StandardCharsets.UTF_8), ImportOptions.NONE);
    }

    private List<String> read(byte[] csv, ImportOptions options) throws IOException {
        try (CustomerSource source = new CustomerFiles(phones).open(new ByteArrayInputStream(csv), options)) {
            List<String> lines = new ArrayList<>();
            for (Optional<ImportedLine> line = source.next(); line.isPresent(); line = source.next()) {
                shown(line.get()).ifPresent(lines::add);
            }
            ignored.addAll(source.ignoredColumns());
            notes.addAll(source.notes());
            return lines;
        }
    }

    /** {@code phone/first/last/location} and what else there is, or {@code line: kind of fault}. */
    private static Optional<String> shown(ImportedLine line) {
        return switch (line) {
            case ImportedLine.Good(CustomerRow row, boolean notMobile, boolean saidNo) ->
                Optional.of(String.join("/", row.phone(), row.firstName(), row.lastName(), row.location())
                        + (row.language().isEmpty() ? "" : " " + row.language())
                        + (row.timeZone().isEmpty() ? "" : " " + row.timeZone())
                        + (notMobile ? " not mobile" : "")
                        + (saidNo ? " said no" : ""));
            case ImportedLine.Bad(RejectedLine rejected, List<String> _) ->
                Optional.of(rejected.line() + ": " + rejected.reason().split(":")[0]);
            case ImportedLine.Blank _ -> Optional.empty();
        };
    }
}
