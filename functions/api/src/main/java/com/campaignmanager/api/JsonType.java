package com.campaignmanager.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** How a value of a JSON body is read. */
@FunctionalInterface
interface JsonType<T> {
    /**
     * @param node never null or a JSON null
     * @param field its name, for what is wrong with it
     * @return empty if something is wrong, which has been added to the errors then
     */
    Optional<T> read(JsonNode node, String field, FieldErrors errors);
}
