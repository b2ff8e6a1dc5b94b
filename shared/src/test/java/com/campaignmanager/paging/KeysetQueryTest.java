package com.campaignmanager.paging;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.database.Database;
import com.campaignmanager.embedded.TestServers;
import com.campaignmanager.settings.Settings;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeysetQueryTest {
    private static final int ROWS = 25;

    private Database database;

    @BeforeEach
    void fill() {
        database = Database.open(Settings.from(
                        Map.of("DATABASE_URL", TestServers.get().newDatabase(), "REDIS_URL", "redis://127.0.0.1:1"))
                .database());
        execute("CREATE TABLE things (id bigint PRIMARY KEY)");
        execute("INSERT INTO things SELECT generate_series(1, " + ROWS + ")");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest
    @CsvSource({"-3,-1,1,20", "0,0,1,20", "1,1,1,1", "2,100,2,100", "3,101,3,100", "7,20,7,20"})
    void page_and_size_are_clamped(long page, int size, long clampedPage, int clampedSize) {
        PageRequest request = PageRequest.of(page, size);
        assertThat(request.page()).isEqualTo(clampedPage);
        assertThat(request.size()).isEqualTo(clampedSize);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 5, 7, 24, 25, 26, 100})
    void every_page_by_number_holds_its_rows_newest_first(int size) {
        for (int page = 1; page <= ROWS / size + 2; page++) {
            long newest = ROWS - (page - 1L) * size;
            List<Long> expected = LongStream.iterate(newest, id -> id - 1)
                    .limit(size)
                    .filter(id -> id > 0)
                    .boxed()
                    .toList();
            Page<Long> read = read(PageRequest.of(page, size));
            assertThat(read.items()).isEqualTo(expected);
            assertThat(read.total()).isEqualTo(ROWS);
            assertThat(read.totalPages()).isEqualTo((ROWS + size - 1) / size);
            assertThat(read.next().isPresent()).isEqualTo(newest > size);
        }
    }

    @Test
    void following_next_sees_each_old_row_once_while_rows_come_in() {
        List<Long> seen = new ArrayList<>();
        long newId = ROWS;
        for (Optional<PageRequest> at = Optional.of(PageRequest.of(1, 4)); at.isPresent(); ) {
            Page<Long> page = read(at.get());
            seen.addAll(page.items());
            execute("INSERT INTO things VALUES (" + ++newId + ")");
            at = page.next();
        }
        assertThat(seen).isEqualTo(descending(ROWS));
    }

    @Test
    void following_previous_from_the_last_page_sees_each_row_once() {
        List<Long> seen = new ArrayList<>();
        for (Optional<PageRequest> at = Optional.of(PageRequest.of(7, 4)); at.isPresent(); ) {
            Page<Long> page = read(at.get());
            seen.addAll(0, page.items());
            at = page.previous();
        }
        assertThat(seen).isEqualTo(descending(ROWS));
    }

    @Test
    void there_and_back_again_is_the_same_page() {
        Page<Long> first = read(PageRequest.of(1, 10));
        Page<Long> second = read(first.next().orElseThrow());
        assertThat(read(second.previous().orElseThrow()).items()).isEqualTo(first.items());
        assertThat(second.request().page()).isEqualTo(2);
    }

    @Test
    void a_page_that_has_become_empty_shows_the_way_back() {
        PageRequest next = read(PageRequest.of(1, 20)).next().orElseThrow();
        execute("DELETE FROM things WHERE id <= 5");
        Page<Long> empty = read(next);
        assertThat(empty.items()).isEmpty();
        assertThat(read(empty.previous().orElseThrow()).items())
                .isEqualTo(descending(ROWS).subList(0, 20));
    }

    @Test
    void a_page_far_beyond_the_end_is_empty() {
        Page<Long> page = read(PageRequest.of(Long.MAX_VALUE, 100));
        assertThat(page.items()).isEmpty();
        assertThat(page.next()).isEmpty();
    }

    /** Of rows of a megabyte each there is room for four. */
    @Test
    void a_page_of_large_rows_ends_early_and_next_goes_on_from_there() {
        Page<Long> first = readLarge(PageRequest.of(1, 10), 1_000_000);

        assertThat(first.items()).containsExactly(25L, 24L, 23L, 22L);
        assertThat(readLarge(first.next().orElseThrow(), 1_000_000).items()).containsExactly(21L, 20L, 19L, 18L);
        assertThat(readLarge(PageRequest.of(3, 10), 1_000_000).items()).containsExactly(5L, 4L, 3L, 2L);
        assertThat(readLarge(PageRequest.of(1, 10), 9_000_000).items()).containsExactly(25L);
    }

    @ParameterizedTest
    @CsvSource({"1, 7, 25", "2, 7, 18", "3, 10, 5"})
    void following_next_over_large_rows_sees_each_once_from_whatever_page_on(int page, int size, int newest) {
        List<Long> seen = new ArrayList<>();
        for (Optional<PageRequest> at = Optional.of(PageRequest.of(page, size)); at.isPresent(); ) {
            Page<Long> read = readLarge(at.get(), 1_500_000);
            seen.addAll(read.items());
            at = read.next();
        }
        assertThat(seen).isEqualTo(descending(newest));
    }

    @Test
    void following_previous_over_large_rows_sees_each_once() {
        List<Long> seen = new ArrayList<>();
        for (Optional<PageRequest> at = Optional.of(new PageRequest(9, 10, new PageRequest.Start.After(0)));
                at.isPresent(); ) {
            Page<Long> read = readLarge(at.get(), 1_500_000);
            seen.addAll(0, read.items());
            at = read.previous();
        }
        assertThat(seen).isEqualTo(descending(ROWS));
    }

    @Test
    void a_text_takes_the_room_of_its_bytes_escaped_twice() throws JsonProcessingException {
        String text = "a\u0001\"\\\n é — 😀";
        ObjectMapper json = new ObjectMapper();
        String twice = json.writeValueAsString(json.writeValueAsString(text));

        int quotationMarksAround = 6;
        // It takes 3 bytes and is counted as any control character is, 7.
        int lineEnd = 4;
        assertThat(AnswerSize.of(text))
                .isEqualTo(twice.getBytes(StandardCharsets.UTF_8).length - quotationMarksAround + lineEnd);
    }

    private Page<Long> readLarge(PageRequest request, long bytes) {
        return new ReadLists(database.jdbi()).read(handle -> {
            KeysetQuery walk = new KeysetQuery(request, count(handle));
            return walk.page(walk.bind(handle.createQuery("""
                                    SELECT id FROM (
                                        SELECT id FROM things WHERE id < :before AND id > :after
                                        ORDER BY id <direction> LIMIT :limit OFFSET :offset
                                    ) AS page ORDER BY id <reading>
                                    """)).mapTo(Long.class), id -> id, _ -> bytes);
        });
    }

    private Page<Long> read(PageRequest request) {
        return new ReadLists(database.jdbi()).read(handle -> {
            KeysetQuery walk = new KeysetQuery(request, count(handle));
            List<Long> rows =
                    walk.bind(handle.createQuery("""
                            SELECT id FROM things WHERE id < :before AND id > :after
                            ORDER BY id <direction> LIMIT :limit OFFSET :offset
                            """)).mapTo(Long.class).list();
            return walk.page(rows, id -> id);
        });
    }

    private static long count(Handle handle) {
        return handle.createQuery("SELECT count(*) FROM things")
                .mapTo(Long.class)
                .one();
    }

    private static List<Long> descending(int from) {
        List<Long> ids = new ArrayList<>(LongStream.rangeClosed(1, from).boxed().toList());
        Collections.reverse(ids);
        return ids;
    }

    private void execute(String sql) {
        database.jdbi().useHandle(handle -> handle.execute(sql));
    }
}
