package com.campaignmanager.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.api.testing.Answer;
import com.campaignmanager.api.testing.Request;
import com.campaignmanager.api.testing.TestApi;
import com.campaignmanager.embedded.TestServers;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Channels as they are set up: SMS has a sender, WhatsApp has none, and there are quiet hours. */
class ChannelsTest {
    private final TestApi api = new TestApi(
            Map.of(
                    "DATABASE_URL", TestServers.get().newDatabase(),
                    "REDIS_URL", TestServers.get().redis(),
                    "SENDER_WHATSAPP", "none",
                    "QUIET_HOURS", "21:00-08:00",
                    "DEFAULT_TIME_ZONE", "Africa/Nairobi"),
            Optional.empty());

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void each_channel_is_shown_with_its_sender_and_the_quiet_hours() {
        Answer channels = api.get("/channels");

        assertThat(channels.text("/0/channel")).isEqualTo("sms");
        assertThat(channels.text("/0/sender")).isEqualTo("mock");
        assertThat(channels.text("/0/quiet_hours")).isEqualTo("21:00-08:00");
        assertThat(channels.text("/0/time_zone")).isEqualTo("Africa/Nairobi");
        assertThat(channels.text("/1/channel")).isEqualTo("whatsapp");
        assertThat(channels.json().at("/1/sender").isNull()).isTrue();
    }

    @Test
    void what_no_sender_can_send_is_refused_at_a_send_and_when_it_is_scheduled() {
        String draft = "\"name\": \"Sale\", \"channel\": \"whatsapp\", \"base_template\": \"Hi\"";
        long campaign = api.create("/campaigns", "{" + draft + "}");

        api.refused(
                Request.post("/campaigns/" + campaign + "/send", "{\"audience\": {\"all\": true}}"),
                400,
                "channel_not_configured");
        api.refused(
                Request.patch("/campaigns/" + campaign, "{\"scheduled_at\": \"2030-06-01T06:00:00Z\"}"),
                400,
                "channel_not_configured");
        api.refused(
                Request.post("/campaigns", "{" + draft + ", \"scheduled_at\": \"2030-06-01T06:00:00Z\"}"),
                400,
                "channel_not_configured");
        assertThat(api.get("/campaigns/" + campaign).text("/status")).isEqualTo("draft");
    }
}
