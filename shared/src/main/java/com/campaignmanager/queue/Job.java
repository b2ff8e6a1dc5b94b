package com.campaignmanager.queue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.OptionalLong;

/** The wire form of a job, {@code {"outbound_message_id":123}}: it only says that a message may have to be sent. */
final class Job {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String FIELD = "outbound_message_id";

    private Job() {}

    static String of(long messageId) {
        return "{\"outbound_message_id\":" + messageId + "}";
    }

    /** The message's id, or empty if the job is invalid. */
    static OptionalLong messageId(String job) {
        try (JsonParser json = JSON.createParser(job)) {
            return json.nextToken() == JsonToken.START_OBJECT ? field(json) : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private static OptionalLong field(JsonParser json) throws IOException {
        OptionalLong id = OptionalLong.empty();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean ours = json.currentName().equals(FIELD);
            json.nextToken();
            if (ours) {
                id = id(json);
            }
            json.skipChildren();
        }
        return id;
    }

    private static OptionalLong id(JsonParser json) throws IOException {
        boolean number =
                json.currentToken() == JsonToken.VALUE_NUMBER_INT && json.getNumberType() != NumberType.BIG_INTEGER;
        return number && json.getLongValue() > 0 ? OptionalLong.of(json.getLongValue()) : OptionalLong.empty();
    }
}
