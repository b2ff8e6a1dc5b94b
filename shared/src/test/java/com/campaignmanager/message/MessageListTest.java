package com.campaignmanager.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.paging.Page;
import com.campaignmanager.paging.PageRequest;
import com.campaignmanager.paging.PageRequest.Start;
import com.campaignmanager.testing.OneSession;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A campaign of which the first message failed and very many were sent. */
class MessageListTest {
    private static final int MESSAGES = 50_000;
    /** Of hundreds. */
    private static final long MANY_PAGES = 40;

    private final OneSession session = new OneSession();
    private final Jdbi jdbi = session.jdbi();

    @BeforeEach
    void load() {
        jdbi.useHandle(handle -> {
            handle.execute(
                    "INSERT INTO campaigns (name, channel, status, base_template) VALUES ('Test', 'sms', 'sent', 'Hi')");
            handle.execute(
                    "INSERT INTO customers (phone) SELECT '+2547' || 10000000 + n FROM generate_series(1, ?) AS n",
                    MESSAGES);
            handle.execute("""
                    INSERT INTO outbound_messages (campaign_id, customer_id, status, rendered_content)
                    SELECT 1, id, CASE id WHEN 1 THEN 'failed' ELSE 'sent' END, 'Hi' FROM customers ORDER BY id
                    """);
            handle.execute("VACUUM ANALYZE outbound_messages");
        });
    }

    @AfterEach
    void close() {
        session.close();
    }

    private long pagesRead(Optional<MessageStatus> status, PageRequest request) {
        long before = session.pagesRead("outbound_messages");
        Page<OutboundMessage> page = new MessageList(jdbi).read(1, status, request);
        assertThat(page.items()).extracting(OutboundMessage::id).endsWith(1L);
        return session.pagesRead("outbound_messages") - before;
    }

    @ParameterizedTest
    @ValueSource(strings = {"force_generic_plan", "force_custom_plan"})
    void a_walk_through_one_status_ends_where_the_status_does(String plans) {
        session.plan(plans);
        assertThat(pagesRead(Optional.of(MessageStatus.FAILED), new PageRequest(1, 20, new Start.After(0))))
                .isLessThan(MANY_PAGES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"force_generic_plan", "force_custom_plan"})
    void the_last_page_of_all_reads_no_more_than_it_shows_of_each_status(String plans) {
        session.plan(plans);
        assertThat(pagesRead(Optional.empty(), PageRequest.of(MESSAGES / 20, 20)))
                .isLessThan(3 * MANY_PAGES);
    }
}
