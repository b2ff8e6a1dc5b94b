package com.campaignmanager.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.api.testing.Answer;
import com.campaignmanager.api.testing.Request;
import com.campaignmanager.api.testing.TestApi;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PagingTest {
    private final TestApi api = TestApi.empty();

    private static List<Long> ids(Answer page) {
        List<Long> ids = new ArrayList<>();
        page.json().at("/data").forEach(row -> ids.add(row.path("id").longValue()));
        return ids;
    }

    private static List<Long> down(long from, long to) {
        return LongStream.rangeClosed(to, from).boxed().toList().reversed();
    }

    /** The Overview's example, word for word. */
    @Test
    void fifty_seven_campaigns_are_three_pages_of_twenty() {
        TestApi.tables().addCampaigns(57);

        Answer first = api.get("/campaigns");
        Answer last = api.get("/campaigns?page=3");

        assertThat(first.json().at("/pagination").toString())
                .isEqualTo("{\"page\":1,\"page_size\":20,\"total_count\":57,\"total_pages\":3}");
        assertThat(ids(first)).isEqualTo(down(57, 38));
        assertThat(ids(last)).isEqualTo(down(17, 1));
    }

    @Test
    void beyond_the_last_page_there_is_nothing() {
        TestApi.tables().addCampaigns(3);

        Answer beyond = api.get("/campaigns?page=9223372036854775807&page_size=100");

        assertThat(ids(beyond)).isEmpty();
        assertThat(beyond.number("/pagination/total_count")).isEqualTo(3);
    }

    @Test
    void an_empty_list_has_no_pages() {
        Answer nothing = api.get("/campaigns");

        assertThat(nothing.body())
                .isEqualTo(
                        "{\"data\":[],\"pagination\":{\"page\":1,\"page_size\":20,\"total_count\":0,\"total_pages\":0}}");
        assertThat(nothing.header("Link")).isEmpty();
    }

    /** The Overview's limits. */
    @ParameterizedTest
    @CsvSource({
        "page=0,                  1, 20",
        "page=-5,                 1, 20",
        "page=2,                  2, 20",
        "page_size=0,             1, 20",
        "page_size=-1,            1, 20",
        "page_size=1,             1, 1",
        "page_size=100,           1, 100",
        "page_size=101,           1, 100",
        "page_size=99999999999,   1, 100",
        "page=0&page_size=1000,   1, 100"
    })
    void page_and_size_are_brought_within_their_limits(String query, long page, long size) {
        Answer answer = api.get("/campaigns?" + query);

        assertThat(answer.number("/pagination/page")).isEqualTo(page);
        assertThat(answer.number("/pagination/page_size")).isEqualTo(size);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/campaigns?page=x",
                "/campaigns?page=1.5",
                "/campaigns?page=",
                "/campaigns?page_size=ten",
                "/campaigns?before_id=x",
                "/campaigns?after_id=x",
                "/campaigns?before_id=5&after_id=1",
                "/campaigns?channel=email",
                "/campaigns?channel=",
                "/campaigns?status=done",
                "/campaigns?status=%ff",
                "/customers?page=x",
                "/customers?location=%00",
                "/campaigns/1/messages?status=sending",
                "/campaigns/1/messages?page=x"
            })
    void a_parameter_that_makes_no_sense_is_refused_by_name(String target) {
        TestApi.tables().addCampaigns(1);
        String name = target.substring(target.indexOf('?') + 1).replaceFirst("=.*", "");

        Answer refused = api.refused(Request.get(target), 400, "invalid_parameter");

        assertThat(refused.text("/errors/0/field")).isIn(name, "after_id");
    }

    @Test
    void deleted_rows_are_gone_from_the_totals() {
        TestApi.tables().addCampaigns(21);

        api.call(Request.delete("/campaigns/5"), 204);

        assertThat(api.get("/campaigns").number("/pagination/total_count")).isEqualTo(20);
        assertThat(api.get("/campaigns").number("/pagination/total_pages")).isEqualTo(1);
    }
}
