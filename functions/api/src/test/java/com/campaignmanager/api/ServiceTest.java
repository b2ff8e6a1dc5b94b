package com.campaignmanager.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.api.testing.Answer;
import com.campaignmanager.api.testing.Description;
import com.campaignmanager.api.testing.Request;
import com.campaignmanager.api.testing.TestApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The calls about the service itself. */
class ServiceTest {
    private final TestApi api = TestApi.empty();

    @Test
    void health_tells_that_both_servers_are_up() {
        TestApi.tables().addCustomers(1);
        TestApi.tables().addCampaigns(1);
        // Both are connected to then; on a busy machine that may take longer than health waits.
        api.call(Request.post("/campaigns/1/send", "{\"customer_ids\": [1]}"), 202);

        assertThat(api.get("/health").body()).isEqualTo("{\"status\":\"up\",\"database\":\"up\",\"redis\":\"up\"}");
        assertThat(api.get("/health/live").body()).isEqualTo("{\"status\":\"up\"}");
    }

    @Test
    void the_description_is_served_as_it_is() {
        assertThat(api.get("/openapi.yaml").body()).isEqualTo(Description.text());
    }

    @Test
    void the_page_to_read_it_is_served_with_all_it_needs() {
        Answer page = api.get("/docs");

        assertThat(page.body()).contains("/docs/swagger-ui.css", "/docs/swagger-ui-bundle.js", "/docs/initializer.js");
        assertThat(api.get("/docs/swagger-ui.css").header("Content-Type").orElseThrow())
                .startsWith("text/css");
        assertThat(api.get("/docs/swagger-ui-bundle.js").body()).contains("SwaggerUIBundle");
        assertThat(api.get("/docs/initializer.js").body()).contains("openapi.yaml");
    }

    @Test
    void the_page_may_load_nothing_from_elsewhere() {
        Answer page = api.get("/docs");

        assertThat(page.header("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "connect-src 'self'");
        assertThat(page.body()).doesNotContain("https:").doesNotContain("http:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs/nothing.css", "/docs/..%2Fopenapi.yaml", "/docs/swagger-ui", "/docs/index"})
    void a_file_that_is_none_of_the_page_is_404(String path) {
        api.refused(Request.get(path), 404, "not_found");
    }
}
