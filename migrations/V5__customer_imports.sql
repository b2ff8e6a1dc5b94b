-- Imports of large CSV files: one row an upload, with how far it has been read.

CREATE TABLE customer_imports (
    id             uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    status         text        NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'running', 'done', 'failed')),
    created        bigint      NOT NULL DEFAULT 0,
    updated        bigint      NOT NULL DEFAULT 0,
    rejected_count bigint      NOT NULL DEFAULT 0,
    -- The first 1,000 rejected lines, [{"line": 7, "reason": "…"}, …].
    rejected       jsonb       NOT NULL DEFAULT '[]',
    -- Records read and committed so far: where a reader that follows a killed one carries on.
    records_read   bigint      NOT NULL DEFAULT 0,
    -- Why it failed.
    reason         text,
    -- Who reads it now, and until when that holds; past it another reader may take over, and this one commits no more.
    reader         uuid,
    lease_until    timestamptz,
    created_at     timestamptz NOT NULL DEFAULT now(),
    updated_at     timestamptz NOT NULL DEFAULT now()
);

-- What is not finished: few, looked for when a stopped system starts again.
CREATE INDEX idx_customer_imports_unfinished ON customer_imports (created_at) WHERE status IN ('waiting', 'running');
