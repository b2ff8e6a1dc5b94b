package com.campaignmanager.message;

import com.campaignmanager.sender.Channel;
import com.campaignmanager.sender.ErrorClass;
import com.campaignmanager.wire.WireName;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** Sets failed messages of a campaign to pending. */
public final class RetryMessages {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RetryMessages() {}

    /**
     * Which failed messages.
     *
     * @param classes empty: any
     * @param failedUntil as PostgreSQL writes the instant of the request: a message that fails again later is not taken twice
     */
    public record Selection(List<String> kinds, List<String> classes, String failedUntil) {
        /** Those that have failed until now. */
        public static Selection now(Handle handle, Collection<FailureKind> kinds, Collection<ErrorClass> classes) {
            return new Selection(
                    names(kinds),
                    names(classes),
                    handle.createQuery("SELECT (<now>)::text")
                            .mapTo(String.class)
                            .one());
        }

        private static List<String> names(Collection<? extends WireName> constants) {
            return constants.stream().map(WireName::wireName).sorted().toList();
        }

        /** @throws IllegalStateException if it can't be read */
        public static Selection read(String column) {
            try {
                JsonNode json = JSON.readTree(column);
                return new Selection(
                        texts(json.path("kinds")),
                        texts(json.path("classes")),
                        json.path("failed_until").asText());
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a retry in chunks can't be read", e);
            }
        }

        public String write() {
            ObjectNode json = JSON.createObjectNode().put("failed_until", failedUntil);
            ArrayNode ofKinds = json.putArray("kinds");
            kinds.forEach(ofKinds::add);
            ArrayNode ofClasses = json.putArray("classes");
            classes.forEach(ofClasses::add);
            return json.toString();
        }

        private static List<String> texts(JsonNode array) {
            List<String> texts = new ArrayList<>();
            array.forEach(text -> texts.add(text.asText()));
            return texts;
        }
    }

    /**
     * What one chunk did.
     *
     * @param total messages taken
     * @param pending those of them that are pending now; the others' recipients have opted out
     */
    public record Chunk(long campaignId, int total, List<Long> pending) {}

    // A message that failed when it was made has spent no attempt: its content can never be sent. Another one is left
    // alone while a worker tries it because of a job pushed by hand.
    private static final String MATCHING = """
            campaign_id = :campaign AND status = 'failed' AND claimed_by IS NULL
              AND coalesce(failure_kind, 'transient') = ANY (:kinds)
              AND (cardinality(:classes) = 0 OR error_class = ANY (:classes))
              AND NOT (error_class IS NOT DISTINCT FROM 'content' AND retry_count = 0)
              AND updated_at <= :failedUntil::timestamptz
            """;

    /** Any number that no other use of advisory locks has. */
    private static final int RETRIES = 1129270873;

    /**
     * Waits for the retries under way: they hold no customer, so that an opt-out which they can't have seen yet waits for
     * them here, before it looks for pending messages. Those that begin later see it.
     */
    public static void awaitOthers(Handle handle) {
        handle.execute("SELECT pg_advisory_xact_lock(" + RETRIES + ")");
    }

    /** How many there are. */
    public static long count(Handle handle, long campaignId, Selection selection) {
        // idx_outbound_messages_retry
        return bind(
                        handle.createQuery("SELECT count(*) FROM outbound_messages WHERE " + MATCHING),
                        campaignId,
                        selection)
                .mapTo(Long.class)
                .one();
    }

    /** Sets the next of them to pending, at most so many. */
    public static Chunk next(Handle handle, long campaignId, Channel channel, Selection selection, int most) {
        handle.execute("SELECT pg_advisory_xact_lock_shared(" + RETRIES + ")");
        // idx_outbound_messages_retry, outbound_messages_pkey
        List<Long> ids = bind(handle.createQuery("""
                                UPDATE outbound_messages AS m
                                SET status = 'pending', retry_count = 0, next_attempt_at = <now>, updated_at = <now>,
                                    last_error = NULL, failure_kind = NULL, error_class = NULL, error_code = NULL,
                                    throttled = 0, throttled_since = NULL,
                                    idempotency_key = CASE WHEN m.in_doubt OR m.failure_kind = 'uncertain'
                                        THEN m.idempotency_key ELSE gen_random_uuid() END
                                WHERE m.id = ANY (ARRAY(
                                    SELECT id FROM outbound_messages WHERE
                                """ + MATCHING + """
                                    LIMIT :most FOR NO KEY UPDATE))
                                RETURNING m.id
                                """), campaignId, selection)
                .bind("most", most)
                .mapTo(Long.class)
                .list();
        List<Long> pending = new ArrayList<>(ids);
        pending.removeAll(new HashSet<>(InsertMessages.failSuppressed(handle, channel, ids)));
        return new Chunk(campaignId, ids.size(), pending.stream().sorted().toList());
    }

    private static <S extends SqlStatement<S>> S bind(S statement, long campaignId, Selection selection) {
        return statement
                .bind("campaign", campaignId)
                .bindArray("kinds", String.class, selection.kinds().toArray())
                .bindArray("classes", String.class, selection.classes().toArray())
                .bind("failedUntil", selection.failedUntil());
    }
}
