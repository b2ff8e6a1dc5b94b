package com.campaignmanager.api;

import com.campaignmanager.audience.Audience;
import com.campaignmanager.audience.AudienceColumn;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;

/** How answers are written: names in snake_case, instants in ISO 8601 and UTC, what is missing as null. */
final class Json {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .addModules(new Jdk8Module(), new JavaTimeModule(), new AudienceModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            // An emoji as itself, not as two escapes.
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private Json() {}

    private static final class AudienceModule extends SimpleModule {
        private static final long serialVersionUID = 1L;

        AudienceModule() {
            addSerializer(Audience.class, new AudienceSerializer());
        }
    }

    private static final class AudienceSerializer extends StdSerializer<Audience> {
        private static final long serialVersionUID = 1L;

        AudienceSerializer() {
            super(Audience.class);
        }

        @Override
        public void serialize(Audience audience, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeRawValue(AudienceColumn.write(audience));
        }
    }
}
