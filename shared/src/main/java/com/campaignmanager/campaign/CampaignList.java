package com.campaignmanager.campaign;

import com.campaignmanager.audience.AudienceColumn;
import com.campaignmanager.paging.AnswerSize;
import com.campaignmanager.paging.KeysetQuery;
import com.campaignmanager.paging.KeysetQuery.Key;
import com.campaignmanager.paging.Page;
import com.campaignmanager.paging.PageRequest;
import com.campaignmanager.paging.ReadLists;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.result.ResultIterable;
import org.jdbi.v3.core.statement.Query;

/**
 * The list of campaigns, the newest first. An audience that names more than {@link #MAX_CUSTOMERS_SHOWN} customers is
 * left out: a page of such audiences would be larger than an answer of Lambda may be.
 */
public final class CampaignList {
    public static final int MAX_CUSTOMERS_SHOWN = 1_000;

    /** More bytes than the names of the fields and the short values take. */
    private static final int OTHER_BYTES = 1_000;

    private static final String COLUMNS = """
            c.id, c.name, c.channel, c.status, c.base_template, c.scheduled_at, c.created_at, c.updated_at, c.status_reason,
            c.recipients_expected, c.send_before, c.ignore_quiet_hours, c.provider_template,
            CASE WHEN CASE jsonb_typeof(c.audience -> 'customer_ids')
                          WHEN 'array' THEN jsonb_array_length(c.audience -> 'customer_ids') > :mostShown END
                 THEN NULL ELSE c.audience END AS audience
            """;

    private final ReadLists lists;

    public CampaignList(Jdbi jdbi) {
        this.lists = new ReadLists(jdbi);
    }

    public Page<Campaign> read(CampaignFilter filter, PageRequest request) {
        return lists.read(handle -> {
            KeysetQuery walk = new KeysetQuery(request, total(handle, filter));
            return walk.page(rows(handle, filter, walk), Campaign::id, CampaignList::bytes);
        });
    }

    private static long total(Handle handle, CampaignFilter filter) {
        String conditions = columns(filter).stream()
                .map(column -> " AND " + column + " = :" + column)
                .collect(Collectors.joining());
        // campaign_counts_pkey, some dozens of rows in all
        String sql = "SELECT coalesce(sum(total), 0) FROM campaign_counts WHERE status <> 'deleted'" + conditions;
        return bind(handle.createQuery(sql), filter).mapTo(Long.class).one();
    }

    private static ResultIterable<Campaign> rows(Handle handle, CampaignFilter filter, KeysetQuery walk) {
        // idx_campaigns_channel, idx_campaigns_status or idx_campaigns_channel_status; campaigns_pkey without a filter
        String page = "(SELECT * FROM campaigns " + KeysetQuery.through(keys(filter), deleted(filter)) + ") AS c ";
        String sql =
                "SELECT " + COLUMNS + CampaignRow.STATS + CampaignRow.HOLD + " FROM " + page + CampaignRow.JOIN_STATS
                        + CampaignRow.JOIN_HOLD
                        + " ORDER BY c.id <reading>";
        return bind(walk.bind(handle.createQuery(sql)), filter)
                .bind("mostShown", MAX_CUSTOMERS_SHOWN)
                .map(CampaignRow::read);
    }

    /** About how many bytes a campaign takes in an answer. */
    private static long bytes(Campaign campaign) {
        return OTHER_BYTES
                + AnswerSize.of(campaign.name())
                + AnswerSize.of(campaign.baseTemplate())
                + campaign.statusReason().map(AnswerSize::of).orElse(0L)
                + campaign.providerTemplate()
                        .map(ProviderTemplate::write)
                        .map(AnswerSize::of)
                        .orElse(0L)
                + campaign.audience()
                        .map(AudienceColumn::write)
                        .map(AnswerSize::of)
                        .orElse(0L);
    }

    /** Few, and gone soon: a page's walk passes over them. */
    private static String deleted(CampaignFilter filter) {
        return filter.status().isPresent() ? "" : "AND status <> 'deleted'";
    }

    /** The columns of the filter, in the order of the indexes. */
    private static List<String> columns(CampaignFilter filter) {
        return Stream.concat(filter.channel().map(_ -> "channel").stream(), filter.status().map(_ -> "status").stream())
                .toList();
    }

    private static List<Key> keys(CampaignFilter filter) {
        return columns(filter).stream().map(Key::of).toList();
    }

    private static Query bind(Query statement, CampaignFilter filter) {
        filter.channel().ifPresent(channel -> statement.bind("channel", channel.wireName()));
        filter.status().ifPresent(status -> statement.bind("status", status.wireName()));
        return statement;
    }
}
