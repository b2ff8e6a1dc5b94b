package com.campaignmanager.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

/** A customer, a campaign, and its way through an API and a worker. */
final class OneCampaign {
    static final String TICK = "{\"version\":\"0\",\"source\":\"aws.scheduler\",\"detail\":\"{}\"}";

    private static final String JSON = "application/json";

    private OneCampaign() {}

    /** @param phone of the customer, who must not be there yet */
    static void goesThrough(PackagedFunction api, PackagedFunction worker, String phone) throws Exception {
        JsonNode customer = created(api, "/customers", "{\"phone\":\"" + phone + "\",\"first_name\":\"Zoë\"}");
        JsonNode campaign = created(
                api, "/campaigns", "{\"name\":\"Spring\",\"channel\":\"sms\",\"base_template\":\"Hi {first_name}\"}");
        String path = "/campaigns/" + campaign.path("id").asLong();
        String recipients = "{\"customer_ids\":[" + customer.path("id").asLong() + "]}";
        HttpAnswer.to(HttpEvent.post(path + "/send", recipients), api).hasStatus(202, JSON);

        JsonNode run = worker.invoke(TICK);
        assertThat(run.path("claimed").asInt()).isEqualTo(1);
        assertThat(run.path("sent").asInt()).isEqualTo(1);

        JsonNode after = HttpAnswer.to(HttpEvent.get(path), api).body();
        assertThat(after.path("status").asText()).isEqualTo("sent");
        assertThat(after.path("stats").path("sent").asInt()).isEqualTo(1);
    }

    private static JsonNode created(PackagedFunction api, String path, String body) throws Exception {
        HttpAnswer answer = HttpAnswer.to(HttpEvent.post(path, body), api).hasStatus(201, JSON);
        JsonNode created = answer.body();
        assertThat(answer.header("location"))
                .isEqualTo(path + "/" + created.path("id").asLong());
        return created;
    }
}
