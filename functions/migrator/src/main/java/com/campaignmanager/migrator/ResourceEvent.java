package com.campaignmanager.migrator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What CloudFormation asks of a custom resource; what it leaves out is empty.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/crpg-ref-requests.html
 *
 * @param requestType Create, Update or Delete
 * @param responseUrl where the answer is put, without which the stack waits for an hour
 * @param physicalId what CloudFormation knows this resource by: of an update, the one it has; of a new one, its name
 * @param properties those of the template whose values are text
 */
record ResourceEvent(
        String requestType,
        URI responseUrl,
        String stackId,
        String requestId,
        String logicalId,
        String physicalId,
        Map<String, String> properties) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws IOException if it names no address to answer to: then it is none of CloudFormation's */
    static ResourceEvent read(InputStream input) throws IOException {
        JsonNode event = JSON.readTree(input);
        String logicalId = event.path("LogicalResourceId").asText();
        String physicalId = event.path("PhysicalResourceId").asText();
        return new ResourceEvent(
                event.path("RequestType").asText(),
                address(event.path("ResponseURL").asText()),
                event.path("StackId").asText(),
                event.path("RequestId").asText(),
                logicalId,
                physicalId.isEmpty() ? logicalId : physicalId,
                event.path("ResourceProperties").properties().stream()
                        .filter(property -> property.getValue().isTextual())
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                property -> property.getValue().asText())));
    }

    private static URI address(String text) throws IOException {
        try {
            return Optional.of(URI.create(text))
                    .filter(address -> address.getHost() != null)
                    .orElseThrow(() -> new IOException("an event without a ResponseURL"));
        } catch (IllegalArgumentException e) {
            throw new IOException("an event whose ResponseURL is no address");
        }
    }

    /** @throws IllegalArgumentException naming the property, if it is missing or empty */
    String property(String name) {
        return Optional.ofNullable(properties.get(name))
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> new IllegalArgumentException("the property " + name + " is missing"));
    }
}
