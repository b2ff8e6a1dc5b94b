package com.campaignmanager.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.api.testing.Answer;
import com.campaignmanager.api.testing.Request;
import com.campaignmanager.api.testing.TestApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Editing and deleting campaigns. */
class CampaignChangesTest {
    private static final String DRAFT =
            "{\"name\": \"Sale\", \"channel\": \"sms\", \"base_template\": \"Hi {first_name}\"}";
    private static final String SCHEDULED = """
            {"name": "Launch", "channel": "whatsapp", "base_template": "Hi {first_name}",
             "scheduled_at": "2030-06-01T09:00:00+03:00", "audience": {"filter": {"location": "Nairobi"}}}
            """;

    private final TestApi api = TestApi.empty();

    @Test
    void patch_changes_what_is_given_and_leaves_the_rest() {
        long id = api.create("/campaigns", SCHEDULED);

        Answer patched = api.call(Request.patch("/campaigns/" + id, "{\"name\": \"New\", \"channel\": \"sms\"}"), 200);

        assertThat(patched.text("/name")).isEqualTo("New");
        assertThat(patched.text("/channel")).isEqualTo("sms");
        assertThat(patched.text("/status")).isEqualTo("scheduled");
        assertThat(patched.text("/scheduled_at")).isEqualTo("2030-06-01T06:00:00Z");
        assertThat(patched.text("/audience/filter/location")).isEqualTo("Nairobi");
        assertThat(api.get("/campaigns/" + id).json()).isEqualTo(patched.json());
    }

    @Test
    void setting_and_clearing_the_instant_moves_between_draft_and_scheduled() {
        String path = "/campaigns/" + api.create("/campaigns", DRAFT);

        Answer scheduled = api.call(Request.patch(path, "{\"scheduled_at\": \"2030-01-01T00:00:00Z\"}"), 200);
        Answer cleared = api.call(Request.patch(path, "{\"scheduled_at\": null}"), 200);

        assertThat(scheduled.text("/status")).isEqualTo("scheduled");
        assertThat(cleared.text("/status")).isEqualTo("draft");
        assertThat(cleared.json().at("/scheduled_at").isNull()).isTrue();
    }

    @Test
    void null_clears_the_audience() {
        String path = "/campaigns/" + api.create("/campaigns", SCHEDULED);

        Answer cleared = api.call(Request.patch(path, "{\"audience\": null}"), 200);

        assertThat(cleared.json().at("/audience").isNull()).isTrue();
        assertThat(cleared.text("/status")).isEqualTo("scheduled");
    }

    @Test
    void the_terms_of_a_send_are_shown_and_changed_member_by_member() {
        String path = "/campaigns/" + api.create("/campaigns", """
                        {"name": "Launch", "channel": "whatsapp", "base_template": "Hi {first_name}",
                         "send_before": "2030-06-01T18:00:00+03:00", "ignore_quiet_hours": true,
                         "provider_template": {"name": "launch", "language": "en_US", "parameters": ["{first_name}"]}}
                        """);

        Answer patched = api.call(
                Request.patch(path, "{\"send_before\": null, \"provider_template\": {\"name\": \"opening\"}}"), 200);

        assertThat(patched.json().at("/send_before").isNull()).isTrue();
        assertThat(patched.json().at("/ignore_quiet_hours").booleanValue()).isTrue();
        assertThat(patched.json().at("/provider_template"))
                .hasToString("{\"name\":\"opening\",\"language\":\"en_US\",\"parameters\":[\"{first_name}\"]}");
        assertThat(api.get(path).json()).isEqualTo(patched.json());
        Answer cleared = api.call(Request.patch(path, "{\"provider_template\": null}"), 200);
        assertThat(cleared.json().at("/provider_template").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"send_before\": \"2030-06-01T09:00:00Z\", \"scheduled_at\": \"2030-06-01T12:00:00+03:00\"",
                "\"send_before\": \"soon\"",
                "\"ignore_quiet_hours\": \"yes\"",
                "\"ignore_quiet_hours\": null",
                "\"provider_template\": {\"language\": \"en\"}",
                "\"provider_template\": {\"name\": \" \"}",
                "\"provider_template\": {\"name\": \"a\", \"language\": \"English, please\"}",
                "\"provider_template\": {\"name\": \"a\", \"parameters\": [\"{who}\"]}",
                "\"provider_template\": {\"name\": \"a\", \"parameters\": [7]}",
                "\"provider_template\": {\"name\": \"a\", \"values\": []}"
            })
    void terms_that_are_wrong_or_contradict_the_schedule_are_refused(String terms) {
        api.call(
                Request.post(
                        "/campaigns",
                        "{\"name\": \"Sale\", \"channel\": \"whatsapp\", \"base_template\": \"Hi\", " + terms + "}"),
                400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\": null}",
                "{\"base_template\": null}",
                "{\"channel\": null}",
                "{\"base_template\": \"{who}\"}",
                "{\"status\": \"sent\"}",
                "{\"name\": \"New\", \"scheduled_at\": \"soon\"}",
                "[]",
                "null",
                "5",
                "{\"name\": \"New\""
            })
    void a_patch_that_is_refused_changes_nothing(String patch) {
        Answer created = api.call(Request.post("/campaigns", DRAFT), 201);
        String path = created.header("Location").orElseThrow();

        api.call(Request.patch(path, patch), 400);

        assertThat(api.get(path).json()).isEqualTo(created.json());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sending", "sent", "failed"})
    void what_has_been_sent_can_not_be_edited(String status) {
        long id = api.create("/campaigns", DRAFT);
        TestApi.tables().setStatus(id, status);

        api.refused(Request.patch("/campaigns/" + id, "{\"name\": \"New\"}"), 409, "wrong_status");

        assertThat(api.get("/campaigns/" + id).text("/name")).isEqualTo("Sale");
    }

    @ParameterizedTest
    @ValueSource(strings = {"draft", "scheduled", "sent", "failed"})
    void a_campaign_is_deleted_with_its_messages(String status) {
        TestApi.tables().addCustomers(1);
        long id = api.create("/campaigns", DRAFT);
        TestApi.tables().run("""
                INSERT INTO outbound_messages (campaign_id, customer_id, rendered_content, status)
                VALUES (%d, 1, 'Hi', 'sent')
                """.formatted(id));
        TestApi.tables().setStatus(id, status);

        api.call(Request.delete("/campaigns/" + id), 204);

        api.refused(Request.get("/campaigns/" + id), 404, "campaign_not_found");
        api.refused(Request.delete("/campaigns/" + id), 404, "campaign_not_found");
        assertThat(TestApi.tables().number("SELECT count(*) FROM outbound_messages"))
                .isZero();
    }

    @Test
    void a_campaign_that_is_being_sent_is_not_deleted() {
        long id = api.create("/campaigns", DRAFT);
        TestApi.tables().setStatus(id, "sending");

        api.refused(Request.delete("/campaigns/" + id), 409, "wrong_status");

        assertThat(api.get("/campaigns/" + id).text("/status")).isEqualTo("sending");
    }
}
