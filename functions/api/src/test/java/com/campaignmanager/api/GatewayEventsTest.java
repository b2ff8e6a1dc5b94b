package com.campaignmanager.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.serverless.proxy.model.AwsProxyResponse;
import com.amazonaws.serverless.proxy.model.HttpApiV2ProxyRequest;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayEventsTest {

    /** AWS's own example, shortened: "Working with AWS Lambda proxy integrations for HTTP APIs". */
    private static final String EXAMPLE = """
            {"version": "2.0", "routeKey": "$default", "rawPath": "/my/path", "rawQueryString": "parameter1=value1",
             "cookies": ["cookie1", "cookie2"], "headers": {"Header1": "value1", "header2": "value1,value2"},
             "queryStringParameters": {"parameter1": "value1"},
             "requestContext": {
               "accountId": "123456789012", "apiId": "api-id",
               "authentication": {"clientCert": {"subjectDN": "www.example.com"}},
               "authorizer": {"jwt": {"claims": {"claim1": "value1"}, "scopes": null}},
               "domainName": "id.execute-api.us-east-1.amazonaws.com", "domainPrefix": "id",
               "http": {"method": "POST", "path": "/my/path", "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1",
                        "userAgent": "agent"},
               "requestId": "id", "routeKey": "$default", "stage": "$default", "timeEpoch": 1583348638390},
             "body": "SGkg4oCTIDEg8J+YgA==", "pathParameters": {"parameter1": "value1"}, "isBase64Encoded": true,
             "stageVariables": null}
            """;

    @Test
    void what_the_gateway_tells_is_read() throws IOException {
        HttpApiV2ProxyRequest event = read(EXAMPLE);

        assertThat(event.getRawPath()).isEqualTo("/my/path");
        assertThat(event.getRawQueryString()).isEqualTo("parameter1=value1");
        assertThat(event.getCookies()).containsExactly("cookie1", "cookie2");
        assertThat(event.getHeaders().get("header1")).isEqualTo("value1");
        assertThat(event.getHeaders().get("HEADER2")).isEqualTo("value1,value2");
        assertThat(event.getBody()).isEqualTo("SGkg4oCTIDEg8J+YgA==");
        assertThat(event.isBase64Encoded()).isTrue();
        assertThat(event.getRequestContext().getRequestId()).isEqualTo("id");
        assertThat(event.getRequestContext().getStage()).isEqualTo("$default");
        assertThat(event.getRequestContext().getHttp().getMethod()).isEqualTo("POST");
        assertThat(event.getRequestContext().getHttp().getSourceIp()).isEqualTo("192.0.2.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "7",
                "",
                "{\"requestContext\": 1, \"headers\": [1], \"cookies\": 1, \"body\": {}, \"rawPath\": null}"
            })
    void an_event_that_is_no_request_is_an_empty_one(String json) throws IOException {
        HttpApiV2ProxyRequest event = read(json);

        assertThat(event.getRawPath()).isNull();
        assertThat(event.getBody()).isNull();
        assertThat(event.getRequestContext()).isNull();
    }

    @Test
    void what_is_no_json_is_refused() {
        assertThatThrownBy(() -> read("{\"rawPath\"")).isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void an_answer_has_the_headers_given_and_its_text_as_it_is() throws IOException {
        AwsProxyResponse answer = new AwsProxyResponse(200);
        answer.setHeaders(Map.of("X-Old", "1"));
        answer.setBody("\"Zoë\" 😀");

        assertThat(written(answer))
                .isEqualTo("{\"statusCode\":200,\"headers\":{\"X-New\":\"2\"},"
                        + "\"body\":\"\\\"Zoë\\\" 😀\",\"isBase64Encoded\":false}");
        assertThat(written(new AwsProxyResponse(204))).doesNotContain("body");
    }

    private static String written(AwsProxyResponse answer) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        GatewayEvents.write(answer, Map.of("X-New", "2"), output);
        return output.toString(StandardCharsets.UTF_8);
    }

    private static HttpApiV2ProxyRequest read(String json) throws IOException {
        return GatewayEvents.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }
}
