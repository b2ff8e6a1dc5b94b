-- Control over what is sent: campaigns that pause and are cancelled, channels that slow down and are held, recipients who
-- are frozen with their message, and turns for campaigns that have something due.

-- Campaigns. 'deleted' is a campaign that is being removed in chunks: no reader sees it.
ALTER TABLE campaigns DROP CONSTRAINT campaigns_status_check;
ALTER TABLE campaigns ADD CONSTRAINT campaigns_status_check CHECK
    (status IN ('draft', 'scheduled', 'sending', 'sent', 'failed', 'paused', 'cancelled', 'deleted'));

ALTER TABLE campaigns
    -- What has not begun by then ends as failed, kind expired; NULL: no limit.
    ADD COLUMN send_before         timestamptz,
    ADD COLUMN ignore_quiet_hours  boolean     NOT NULL DEFAULT false,
    -- {"name": …, "language": …, "parameters": […]}: the WhatsApp template that a provider has approved; NULL: free text.
    ADD COLUMN provider_template   jsonb,
    ADD COLUMN paused_at           timestamptz,
    -- How long it has been paused before, in all.
    ADD COLUMN paused_for          interval    NOT NULL DEFAULT '0',
    -- {"kinds": […], "classes": […], "failed_until": …}: what is left of a retry that is done in chunks; NULL: none is.
    ADD COLUMN retrying            jsonb,
    -- As what the rest of its pending messages fail, in chunks; NULL: they are to be sent.
    ADD COLUMN failing             text        CHECK (failing IN ('cancelled', 'expired'));

CREATE INDEX idx_campaigns_failing ON campaigns (id) WHERE failing IS NOT NULL;
CREATE INDEX idx_campaigns_retrying ON campaigns (id) WHERE retrying IS NOT NULL;
CREATE INDEX idx_campaigns_send_before ON campaigns (send_before) WHERE send_before IS NOT NULL
    AND status IN ('sending', 'paused');

-- Customers: BCP 47 and IANA names; '' when nothing is known.
ALTER TABLE customers
    ADD COLUMN language  text NOT NULL DEFAULT '',
    ADD COLUMN time_zone text NOT NULL DEFAULT '';

-- Messages.
ALTER TABLE outbound_messages DROP CONSTRAINT outbound_messages_failure_kind_check;
ALTER TABLE outbound_messages ADD CONSTRAINT outbound_messages_failure_kind_check CHECK
    (failure_kind IN ('transient', 'permanent', 'uncertain', 'suppressed', 'expired', 'cancelled')) NOT VALID;

ALTER TABLE outbound_messages
    -- The recipient as of the insert, E.164; NULL: made by hand or by an older release, and the claim looks it up.
    ADD COLUMN phone           text,
    -- SMS parts; NULL: not counted.
    ADD COLUMN segments        integer,
    -- The rendered parameters of the campaign's provider_template; NULL: free text.
    ADD COLUMN parameters      text[],
    -- Who took it: twilio, http, …; NULL: nobody yet.
    ADD COLUMN provider        text,
    ADD COLUMN error_class     text CHECK (error_class IN
        ('recipient', 'content', 'account', 'throttle', 'transient', 'ambiguous')),
    ADD COLUMN error_code      text,
    -- Some attempt ended ambiguous, so the recipient may have it. Nothing later takes this back.
    ADD COLUMN in_doubt        boolean NOT NULL DEFAULT false,
    -- Throttled answers in a row, and when the first of them came, by a clock that stands still while its channel or its
    -- campaign does.
    ADD COLUMN throttled       integer NOT NULL DEFAULT 0,
    ADD COLUMN throttled_since timestamptz,
    -- The end of the open hours in which it may be sent, following next_attempt_at; NULL: at any hour.
    ADD COLUMN window_ends_at  timestamptz;

UPDATE outbound_messages SET in_doubt = true WHERE failure_kind = 'uncertain';

-- The pending messages to a phone, for an opt-out.
CREATE INDEX idx_outbound_messages_pending_phone ON outbound_messages (phone) WHERE status = 'pending';

-- Which campaigns have something to send, and from when on: a hint for each, rarely more. One is always there, due no later
-- than the campaign's first unclaimed pending message; it may be too early, and a claim that finds nothing then replaces it.
-- Rows are only inserted and deleted, never updated, and a claim deletes only rows that it sees in the snapshot in which it
-- saw the messages, so that no concurrent insert can lose its hint.
CREATE TABLE campaign_due (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    campaign_id bigint      NOT NULL,
    due_at      timestamptz NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_cost_delay = 0);

CREATE INDEX idx_campaign_due_due ON campaign_due (due_at, campaign_id);
CREATE INDEX idx_campaign_due_campaign ON campaign_due (campaign_id, due_at);

-- Sees to it that the campaign has a hint due no later than that. A hint that is there already is locked until the end of
-- this transaction, so that no claim deletes it before what it stands for can be seen.
CREATE FUNCTION hint_due(campaign bigint, due timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- idx_campaign_due_campaign
    PERFORM FROM campaign_due AS h WHERE h.campaign_id = campaign AND h.due_at <= due
    ORDER BY h.due_at LIMIT 1 FOR KEY SHARE SKIP LOCKED;
    IF NOT FOUND THEN
        INSERT INTO campaign_due (campaign_id, due_at) VALUES (campaign, due);
    END IF;
END $$;

INSERT INTO campaign_due (campaign_id, due_at)
SELECT campaign_id, min(next_attempt_at) FROM outbound_messages WHERE status = 'pending' GROUP BY campaign_id;

-- The counters as before, in a slot that no other open transaction counts in, so that nobody waits for a counter; and the
-- hints of what became pending or was given back.
CREATE OR REPLACE FUNCTION count_messages() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    own_slot CONSTANT smallint := counting_slot(1129270870);
BEGIN
    CASE TG_OP
    WHEN 'INSERT' THEN
        INSERT INTO campaign_stats AS s (campaign_id, slot, pending, sent, failed)
        SELECT campaign_id, own_slot,
               count(*) FILTER (WHERE status = 'pending'),
               count(*) FILTER (WHERE status = 'sent'),
               count(*) FILTER (WHERE status = 'failed')
        FROM new_rows GROUP BY campaign_id ORDER BY campaign_id
        ON CONFLICT (campaign_id, slot) DO UPDATE
            SET pending = s.pending + excluded.pending, sent = s.sent + excluded.sent, failed = s.failed + excluded.failed,
                changed_at = excluded.changed_at;
        PERFORM hint_due(campaign_id, min(next_attempt_at)) FROM new_rows
        WHERE status = 'pending' AND claimed_by IS NULL GROUP BY campaign_id;
    WHEN 'DELETE' THEN
        -- The join leaves out campaigns that are being deleted themselves: their statistics go with them.
        INSERT INTO campaign_stats AS s (campaign_id, slot, pending, sent, failed)
        SELECT o.campaign_id, own_slot,
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
        SELECT campaign_id, own_slot,
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
        PERFORM hint_due(campaign_id, min(next_attempt_at)) FROM new_rows
        WHERE status = 'pending' AND claimed_by IS NULL GROUP BY campaign_id;
    END CASE;
    RETURN NULL;
END $$;

-- A campaign that is sent from now on: after a pause, say, in which claims have deleted its hints.
CREATE FUNCTION hint_sending() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM hint_due(n.id, n.updated_at) FROM new_rows AS n JOIN old_rows AS o ON o.id = n.id
    WHERE n.status = 'sending' AND o.status <> 'sending';
    RETURN NULL;
END $$;

CREATE TRIGGER campaigns_sending AFTER UPDATE ON campaigns
    REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION hint_sending();

-- Channels: how fast they may be used, and whether at all. All of it by this database's clock.
CREATE TABLE channels (
    channel         text             PRIMARY KEY CHECK (channel IN ('sms', 'whatsapp')),
    -- GCRA: the theoretical arrival time. What is released is paid for up to here.
    paid_until      timestamptz      NOT NULL DEFAULT '-infinity',
    -- After a throttled answer: the rate in use at that moment, from which it recovers; NULL: as configured.
    slowed_rate     double precision,
    slowed_at       timestamptz,
    -- Nothing begins before then, and one message at a time after it, until one is accepted; NULL: the channel is open.
    closed_until    timestamptz,
    -- The message that was let through to find out.
    probe_message   bigint,
    -- Why it is held: what the provider has against our account; NULL: it is not held.
    held_code       text,
    held_reason     text,
    held_since      timestamptz,
    -- The message whose answer raised the hold, and how many probes have failed since.
    held_by         bigint,
    failed_probes   integer          NOT NULL DEFAULT 0,
    -- When a probe ended a hold last.
    opened_at       timestamptz,
    -- How long it has stood still in all (held, or slowed), up to where that was last added up, and from when it does now.
    still_for       interval         NOT NULL DEFAULT '0',
    still_since     timestamptz,
    still_until     timestamptz
);

INSERT INTO channels (channel) VALUES ('sms'), ('whatsapp');

-- Who must not be written to, and by what channel ('all': by none).
CREATE TABLE suppressions (
    phone      text        NOT NULL,  -- E.164
    channel    text        NOT NULL CHECK (channel IN ('sms', 'whatsapp', 'all')),
    source     text        NOT NULL CHECK (source IN ('api', 'import', 'inbound', 'provider')),
    reason     text        NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL DEFAULT now(),
    -- Whether pending messages to this phone have been failed yet; NULL: they have, and since then none can begin.
    unfinished timestamptz,
    PRIMARY KEY (phone, channel)
);

CREATE INDEX idx_suppressions_unfinished ON suppressions (unfinished) WHERE unfinished IS NOT NULL;

-- Runs learn from their own row of what they hold and may no longer begin. Whoever takes a claimed message back raises
-- recalls in every row: a claim whose snapshot is older finds another number than it knows, and claims nothing.
ALTER TABLE worker_runs
    ADD COLUMN recalls  bigint   NOT NULL DEFAULT 0,
    ADD COLUMN recalled bigint[] NOT NULL DEFAULT '{}';
