-- The answers to requests that came with an Idempotency-Key, kept for a day so that a repeated request has the same answer
-- and no second effect. A row is written by the transaction that has the effect.
CREATE TABLE idempotency_keys (
    -- Whose key it is: two callers may choose the same one.
    caller     text        NOT NULL,
    key        text        NOT NULL,
    -- SHA-256 of the request's method, path, query and body, in hexadecimal digits.
    request    text        NOT NULL,
    status     smallint    NOT NULL,
    headers    jsonb       NOT NULL,
    body       text        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (caller, key)
);

-- Finds the keys that are forgotten by now.
CREATE INDEX idx_idempotency_keys_created_at ON idempotency_keys (created_at);
