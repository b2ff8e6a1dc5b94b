package com.campaignmanager.api;

import com.campaignmanager.api.Route.Endpoint;
import com.campaignmanager.database.RequestTransactions;
import com.campaignmanager.idempotency.CallersKey;
import com.campaignmanager.idempotency.IdempotencyKeys;
import com.campaignmanager.idempotency.StoredAnswer;
import com.campaignmanager.problem.ProblemException;
import com.campaignmanager.problem.ProblemException.Kind;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMethod;

/**
 * Answers a repeated request as the first was answered, without a second effect, if both come with the same
 * {@code Idempotency-Key}. The answer is stored by the transaction that has the effect: the endpoint runs within one
 * transaction of the request ({@link RequestTransactions}), which ends with that.
 */
final class IdempotentRequests {
    private static final String REPLAYED = "Idempotent-Replayed";
    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

    private final RequestTransactions transactions;
    private final IdempotencyKeys keys;

    IdempotentRequests(RequestTransactions transactions, IdempotencyKeys keys) {
        this.transactions = transactions;
        this.keys = keys;
    }

    /** The same route, which minds keys if it is a POST. */
    Route over(Route route) {
        return route.method() == RequestMethod.POST
                ? route.answeredBy(request -> answer(request, route.endpoint()))
                : route;
    }

    private ResponseEntity<?> answer(ApiRequest request, Endpoint endpoint) throws Exception {
        Optional<String> key = KeyHeader.of(request);
        if (key.isEmpty()) {
            return endpoint.answer(request);
        }
        CallersKey callersKey = new CallersKey(request.caller(), key.get());
        String fingerprint = request.fingerprint();
        try {
            return transactions.inOne(() -> answerOnce(callersKey, fingerprint, request, endpoint));
        } catch (EndpointFailure e) {
            throw e.thrown;
        }
    }

    private ResponseEntity<?> answerOnce(CallersKey key, String fingerprint, ApiRequest request, Endpoint endpoint) {
        keys.lock(key);
        return keys.find(key).map(stored -> replayed(stored, fingerprint)).orElseGet(() -> {
            ResponseEntity<byte[]> answer = written(answered(request, endpoint));
            keys.store(key, stored(fingerprint, answer));
            return answer;
        });
    }

    /** @throws ProblemException {@code idempotency_key_reused} */
    private static ResponseEntity<byte[]> replayed(StoredAnswer stored, String fingerprint) {
        if (!stored.request().equals(fingerprint)) {
            throw ProblemException.of(
                    Kind.CONTRADICTORY,
                    "idempotency_key_reused",
                    "another request was sent with this Idempotency-Key; use a new key for a new request");
        }
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.status(stored.status()).header(REPLAYED, "true");
        headers(stored).forEach(answer::header);
        return answer.body(stored.body().getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> headers(StoredAnswer stored) {
        try {
            return Json.MAPPER.readValue(stored.headers(), HEADERS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored answer's headers can't be read", e);
        }
    }

    private static ResponseEntity<?> answered(ApiRequest request, Endpoint endpoint) {
        try {
            return endpoint.answer(request);
        } catch (Exception e) {
            throw new EndpointFailure(e);
        }
    }

    /** The answer with its body as it is sent. */
    private static ResponseEntity<byte[]> written(ResponseEntity<?> answer) {
        if (!answer.getStatusCode().is2xxSuccessful()) {
            throw new IllegalStateException("a POST was refused without an exception");
        }
        return ResponseEntity.status(answer.getStatusCode())
                .headers(answer.getHeaders())
                .contentType(MediaType.APPLICATION_JSON)
                .body(json(answer.getBody()));
    }

    private static StoredAnswer stored(String fingerprint, ResponseEntity<byte[]> answer) {
        return new StoredAnswer(
                fingerprint,
                answer.getStatusCode().value(),
                new String(json(answer.getHeaders().toSingleValueMap()), StandardCharsets.UTF_8),
                new String(answer.getBody(), StandardCharsets.UTF_8));
    }

    private static byte[] json(Object value) {
        try {
            return Json.MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Carries what an endpoint throws out of the transaction, which is rolled back then. */
    private static final class EndpointFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final Exception thrown;

        EndpointFailure(Exception thrown) {
            super(thrown);
            this.thrown = thrown;
        }
    }
}
