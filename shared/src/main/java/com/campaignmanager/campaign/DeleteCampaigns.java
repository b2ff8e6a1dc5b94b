package com.campaignmanager.campaign;

import com.campaignmanager.time.Deadline;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Deletes campaigns with their messages. A small campaign is deleted at once. A large one is hidden at once, and its messages
 * are deleted in chunks, so that no request exceeds its time.
 */
public final class DeleteCampaigns {
    /** Messages that a request deletes itself, and per chunk. */
    private static final int CHUNK = 5_000;

    private static final Duration MAX_CHUNK_TIME = Duration.ofSeconds(5);

    private final Jdbi jdbi;
    private final DueWork work;

    public DeleteCampaigns(Jdbi jdbi, DueWork work) {
        this.jdbi = jdbi;
        this.work = work;
    }

    /**
     * Deletes a campaign; not while it is being sent or paused.
     *
     * @throws com.campaignmanager.problem.ProblemException {@code campaign_not_found} or {@code wrong_status}
     */
    public void delete(long id) {
        work.announceIfPossible();
        boolean rest = jdbi.inTransaction(handle -> {
            LockedCampaign.lock(handle, id)
                    .require(
                            EnumSet.complementOf(EnumSet.of(CampaignStatus.SENDING, CampaignStatus.PAUSED)),
                            "it can be deleted when it has ended or is cancelled");
            CampaignTransitions.delete(handle, id);
            return !deleteChunk(handle, id);
        });
        if (rest) {
            work.wakeScheduler();
        }
    }

    /** Continues with campaigns whose messages are not all deleted. */
    public void run(Deadline deadline) {
        // idx_campaigns_status
        List<Long> ids = jdbi.withHandle(
                handle -> handle.createQuery("SELECT id FROM campaigns WHERE status = 'deleted' ORDER BY id")
                        .mapTo(Long.class)
                        .list());
        for (long id : ids) {
            boolean done = false;
            while (!done && !deadline.isWithin(MAX_CHUNK_TIME)) {
                done = jdbi.inTransaction(handle -> deleteChunk(handle, id));
            }
        }
    }

    /** @return whether the campaign is gone */
    private static boolean deleteChunk(Handle handle, long id) {
        // idx_outbound_messages_campaign_status, outbound_messages_pkey
        int deleted = handle.createUpdate("""
                        DELETE FROM outbound_messages WHERE id = ANY (ARRAY(
                            SELECT id FROM outbound_messages WHERE campaign_id = :campaign LIMIT :chunk))
                        """)
                .bind("campaign", id)
                .bind("chunk", CHUNK)
                .execute();
        if (deleted == CHUNK) {
            return false;
        }
        // campaigns_pkey; cascades to a message that was inserted by hand meanwhile
        handle.createUpdate("DELETE FROM campaigns WHERE id = :campaign AND status = 'deleted'")
                .bind("campaign", id)
                .execute();
        return true;
    }
}
