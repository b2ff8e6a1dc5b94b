package com.campaignmanager.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.log.CampaignId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.MDC;

class LoggedPathTest {
    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/health/live, /health/live",
        "/docs/swagger-ui.css, /docs/swagger-ui.css",
        "/campaigns/123456/personalized-preview, /campaigns/123456/personalized-preview",
        "/customers/imports/3f0c9a52-6f0b-4d53-9f0e-2a5f6b1c7d8e, /customers/imports/3f0c9a52-6f0b-4d53-9f0e-2a5f6b1c7d8e",
        "/customers/+254712345678, /customers/…5678",
        "/customers/254712345678, /customers/…5678",
        "/customers/%2B254%20712%20345678/, /customers/…5678/",
        "/customers/+254712345678;x, /customers/…",
        "/Hi%20Alice%2C%20check%20Shoes!, /…",
    })
    void a_path_is_logged_without_a_whole_phone_number_or_a_text(String path, String logged) {
        assertThat(new LoggedPath(Optional.of(path))).hasToString(logged);
    }

    @ParameterizedTest
    @CsvSource({"/campaigns/7, 7", "/campaigns/7/send, 7", "/campaigns/12345678/messages/x, 12345678"})
    void a_path_below_a_campaign_names_it_on_each_line(String path, String campaign) {
        try (CampaignId.Lines _ = new LoggedPath(Optional.of(path)).namesItsCampaign()) {
            assertThat(MDC.get("campaign_id")).isEqualTo(campaign);
        }
        assertThat(MDC.get("campaign_id")).isNull();
    }

    @ParameterizedTest
    @CsvSource({"/campaigns", "/campaigns/x", "/campaigns/9999999999999999999", "/customers/7", "''"})
    void any_other_names_none(String path) {
        try (CampaignId.Lines _ = new LoggedPath(Optional.of(path)).namesItsCampaign()) {
            assertThat(MDC.get("campaign_id")).isNull();
        }
    }

    @Test
    void an_event_without_a_path_is_no_trouble() {
        assertThat(new LoggedPath(Optional.empty())).hasToString("");
    }
}
