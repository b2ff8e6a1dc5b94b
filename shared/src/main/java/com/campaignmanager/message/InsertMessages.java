package com.campaignmanager.message;

import com.campaignmanager.customer.Recipient;
import com.campaignmanager.template.Template;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The statement that stores a campaign's rendered messages, one a recipient. */
public final class InsertMessages {
    private InsertMessages() {}

    /**
     * @param queued whether their jobs are about to be put on the Redis list
     * @return the new messages' ids
     */
    public static List<Long> insert(
            Handle handle, long campaignId, Template template, List<Recipient> recipients, boolean queued) {
        List<Long> customers = new ArrayList<>(recipients.size());
        List<String> contents = new ArrayList<>(recipients.size());
        for (Recipient recipient : recipients) {
            customers.add(recipient.customerId());
            contents.add(template.render(recipient));
        }
        return handle.createQuery("""
                        INSERT INTO outbound_messages
                            (campaign_id, customer_id, rendered_content, queued_at, next_attempt_at, created_at, updated_at)
                        SELECT :campaign, m.customer_id, m.content, CASE WHEN :queued THEN <now> END, <now>, <now>, <now>
                        FROM unnest(:customers, :contents) AS m (customer_id, content)
                        RETURNING id
                        """)
                .bind("campaign", campaignId)
                .bind("queued", queued)
                .bindArray("customers", Long.class, customers.toArray())
                .bindArray("contents", String.class, contents.toArray())
                .mapTo(Long.class)
                .list();
    }
}
