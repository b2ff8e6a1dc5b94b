-- When a campaign's messages last changed: what tells one that is being sent from one that is stuck. A change is a message
-- created, deleted or recorded, an attempt that will be repeated included; a claim is none. Written by the statement that
-- changes the counters, on the row that it changes, and in no index, so the update stays heap-only. The default fills it
-- for code that does not know of it, and for what is there already.

ALTER TABLE campaign_stats ADD COLUMN changed_at timestamptz NOT NULL DEFAULT now();

CREATE OR REPLACE FUNCTION count_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    CASE TG_OP
    WHEN 'INSERT' THEN
        INSERT INTO campaign_stats AS s (campaign_id, slot, pending, sent, failed)
        SELECT campaign_id, pg_backend_pid() % 16,
               count(*) FILTER (WHERE status = 'pending'),
               count(*) FILTER (WHERE status = 'sent'),
               count(*) FILTER (WHERE status = 'failed')
        FROM new_rows GROUP BY campaign_id ORDER BY campaign_id
        ON CONFLICT (campaign_id, slot) DO UPDATE
            SET pending = s.pending + excluded.pending, sent = s.sent + excluded.sent, failed = s.failed + excluded.failed,
                changed_at = excluded.changed_at;
    WHEN 'DELETE' THEN
        -- The join leaves out campaigns that are being deleted themselves: their statistics go with them.
        INSERT INTO campaign_stats AS s (campaign_id, slot, pending, sent, failed)
        SELECT o.campaign_id, pg_backend_pid() % 16,
               -count(*) FILTER (WHERE o.status = 'pending'),
               -count(*) FILTER (WHERE o.status = 'sent'),
               -count(*) FILTER (WHERE o.status = 'failed')
        FROM old_rows AS o JOIN campaigns AS c ON c.id = o.campaign_id
        GROUP BY o.campaign_id ORDER BY o.campaign_id
        ON CONFLICT (campaign_id, slot) DO UPDATE
            SET pending = s.pending + excluded.pending, sent = s.sent + excluded.sent, failed = s.failed + excluded.failed,
                changed_at = excluded.changed_at;
    ELSE
        INSERT INTO campaign_stats AS s (campaign_id, slot, pending, sent, failed)
        SELECT campaign_id, pg_backend_pid() % 16,
               coalesce(sum(change) FILTER (WHERE status = 'pending'), 0),
               coalesce(sum(change) FILTER (WHERE status = 'sent'), 0),
               coalesce(sum(change) FILTER (WHERE status = 'failed'), 0)
        FROM (SELECT campaign_id, status, retry_count, 1 AS change FROM new_rows
              UNION ALL
              SELECT campaign_id, status, retry_count, -1 FROM old_rows) AS changes
        GROUP BY campaign_id
        HAVING coalesce(sum(change) FILTER (WHERE status = 'pending'), 0) <> 0
            OR coalesce(sum(change) FILTER (WHERE status = 'sent'), 0) <> 0
            OR coalesce(sum(change) FILTER (WHERE status = 'failed'), 0) <> 0
            OR sum(change * retry_count) <> 0  -- attempts that will be repeated
        ORDER BY campaign_id
        ON CONFLICT (campaign_id, slot) DO UPDATE
            SET pending = s.pending + excluded.pending, sent = s.sent + excluded.sent, failed = s.failed + excluded.failed,
                changed_at = excluded.changed_at;
    END CASE;
    RETURN NULL;
END $$;
