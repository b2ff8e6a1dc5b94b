package com.campaignmanager.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.campaignmanager.paging.PageRequest;
import com.campaignmanager.paging.PageRequest.Start;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.FieldError;
import com.campaignmanager.sender.Channel;
import java.util.Optional;
import java.util.Set;
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
        "'&&page=2&',2,20"
    })
    void page_numbers_and_sizes_are_clamped(String raw, long page, int size) {
        Query query = query(raw);
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
    void a_page_parameter_that_is_not_such_a_number_is_refused(String raw) {
        Query query = query(raw);
        query.page();
        assertThat(refusal(query).code()).isEqualTo("invalid_parameter");
    }

    @Test
    void a_keyset_starts_a_page_beside_a_row() {
        assertThat(query("page=4&before_id=7").page()).isEqualTo(new PageRequest(4, 20, new Start.Before(7)));
        assertThat(query("page=4&after_id=7").page()).isEqualTo(new PageRequest(4, 20, new Start.After(7)));
    }

    @Test
    void filters_are_decoded_and_carried_on_encoded() {
        Query query = query("location=Nyeri+%26+Embu%3D1&page=2&channel=sms");
        assertThat(query.filter("location")).contains("Nyeri & Embu=1");
        assertThat(query.filter("channel", Channel::of, "sms or whatsapp")).contains(Channel.SMS);
        assertThat(query.filter("status")).isEmpty();
        query.end();
        assertThat(query.filters()).isEqualTo("&location=Nyeri+%26+Embu%3D1&channel=sms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"channel=fax", "channel=", "channel=SMS", "channel=%zz", "channel=%00"})
    void a_filter_value_that_does_not_exist_is_refused(String raw) {
        Query query = query(raw);
        assertThat(query.filter("channel", Channel::of, "sms or whatsapp")).isEqualTo(Optional.empty());
        assertThat(refusal(query).errors()).hasSize(1);
    }

    @Test
    void an_unknown_parameter_is_refused_with_the_names_of_those_there_are() {
        ProblemException refusal = refusal("first_name=x&page=1&%zz=2&a%00=&=", Set.of("status", "page"));

        assertThat(refusal.code()).isEqualTo("unknown_parameter");
        assertThat(refusal.errors()).extracting(FieldError::field).containsExactly("first_name", "%zz", "a\ufffd", "");
        assertThat(refusal.errors().getFirst().message()).isEqualTo("is unknown; the parameters are page, status");
        assertThat(refusal("x", Set.of()).errors().getFirst().message())
                .isEqualTo("is unknown; this call has no parameters");
    }

    @Test
    void a_parameter_that_is_given_twice_is_refused() {
        ProblemException refusal = refusal("page=1&status=sent&p%61ge=1", Set.of("status", "page"));

        assertThat(refusal.code()).isEqualTo("invalid_parameter");
        assertThat(refusal.errors()).containsExactly(new FieldError("page", "must be given only once"));
    }

    private static Query query(String raw) {
        return new Query(new QueryParameters(raw));
    }

    private static ProblemException refusal(String raw, Set<String> known) {
        return catchThrowableOfType(ProblemException.class, () -> new QueryParameters(raw).requireOnly(known));
    }

    private static ProblemException refusal(Query query) {
        return catchThrowableOfType(ProblemException.class, query::end);
    }
}
