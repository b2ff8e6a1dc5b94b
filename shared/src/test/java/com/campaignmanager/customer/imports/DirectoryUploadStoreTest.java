package com.campaignmanager.customer.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.campaignmanager.customer.imports.UploadStore.Upload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryUploadStoreTest {
    private final UUID id = UUID.randomUUID();

    @TempDir
    private Path directory;

    private DirectoryUploadStore store;

    @BeforeEach
    void open() {
        store = new DirectoryUploadStore(directory, "http://127.0.0.1:3000/local/uploads");
    }

    @Test
    void what_was_written_is_read_and_discarded() throws IOException {
        assertThat(store.target(id, new UploadTerms(UploadTerms.CSV, OptionalLong.empty())))
                .isEqualTo(new UploadStore.Target("http://127.0.0.1:3000/local/uploads/" + id, Map.of()));
        assertThat(store.find(id)).isEmpty();
        assertThat(store.write(id, bytes("phone\n"))).isTrue();
        Upload upload = store.find(id).orElseThrow();
        assertThat(upload.size()).isEqualTo(6);
        try (InputStream content = store.open(id, upload, 0)) {
            assertThat(content).hasContent("phone\n");
        }
        try (InputStream rest = store.open(id, upload, 4)) {
            assertThat(rest).hasContent("e\n");
        }
        store.discard(id);
        store.discard(id);
        assertThat(store.find(id)).isEmpty();
    }

    @Test
    void an_upload_that_breaks_leaves_nothing() throws IOException {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };
        assertThatThrownBy(() -> store.write(id, new SequenceInputStream(bytes("phone\n"), broken)))
                .hasMessage("connection reset");
        assertThat(store.find(id)).isEmpty();
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void a_file_that_is_there_stays_since_somebody_may_be_half_through_it() throws IOException {
        store.write(id, bytes("first"));
        assertThat(store.write(id, bytes("second"))).isFalse();
        try (InputStream content = store.open(id, store.find(id).orElseThrow(), 0)) {
            assertThat(content).hasContent("first");
        }
    }

    @Test
    void a_file_that_was_replaced_is_not_read_as_the_one_before() throws IOException {
        store.write(id, bytes("first"));
        Upload first = store.find(id).orElseThrow();
        store.discard(id);
        store.write(id, bytes("other one"));
        assertThatThrownBy(() -> store.open(id, first, 2)).isInstanceOf(UploadReplacedException.class);
        store.discard(id);
        assertThatThrownBy(() -> store.open(id, first, 2)).isInstanceOf(UploadReplacedException.class);
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
