package com.campaignmanager.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.OptionalLong;

/** The wire form of a job, {@code {"outbound_message_id":123}}: it only says that a message may want sending. */
final class Job {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Job() {}

    static String of(long messageId) {
        return "{\"outbound_message_id\":" + messageId + "}";
    }

    /** The message's id, or empty if the job is rubbish. */
    static OptionalLong messageId(String job) {
        try {
            JsonNode id = JSON.readTree(job).path("outbound_message_id");
            boolean usable = id.isIntegralNumber() && id.canConvertToLong() && id.longValue() > 0;
            return usable ? OptionalLong.of(id.longValue()) : OptionalLong.empty();
        } catch (JsonProcessingException e) {
            return OptionalLong.empty();
        }
    }
}
