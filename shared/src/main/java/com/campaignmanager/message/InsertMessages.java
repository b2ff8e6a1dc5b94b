package com.campaignmanager.message;

import com.campaignmanager.content.Recipient;
import com.campaignmanager.content.Template;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * Stores a campaign's messages, one a recipient, and renders them as it goes: only one statement's worth is in memory. A
 * template may name a long value hundreds of times, and ten thousand such messages would be most of a gigabyte.
 */
public final class InsertMessages {
    /** In a statement, which costs nothing worth sparing then. */
    private static final int MAX_MESSAGES = 10_000;

    /** In a statement: 400 for each of so many messages, and 8 MB at the most. It ends with the message that reaches it. */
    private static final int MAX_CHARACTERS = 4_000_000;

    private InsertMessages() {}

    /** What goes into one statement. */
    private record Rendered(List<Long> customers, List<String> contents) {
        static Rendered next(Iterator<Recipient> recipients, Template template) {
            Rendered rendered = new Rendered(new ArrayList<>(), new ArrayList<>());
            int characters = 0;
            while (recipients.hasNext() && rendered.customers.size() < MAX_MESSAGES && characters < MAX_CHARACTERS) {
                Recipient recipient = recipients.next();
                String content = template.render(recipient);
                rendered.customers.add(recipient.customerId());
                rendered.contents.add(content);
                characters += content.length();
            }
            return rendered;
        }
    }

    /**
     * @param handle asked before each statement, and each time for the same transaction
     * @param queued whether their jobs are about to be put on the Redis list
     * @return the new messages' ids
     */
    public static List<Long> insert(
            Supplier<Handle> handle, long campaignId, Template template, List<Recipient> recipients, boolean queued) {
        List<Long> ids = new ArrayList<>(recipients.size());
        Iterator<Recipient> left = recipients.iterator();
        while (left.hasNext()) {
            Rendered messages = Rendered.next(left, template);
            ids.addAll(insert(handle.get(), campaignId, messages, queued));
        }
        return ids;
    }

    private static List<Long> insert(Handle handle, long campaignId, Rendered messages, boolean queued) {
        return handle.createQuery("""
                        INSERT INTO outbound_messages
                            (campaign_id, customer_id, rendered_content, queued_at, next_attempt_at, created_at, updated_at)
                        SELECT :campaign, m.customer_id, m.content, CASE WHEN :queued THEN <now> END, <now>, <now>, <now>
                        FROM unnest(:customers, :contents) AS m (customer_id, content)
                        RETURNING id
                        """)
                .bind("campaign", campaignId)
                .bind("queued", queued)
                .bindArray("customers", Long.class, messages.customers.toArray())
                .bindArray("contents", String.class, messages.contents.toArray())
                .mapTo(Long.class)
                .list();
    }
}
