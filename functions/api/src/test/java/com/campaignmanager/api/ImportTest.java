package com.campaignmanager.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.api.testing.Answer;
import com.campaignmanager.api.testing.Request;
import com.campaignmanager.api.testing.TestApi;
import com.campaignmanager.customer.PhoneNumbers;
import com.campaignmanager.customer.imports.ImportProgress;
import com.campaignmanager.customer.imports.ImportReader;
import com.campaignmanager.customer.imports.PhoneSuppressions;
import com.campaignmanager.time.Pause;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportTest {
    private final TestApi api = TestApi.empty();

    private static Request file(String content) {
        return file(content, StandardCharsets.UTF_8);
    }

    private static Request file(String content, Charset charset) {
        return Request.csv("/customers/import", content.getBytes(charset));
    }

    @Test
    void new_phones_are_created_and_known_ones_updated() {
        TestApi.tables()
                .run("INSERT INTO customers (phone, first_name, location) VALUES ('+254700000001', 'Old', 'Kisumu')");

        Answer report = api.call(file("phone,first_name\n+254700000001,New\n+254700000002,Bob\n"), 200);

        assertThat(report.body())
                .endsWith("\"created\":1,\"updated\":1,\"suppressed\":0,\"not_mobile\":0,\"ignored_columns\":[],"
                        + "\"notes\":[],\"rejected_count\":0,\"rejected\":[]}");
        assertThat(api.get("/customers/imports/" + report.text("/id")).text("/status"))
                .isEqualTo("done");
        Answer known = api.get("/customers/1");
        assertThat(known.text("/first_name")).isEqualTo("New");
        assertThat(known.text("/location")).isEqualTo("Kisumu");
    }

    @Test
    void quotes_a_bom_and_crlf_are_read() {
        api.call(
                file("\ufefflast_name,phone,first_name\r\n\"O\"\"Neil, Jr\",+254700000001,\"two\r\nlines\"\r\n\r\n"
                        + "Ōe,+254700000002,大江\r\n"),
                200);

        assertThat(api.get("/customers").number("/pagination/total_count")).isEqualTo(2);
        assertThat(api.get("/customers?phone=%2B254700000001").text("/data/0/last_name"))
                .isEqualTo("O\"Neil, Jr");
        assertThat(api.get("/customers?phone=%2B254700000001").text("/data/0/first_name"))
                .isEqualTo("two\r\nlines");
        assertThat(api.get("/customers?phone=%2B254700000002").text("/data/0/first_name"))
                .isEqualTo("大江");
    }

    @Test
    void a_line_in_windows_1252_is_read_and_noted() {
        Answer report = api.call(
                file("phone,first_name\n+254700000001,Zoé\n+254700000002,Bob\n", StandardCharsets.ISO_8859_1), 200);

        assertThat(report.number("/created")).isEqualTo(2);
        assertThat(report.text("/notes/0/kind")).isEqualTo("read_as_windows_1252");
        assertThat(report.number("/notes/0/count")).isEqualTo(1);
        assertThat(report.number("/notes/0/first_line")).isEqualTo(2);
        assertThat(api.get("/customers").text("/data/1/first_name")).isEqualTo("Zoé");
    }

    @Test
    void bad_lines_are_rejected_by_their_numbers_and_the_rest_is_kept() {
        Answer report = api.call(
                file("phone,first_name\nabc,A\n+254700000001,\"B\nB\"\n+254700000002\n+254700000003,C,D\n,E\n"
                        + "+254700000004,F\n+254700000004,G\n"),
                200);

        assertThat(report.number("/created")).isEqualTo(3);
        assertThat(report.number("/updated")).isEqualTo(1);
        assertThat(report.number("/rejected_count")).isEqualTo(3);
        assertThat(report.json().at("/rejected").findValuesAsString("line")).containsExactly("2", "6", "7");
        assertThat(report.text("/rejected/0/value")).isEqualTo("abc");
        assertThat(api.get("/customers?phone=%2B254700000004").text("/data/0/first_name"))
                .isEqualTo("G");
    }

    @Test
    void the_first_1000_rejected_lines_are_named() {
        Answer report = api.call(file("phone\n" + "x\n".repeat(1200)), 200);

        assertThat(report.number("/rejected_count")).isEqualTo(1200);
        assertThat(report.json().at("/rejected")).hasSize(1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"first_name\nBob\n", "fax,nickname\n+254700000001,Bob\n", "+254700000001,Bob\n", ""})
    void a_wrong_header_is_refused(String content) {
        Answer refused = api.refused(file(content), 400, "bad_csv_header");

        assertThat(refused.text("/detail")).contains("phone");
        assertThat(TestApi.tables().number("SELECT count(*) FROM customers")).isZero();
    }

    @Test
    void an_unknown_column_is_ignored_and_named() {
        Answer report = api.call(file("phone,nickname\n+254700000001,Bob\n"), 200);

        assertThat(report.json().at("/ignored_columns").toString()).isEqualTo("[\"nickname\"]");
    }

    @Test
    void a_quote_that_is_never_closed_rejects_its_line() {
        Answer report = api.call(file("phone,first_name\n+254700000001,A\n+254700000002,\"B\n"), 200);

        assertThat(report.number("/created")).isEqualTo(1);
        assertThat(report.number("/rejected/0/line")).isEqualTo(3);
    }

    @Test
    void the_caller_says_which_columns_are_what_and_that_empty_cells_keep_values() {
        String path = "/customers/import?columns=phone:Mobile%202,first_name:Name&empty=keep";
        api.call(Request.csv(path, "Name,Mobile 2\nAnn,+254700000001\n".getBytes(StandardCharsets.UTF_8)), 200);
        api.call(Request.csv(path, "Name,Mobile 2\n,+254700000001\n".getBytes(StandardCharsets.UTF_8)), 200);

        assertThat(api.get("/customers").text("/data/0/first_name")).isEqualTo("Ann");
    }

    @ParameterizedTest
    @ValueSource(strings = {"columns=first_name:Name", "columns=phone", "empty=maybe"})
    void options_that_make_no_sense_are_refused(String query) {
        api.refused(
                Request.csv("/customers/import?" + query, "phone\n".getBytes(StandardCharsets.UTF_8)),
                400,
                "invalid_parameter");
    }

    @Test
    void vcards_are_imported() {
        Answer report = api.call(
                file("BEGIN:VCARD\nVERSION:3.0\nFN:Ann Otieno\nTEL:+254700000001\nEND:VCARD\n")
                        .with("content-type", "text/vcard"),
                200);

        assertThat(report.number("/created")).isEqualTo(1);
        assertThat(api.get("/customers").text("/data/0/last_name")).isEqualTo("Otieno");
    }

    @Test
    void rejected_lines_are_read_as_csv() {
        Answer report = api.call(file("phone,first_name\nabc,A\n"), 200);

        Answer rejected = api.get("/customers/imports/" + report.text("/id") + "/rejected");

        assertThat(rejected.header("Content-Type").orElseThrow()).startsWith("text/csv");
        assertThat(rejected.body()).startsWith("rejected_line,rejected_reason,phone,first_name\r\n2,\"not a number: ");
        assertThat(rejected.header("Link")).isEmpty();
        api.refused(Request.get("/customers/imports/" + new UUID(1, 2) + "/rejected"), 404, "import_not_found");
    }

    @Test
    void more_than_5_mb_are_413_and_the_answer_names_the_other_way() {
        String line = "+254700000001," + "x".repeat(85) + "\n";
        Answer refused = api.refused(
                file("phone,first_name\n" + line.repeat(5 * 1024 * 1024 / line.length() + 1)), 413, "file_too_large");

        assertThat(refused.text("/detail")).contains("/customers/imports");
        assertThat(TestApi.tables().number("SELECT count(*) FROM customers")).isZero();
    }

    @Test
    void a_file_by_another_media_type_is_415() {
        api.refused(file("phone\n").with("content-type", "application/json"), 415, "unsupported_media_type");
        api.refused(file("phone\n").with("content-type", "text/plain"), 415, "unsupported_media_type");
    }

    @Test
    void a_large_import_begins_with_an_address_to_upload_to() {
        Answer begun = api.call(Request.of("POST", "/customers/imports"), 202);

        assertThat(begun.text("/upload_url")).endsWith("/" + begun.text("/id"));
        assertThat(begun.json().at("/upload_headers").isObject()).isTrue();
        Answer status = api.get(begun.header("Location").orElseThrow());
        assertThat(status.text("/id")).isEqualTo(begun.text("/id"));
        assertThat(status.text("/status")).isEqualTo("waiting");
        assertThat(status.number("/created")).isZero();
        assertThat(status.json().at("/rejected")).isEmpty();
    }

    @Test
    void a_large_import_shows_how_far_it_has_come_and_why_it_failed() {
        String path = api.call(Request.of("POST", "/customers/imports"), 202)
                .header("Location")
                .orElseThrow();
        TestApi.tables().run("""
                UPDATE customer_imports SET status = 'failed', created = 5, updated = 2, rejected_count = 1,
                       rejected = '[{"line": 7, "reason": "phone: is missing"}]', reason = 'the header is wrong'
                """);

        Answer status = api.get(path);

        assertThat(status.text("/status")).isEqualTo("failed");
        assertThat(status.text("/reason")).isEqualTo("the header is wrong");
        assertThat(status.number("/rejected/0/line")).isEqualTo(7);
    }

    @Test
    void a_large_file_that_was_uploaded_and_read_is_done() throws IOException {
        Answer begun = api.call(Request.of("POST", "/customers/imports"), 202);
        UUID id = UUID.fromString(begun.text("/id"));
        String content = "phone,first_name\n+254700000001,Alice\nabc,Bob\n+254700000001,Carol\n";
        TestApi.uploads().write(id, new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));

        new ImportReader(
                        TestApi.tables().jdbi(),
                        new PhoneNumbers(Optional.empty()),
                        TestApi.uploads(),
                        PhoneSuppressions.NONE,
                        ImportProgress.NONE,
                        ImportReader.CHUNK,
                        Pause.REAL)
                .run(id, () -> false);

        Answer status = api.get(begun.header("Location").orElseThrow());
        assertThat(status.text("/status")).isEqualTo("done");
        assertThat(status.number("/created")).isEqualTo(1);
        assertThat(status.number("/updated")).isEqualTo(1);
        assertThat(status.number("/rejected_count")).isEqualTo(1);
        assertThat(status.number("/rejected/0/line")).isEqualTo(3);
        assertThat(status.json().at("/reason").isNull()).isTrue();
    }

    @Test
    void an_unknown_import_is_404_and_a_bad_id_400() {
        api.refused(Request.get("/customers/imports/" + new UUID(1, 2)), 404, "import_not_found");
        api.refused(Request.get("/customers/imports/7"), 400, "invalid_parameter");
    }

    @Test
    void an_import_is_an_audience() {
        String id = api.call(file("phone\n+254700000001\n"), 200).text("/id");
        String campaign =
                "{\"name\":\"n\",\"channel\":\"sms\",\"base_template\":\"Hi\",\"audience\":{\"import\":\"%s\"}}";

        Answer created = api.call(Request.post("/campaigns", campaign.formatted(id)), 201);

        assertThat(created.text("/audience/import")).isEqualTo(id);
        api.refused(Request.post("/campaigns", campaign.formatted(new UUID(1, 2))), 404, "import_not_found");
        api.refused(Request.post("/campaigns", campaign.formatted("7")), 400, "invalid_request");
    }
}
