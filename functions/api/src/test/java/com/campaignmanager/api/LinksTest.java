package com.campaignmanager.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.api.testing.Answer;
import com.campaignmanager.api.testing.Request;
import com.campaignmanager.api.testing.TestApi;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Following {@code Link} from page to page. */
class LinksTest {
    private final TestApi api = TestApi.empty();

    private static List<Long> ids(Answer page) {
        List<Long> ids = new ArrayList<>();
        page.json().at("/data").forEach(row -> ids.add(row.path("id").longValue()));
        return ids;
    }

    private static List<Long> down(long from, long to) {
        return LongStream.rangeClosed(to, from).boxed().toList().reversed();
    }

    @Test
    void following_next_while_campaigns_are_created_neither_repeats_nor_skips_one() {
        TestApi.tables().addCampaigns(57);
        List<Long> seen = new ArrayList<>();

        Optional<Request> next = Optional.of(Request.get("/campaigns?page_size=10"));
        while (next.isPresent()) {
            Answer page = api.call(next.get(), 200);
            seen.addAll(ids(page));
            TestApi.tables().addCampaigns(3);
            next = page.link("next");
        }

        assertThat(seen).isEqualTo(down(57, 1));
    }

    @Test
    void following_prev_leads_back_over_the_same_rows_and_on_to_the_new_ones() {
        TestApi.tables().addCampaigns(25);
        Answer first = api.get("/campaigns?page_size=10");
        Answer second = api.call(first.link("next").orElseThrow(), 200);
        Answer third = api.call(second.link("next").orElseThrow(), 200);
        TestApi.tables().addCampaigns(5);

        Answer back = api.call(third.link("prev").orElseThrow(), 200);
        Answer start = api.call(back.link("prev").orElseThrow(), 200);
        Answer newer = api.call(start.link("prev").orElseThrow(), 200);

        assertThat(ids(back)).isEqualTo(ids(second));
        assertThat(ids(start)).isEqualTo(ids(first));
        assertThat(ids(newer)).isEqualTo(down(30, 26));
    }

    @Test
    void links_keep_the_filters_and_the_size() {
        TestApi.tables().addCampaigns(30);
        List<Long> seen = new ArrayList<>();

        Optional<Request> next = Optional.of(Request.get("/campaigns?channel=sms&status=draft&page_size=4"));
        while (next.isPresent()) {
            Answer page = api.call(next.get(), 200);
            assertThat(page.number("/pagination/total_count")).isEqualTo(15);
            assertThat(ids(page)).hasSizeLessThanOrEqualTo(4);
            seen.addAll(ids(page));
            next = page.link("next");
        }

        assertThat(seen)
                .isEqualTo(down(30, 1).stream().filter(id -> id % 2 == 0).toList());
    }

    @Test
    void filters_with_odd_characters_survive_in_links() {
        TestApi.tables().run("""
                INSERT INTO customers (phone, location)
                SELECT '+25470000000' || s, 'São Tomé & "Co" <1>' FROM generate_series(1, 3) AS s
                """);

        Answer first = api.get("/customers?location=S%C3%A3o+Tom%C3%A9%20%26%20%22Co%22%20%3C1%3E&page_size=2");
        Answer second = api.call(first.link("next").orElseThrow(), 200);

        assertThat(ids(first)).containsExactly(3L, 2L);
        assertThat(ids(second)).containsExactly(1L);
        assertThat(second.number("/pagination/total_count")).isEqualTo(3);
    }

    @Test
    void the_first_and_the_last_page_have_no_link_beyond() {
        TestApi.tables().addCampaigns(20);

        Answer only = api.get("/campaigns");
        Answer first = api.get("/campaigns?page_size=10");
        Answer second = api.get("/campaigns?page_size=10&page=2");

        assertThat(only.header("Link")).isEmpty();
        assertThat(first.link("prev")).isEmpty();
        assertThat(first.link("next")).isPresent();
        assertThat(second.link("prev")).isPresent();
        assertThat(second.link("next")).isEmpty();
    }

    @Test
    void from_before_the_first_row_a_link_leads_back_to_it() {
        TestApi.tables().addCampaigns(3);

        Answer nothing = api.get("/campaigns?before_id=0");

        assertThat(ids(nothing)).isEmpty();
        assertThat(ids(api.call(nothing.link("prev").orElseThrow(), 200))).containsExactly(3L, 2L, 1L);
    }

    @Test
    void customers_and_messages_are_paged_in_the_same_way() {
        TestApi.tables().addCustomers(7);
        TestApi.tables().addCampaigns(1);
        api.call(Request.post("/campaigns/1/send", "{\"customer_ids\": [1, 2, 3, 4, 5, 6, 7]}"), 202);

        for (String list : List.of("/customers", "/campaigns/1/messages")) {
            Answer first = api.get(list + "?page_size=5");
            TestApi.tables().addCustomers(1);
            Answer second = api.call(first.link("next").orElseThrow(), 200);

            assertThat(ids(first)).as(list).isEqualTo(down(7, 3));
            assertThat(ids(second)).as(list).isEqualTo(down(2, 1));
            assertThat(second.link("next")).as(list).isEmpty();
            TestApi.tables().run("DELETE FROM customers WHERE id > 7");
        }
    }
}
