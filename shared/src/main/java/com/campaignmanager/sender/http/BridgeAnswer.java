package com.campaignmanager.sender.http;

import com.campaignmanager.sender.ErrorClass;
import com.campaignmanager.sender.ErrorEffect;
import com.campaignmanager.sender.ForeignText;
import com.campaignmanager.sender.ProviderError;
import com.campaignmanager.sender.SendResult;
import com.campaignmanager.wire.WireName;
import com.fasterxml.jackson.core.JsonPointer;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a gateway's answer means (contract 11.1). The gateway may say the error class itself, in the field {@code class};
 * without it the status decides. The rest of the body only adds an id, a code or a reason.
 */
final class BridgeAnswer {
    private static final JsonPointer CLASS = JsonPointer.compile("/class");
    private static final JsonPointer CODE = JsonPointer.compile("/code");
    private static final JsonPointer ID = JsonPointer.compile("/id");
    private static final JsonPointer REASON = JsonPointer.compile("/message");

    private final JsonPointer idPath;
    private final JsonPointer reasonPath;
    private final Clock clock;
    private final Set<JsonPointer> wanted;

    BridgeAnswer(JsonPointer idPath, JsonPointer reasonPath, Clock clock) {
        this.idPath = idPath;
        this.reasonPath = reasonPath;
        this.clock = clock;
        this.wanted = Set.copyOf(List.of(CLASS, CODE, ID, REASON, idPath, reasonPath));
    }

    SendResult result(HttpAnswer answer) {
        JsonValues body = JsonValues.of(answer.body(), wanted);
        Optional<ErrorClass> error = said(body).or(() -> byStatus(answer.status()));
        return error.<SendResult>map(errorClass -> refused(errorClass, answer, body))
                .orElseGet(() -> new SendResult.Accepted(first(body, idPath, ID)));
    }

    private SendResult refused(ErrorClass errorClass, HttpAnswer answer, JsonValues body) {
        String reason = first(body, reasonPath, REASON).orElse("the gateway answered " + answer.status());
        return new SendResult.Refused(
                new ProviderError(errorClass, cleaned(body, CODE), reason, ErrorEffect.NONE),
                answer.retryAfter().flatMap(value -> RetryAfter.parse(value, clock)));
    }

    private static Optional<ErrorClass> said(JsonValues body) {
        return body.at(CLASS).flatMap(word -> WireName.of(ErrorClass.class, word));
    }

    /** Empty: accepted. */
    private static Optional<ErrorClass> byStatus(int status) {
        if (status >= 200 && status < 300) {
            return Optional.empty();
        }
        return Optional.of(
                switch (status) {
                    // 409: the first request with this key is still being worked on.
                    case 408, 409, 425, 503 -> ErrorClass.TRANSIENT;
                    case 429 -> ErrorClass.THROTTLE;
                    // These, like redirects, speak of our settings, not of the recipient.
                    case 401, 402, 403, 404, 405 -> ErrorClass.ACCOUNT;
                    default -> {
                        if (status < 400) {
                            yield ErrorClass.ACCOUNT;
                        }
                        yield status < 500 ? ErrorClass.RECIPIENT : ErrorClass.AMBIGUOUS;
                    }
                });
    }

    private static Optional<String> first(JsonValues body, JsonPointer path, JsonPointer usual) {
        return cleaned(body, path).or(() -> cleaned(body, usual));
    }

    private static Optional<String> cleaned(JsonValues body, JsonPointer path) {
        return body.at(path).map(ForeignText::cleaned).filter(text -> !text.isEmpty());
    }
}
