-- Campaigns are counted as customers are: in a slot that no other open transaction counts in. Slots by the session's number
-- were shared by chance, and of two sessions in one slot, one of which changed several campaigns in a transaction, each could
-- wait for a counter of the other.

-- As counting_slot() without an argument, for the counters that have this number: any that no other use of advisory locks
-- has. Whoever comes 17th has locked campaigns, and waits. Nobody waits for those while holding a slot: our transactions
-- change campaigns in one statement, the last.
CREATE FUNCTION counting_slot(locks integer) RETURNS smallint LANGUAGE plpgsql AS $$
BEGIN
    FOR slot IN 0..15 LOOP
        IF pg_try_advisory_xact_lock(locks, slot) THEN
            RETURN slot;
        END IF;
    END LOOP;
    PERFORM pg_advisory_xact_lock(locks, 0);
    RETURN 0;
END $$;

CREATE OR REPLACE FUNCTION counting_slot() RETURNS smallint LANGUAGE plpgsql AS $$
BEGIN
    RETURN counting_slot(1129270868);
END $$;

CREATE OR REPLACE FUNCTION count_campaigns() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    own_slot CONSTANT smallint := counting_slot(1129270869);
BEGIN
    CASE TG_OP
    WHEN 'INSERT' THEN
        INSERT INTO campaign_counts AS c (channel, status, slot, total)
        SELECT channel, status, own_slot, count(*)
        FROM new_rows GROUP BY 1, 2 ORDER BY 1, 2
        ON CONFLICT (channel, status, slot) DO UPDATE SET total = c.total + excluded.total;
    WHEN 'DELETE' THEN
        INSERT INTO campaign_counts AS c (channel, status, slot, total)
        SELECT channel, status, own_slot, -count(*)
        FROM old_rows GROUP BY 1, 2 ORDER BY 1, 2
        ON CONFLICT (channel, status, slot) DO UPDATE SET total = c.total + excluded.total;
    ELSE
        INSERT INTO campaign_counts AS c (channel, status, slot, total)
        SELECT channel, status, own_slot, sum(change)
        FROM (SELECT channel, status, 1 AS change FROM new_rows
              UNION ALL
              SELECT channel, status, -1 FROM old_rows) AS changes
        GROUP BY 1, 2 HAVING sum(change) <> 0 ORDER BY 1, 2
        ON CONFLICT (channel, status, slot) DO UPDATE SET total = c.total + excluded.total;
    END CASE;
    RETURN NULL;
END $$;
