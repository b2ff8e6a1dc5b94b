package com.campaignmanager.importer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ImportEventTest {
    private static final String ID = "0b4a3f0e-6d5c-4a53-9f0e-3a54c1d2e3f4";

    @Test
    void an_import_is_named_by_its_id() throws IOException {
        assertThat(read("{\"import_id\":\"" + ID + "\"}").imports()).containsExactly(UUID.fromString(ID));
    }

    @Test
    void a_notice_of_s3_names_its_imports_by_their_keys_and_each_once() throws IOException {
        String record = "{\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"object\":{\"key\":\"%s\",\"size\":1}}}";
        String escaped = record.formatted("imports%2F" + ID + ".csv");
        String plain = record.formatted("imports/" + ID + ".csv");
        String other = record.formatted("photos/" + ID + ".png");
        assertThat(read("{\"Records\":[" + escaped + "," + plain + "," + other + "]}")
                        .imports())
                .containsExactly(UUID.fromString(ID));
    }

    @Test
    void an_event_about_nothing_names_none() throws IOException {
        assertThat(read("{}").imports()).isEmpty();
        assertThat(read("{\"import_id\":\"seven\",\"Records\":[{}]}").imports()).isEmpty();
    }

    private static ImportEvent read(String json) throws IOException {
        return ImportEvent.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }
}
