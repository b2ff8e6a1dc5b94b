package com.campaignmanager.api;

import com.campaignmanager.audience.Audience;
import com.campaignmanager.problem.InvalidValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Reads an audience: {@code {"customer_ids": […]}}, {@code {"filter": {…}}}, {@code {"import": "…"}} or {@code {"all": true}}. */
final class AudienceType implements JsonType<Audience> {
    private static final JsonType<Boolean> TRUE = (node, field, errors) -> {
        if (node.isBoolean() && node.booleanValue()) {
            return Optional.of(true);
        }
        errors.add(field, InvalidValue.of("must be true"));
        return Optional.empty();
    };

    @Override
    public Optional<Audience> read(JsonNode node, String field, FieldErrors errors) {
        return JsonBody.object().read(node, field, errors).flatMap(body -> {
            Optional<Audience> audience = oneOf(body, field, errors);
            body.endOfObject();
            return audience;
        });
    }

    private static Optional<Audience> oneOf(JsonBody body, String field, FieldErrors errors) {
        Optional<Audience> customers =
                body.given("customer_ids", JsonTypes.ids()).map(Audience.Customers::new);
        Optional<Audience> filter = body.given("filter", JsonBody.object()).flatMap(f -> filter(f, field, errors));
        Optional<Audience> imported = body.given("import", JsonTypes.text(AudienceType::importRefusal))
                .map(id -> new Audience.Import(UUID.fromString(id)));
        Optional<Audience> all = body.given("all", TRUE).map(_ -> new Audience.All());
        if (Stream.of("customer_ids", "filter", "import", "all")
                        .filter(body::has)
                        .count()
                != 1) {
            errors.add(field, InvalidValue.of("must have exactly one of customer_ids, filter, import, all"));
            return Optional.empty();
        }
        return customers.or(() -> filter).or(() -> imported).or(() -> all);
    }

    private static Optional<InvalidValue> importRefusal(String id) {
        return Parameters.isImportId(id)
                ? Optional.empty()
                : Optional.of(InvalidValue.of("must be the id of an import, a UUID"));
    }

    private static Optional<Audience> filter(JsonBody body, String field, FieldErrors errors) {
        Optional<String> location = body.given("location", JsonTypes.nonBlankText());
        Optional<String> product = body.given("preferred_product", JsonTypes.nonBlankText());
        if (!body.has("location") && !body.has("preferred_product")) {
            errors.add(field + ".filter", InvalidValue.of("must have location, preferred_product or both"));
        }
        body.endOfObject();
        return location.isEmpty() && product.isEmpty()
                ? Optional.empty()
                : Optional.of(new Audience.Filter(location, product));
    }
}
