package com.campaignmanager.faults;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Compares the provider's own record with ours when everything has settled.
 *
 * @param quiet whether every campaign has closed
 * @param lost messages that the provider never accepted although our record says sent
 * @param unaccounted messages that the provider accepted although our record says failed, and not uncertain
 * @param duplicates second acceptances, by message, that no uncertain answer explains
 * @param logged how many lines all functions have logged
 * @param leaks those of them with a customer's phone number or a message's text
 * @param afterUncertainAnswers second acceptances after an answer that never came, or a server error
 */
record Tally(
        long seed,
        int faults,
        int workerKills,
        boolean quiet,
        long sent,
        long failed,
        long failedUncertain,
        long pending,
        Set<Long> lost,
        Set<Long> unaccounted,
        Map<Long, Long> duplicates,
        long afterUncertainAnswers,
        long uncertainAnswers,
        Set<Long> manyKeys,
        int recounts,
        int miscounts,
        int logged,
        List<String> leaks) {
    /** Matches the phones and texts that {@link Marketer} makes up. */
    private static final Pattern PERSONAL = Pattern.compile("2547\\d{8}|Hi Name");

    static Tally of(Stage stage, long seed, int faults, int workerKills, boolean quiet, int recounts, int miscounts) {
        Set<Long> sent = ids(stage, "status = 'sent'");
        Set<Long> uncertain = ids(stage, "status = 'failed' AND failure_kind = 'uncertain'");
        Set<Long> failed = ids(stage, "status = 'failed'");
        Set<Long> accepted = new HashSet<>();
        Map<Long, Set<String>> keys = new TreeMap<>();
        Map<Long, Long> acceptances = new TreeMap<>();
        Map<Long, Long> doubtful = new TreeMap<>();
        long uncertainAnswers = 0;
        for (ReceivedRequest request : stage.receivedRequests()) {
            keys.computeIfAbsent(request.messageId(), id -> new HashSet<>()).add(request.key());
            uncertainAnswers += request.reaction().isUncertain() ? 1 : 0;
            if (request.reaction().accepts()) {
                accepted.add(request.messageId());
                acceptances.merge(request.messageId(), 1L, Long::sum);
                doubtful.merge(request.messageId(), request.reaction().isUncertain() ? 1L : 0L, Long::sum);
            }
        }
        Map<Long, Long> duplicates = new LinkedHashMap<>();
        long explained = 0;
        for (Map.Entry<Long, Long> entry : acceptances.entrySet()) {
            long second = entry.getValue() - 1;
            long blameless = Math.max(0, second - doubtful.get(entry.getKey()));
            explained += second - blameless;
            if (blameless > 0) {
                duplicates.put(entry.getKey(), blameless);
            }
        }
        List<String> logged = stage.logged();
        return new Tally(
                seed,
                faults,
                workerKills,
                quiet,
                sent.size(),
                failed.size(),
                uncertain.size(),
                ids(stage, "status = 'pending'").size(),
                without(sent, accepted),
                without(without(accepted, sent), uncertain),
                duplicates,
                explained,
                uncertainAnswers,
                new HashSet<>(keys.entrySet().stream()
                        .filter(entry -> entry.getValue().size() > 1)
                        .map(Map.Entry::getKey)
                        .toList()),
                recounts,
                miscounts,
                logged.size(),
                logged.stream().filter(line -> PERSONAL.matcher(line).find()).toList());
    }

    private static Set<Long> ids(Stage stage, String where) {
        List<Long> ids = Patiently.ask(() -> stage.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT id FROM outbound_messages WHERE " + where)
                        .mapTo(Long.class)
                        .list()));
        return new HashSet<>(ids);
    }

    private static Set<Long> without(Set<Long> all, Set<Long> those) {
        Set<Long> rest = new HashSet<>(all);
        rest.removeAll(those);
        return rest;
    }

    /** Messages sent twice for no other reason than a kill. */
    long duplicateCount() {
        return duplicates.values().stream().mapToLong(Long::longValue).sum();
    }

    String report() {
        return """

                faults %d (workers killed %d), seed %d
                messages: sent %d, failed %d (uncertain %d), pending %d; campaigns all closed: %s
                sent but never accepted (lost): %d %s
                accepted but not sent, nor failed as uncertain: %d %s
                accepted twice because a worker was killed: %d %s
                accepted twice after an uncertain answer: %d of %d such answers
                messages with more than one idempotency key: %d
                statistics recounted %d times, wrong %d times
                lines logged %d, with a phone number or a text %d
                run it again with: mvn verify -Dfaults.seed=%d -Dfaults.kills=%d
                """.formatted(
                        faults,
                        workerKills,
                        seed,
                        sent,
                        failed,
                        failedUncertain,
                        pending,
                        quiet,
                        lost.size(),
                        lost,
                        unaccounted.size(),
                        unaccounted,
                        duplicateCount(),
                        duplicates,
                        afterUncertainAnswers,
                        uncertainAnswers,
                        manyKeys.size(),
                        recounts,
                        miscounts,
                        logged,
                        leaks.size(),
                        seed,
                        faults);
    }
}
