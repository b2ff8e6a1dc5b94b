-- Worker runs: one row a live run of the send worker, which is its lease. At most MAX_WORKERS slots are given out.
-- Everything a dead run leaves behind can be found from its row alone, by primary key, without searching the messages.

CREATE SEQUENCE worker_run_ids;

CREATE TABLE worker_runs (
    slot        smallint    PRIMARY KEY,
    run_id      bigint      NOT NULL UNIQUE DEFAULT nextval('worker_run_ids'),
    started_at  timestamptz NOT NULL DEFAULT now(),
    -- Past this instant any other worker or scheduler may bury the run and take over what it held.
    lease_until timestamptz NOT NULL,
    -- The messages it has claimed (those already recorded may still be named; outbound_messages.claimed_by decides).
    claimed     bigint[]    NOT NULL DEFAULT '{}',
    -- Of these, the ones whose send may have begun. Written before a send begins, in the statement that records those
    -- before it.
    begun       bigint[]    NOT NULL DEFAULT '{}'
) WITH (fillfactor = 20);
