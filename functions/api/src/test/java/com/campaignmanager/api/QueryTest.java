package com.campaignmanager.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.campaignmanager.paging.PageRequest;
import com.campaignmanager.paging.PageRequest.Start;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.sender.Channel;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {

    @ParameterizedTest
    @CsvSource({
        "'',1,20",
        "page=3&page_size=7,3,7",
        "page=0&page_size=0,1,20",
        "page=-99999999999999999999&page_size=-1,1,20",
        "page=2&page_size=101,2,100",
        "page_size=99999999999999999999,1,100",
        "page=2&page=3,2,20",
        "unknown=x,1,20"
    })
    void pages_are_clamped_and_unknown_parameters_ignored(String raw, long page, int size) {
        Query query = new Query(raw);
        assertThat(query.page()).isEqualTo(PageRequest.of(page, size));
        query.end();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "page=x",
                "page=",
                "page=1.5",
                "page=+1",
                "page=%31%2",
                "page=99999999999999999999",
                "page_size=ten",
                "before_id=-1",
                "after_id=x",
                "before_id=1&after_id=1",
                "before_id=9223372036854775808"
            })
    void what_is_no_such_number_is_refused(String raw) {
        Query query = new Query(raw);
        query.page();
        assertThat(refusal(query).code()).isEqualTo("invalid_parameter");
    }

    @Test
    void a_keyset_starts_a_page_beside_a_row() {
        assertThat(new Query("page=4&before_id=7").page()).isEqualTo(new PageRequest(4, 20, new Start.Before(7)));
        assertThat(new Query("page=4&after_id=7").page()).isEqualTo(new PageRequest(4, 20, new Start.After(7)));
    }

    @Test
    void filters_are_decoded_and_carried_on_encoded() {
        Query query = new Query("location=Nyeri+%26+Embu%3D1&page=2&channel=sms");
        assertThat(query.filter("location")).contains("Nyeri & Embu=1");
        assertThat(query.filter("channel", Channel::of, "sms or whatsapp")).contains(Channel.SMS);
        assertThat(query.filter("status")).isEmpty();
        query.end();
        assertThat(query.filters()).isEqualTo("&location=Nyeri+%26+Embu%3D1&channel=sms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"channel=fax", "channel=", "channel=SMS", "channel=%zz", "channel=%00"})
    void a_filter_value_that_does_not_exist_is_refused(String raw) {
        Query query = new Query(raw);
        assertThat(query.filter("channel", Channel::of, "sms or whatsapp")).isEqualTo(Optional.empty());
        assertThat(refusal(query).errors()).hasSize(1);
    }

    private static ProblemException refusal(Query query) {
        return catchThrowableOfType(ProblemException.class, query::end);
    }
}
