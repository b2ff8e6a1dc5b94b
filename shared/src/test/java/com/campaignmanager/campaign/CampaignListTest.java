package com.campaignmanager.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.campaignmanager.paging.Page;
import com.campaignmanager.paging.PageRequest;
import com.campaignmanager.sender.Channel;
import com.campaignmanager.testing.OneSession;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One campaign that has not been sent, the oldest of very many. */
class CampaignListTest {
    private static final int CAMPAIGNS = 50_000;
    /** Of hundreds. */
    private static final long MANY_PAGES = 40;

    private final OneSession session = new OneSession();
    private final Jdbi jdbi = session.jdbi();

    @BeforeEach
    void load() {
        jdbi.useHandle(handle -> {
            handle.execute("""
                    INSERT INTO campaigns (name, channel, status, base_template)
                    SELECT 'c' || n, CASE n WHEN 1 THEN 'whatsapp' ELSE 'sms' END,
                           CASE n WHEN 1 THEN 'draft' ELSE 'sent' END, 'Hi'
                    FROM generate_series(1, ?) AS n""", CAMPAIGNS);
            handle.execute("ANALYZE campaigns");
        });
    }

    @AfterEach
    void close() {
        session.close();
    }

    /** The one plan for whatever is asked for is what PostgreSQL comes to when it has planned a statement a few times. */
    @ParameterizedTest
    @CsvSource({
        "force_generic_plan,draft,",
        "force_generic_plan,,whatsapp",
        "force_generic_plan,draft,whatsapp",
        "force_custom_plan,draft,",
        "force_custom_plan,,whatsapp",
        "force_custom_plan,draft,whatsapp"
    })
    void a_filter_that_few_campaigns_pass_reads_none_of_the_others(String plans, String status, String channel) {
        session.plan(plans);
        CampaignFilter filter = new CampaignFilter(
                Optional.ofNullable(channel).flatMap(Channel::of),
                Optional.ofNullable(status).flatMap(CampaignStatus::of));
        long before = session.pagesRead("campaigns");

        Page<Campaign> page = new CampaignList(jdbi)
                .read(filter, new PageRequest(1, 20, new PageRequest.Start.Before(Long.MAX_VALUE)));

        assertThat(page.items()).extracting(Campaign::name).containsExactly("c1");
        assertThat(session.pagesRead("campaigns") - before).isLessThan(MANY_PAGES);
    }
}
