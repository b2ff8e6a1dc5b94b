-- What imports keep: of each how it is to be read and how far it is, who was in it, and which records were rejected.
-- A release that doesn't know of this reads its imports as before. One that it has begun and not finished is begun anew.

ALTER TABLE customer_imports
    -- How the caller wants it to be read: the parameter columns, and whether empty cells leave values as they are.
    ADD COLUMN columns         text    NOT NULL DEFAULT '',
    ADD COLUMN keep_empty      boolean NOT NULL DEFAULT false,
    -- Which file it is, as the store of uploads knows it, so that no other is read from the middle on; NULL: none was opened.
    ADD COLUMN file_version    text,
    -- {"encoding": …, "delimiter": …, "header": […]}: what its beginning told; NULL: not read yet.
    ADD COLUMN format          jsonb,
    -- Where the first record begins that was not read: in bytes from the start, and in lines from 1.
    ADD COLUMN read_bytes      bigint  NOT NULL DEFAULT 0,
    ADD COLUMN next_line       bigint  NOT NULL DEFAULT 1,
    ADD COLUMN suppressed      bigint  NOT NULL DEFAULT 0,
    ADD COLUMN not_mobile      bigint  NOT NULL DEFAULT 0,
    ADD COLUMN ignored_columns jsonb   NOT NULL DEFAULT '[]',
    -- [{"kind": …, "count": …, "first_line": …}, …], one a kind.
    ADD COLUMN notes           jsonb   NOT NULL DEFAULT '[]';

-- The oldest first: whose rejected records and customers are to be forgotten.
CREATE INDEX idx_customer_imports_created_at ON customer_imports (created_at);

-- Every rejected record, for 30 days: the fields as they were read.
CREATE TABLE customer_import_rejections (
    import_id uuid   NOT NULL,
    line      bigint NOT NULL,
    reason    text   NOT NULL,
    fields    jsonb  NOT NULL,
    PRIMARY KEY (import_id, line)
);

-- Whom an import created or updated, for 90 days: the audience {"import": id}. Without foreign keys, which would be looked up for
-- each of a million rows. Ids are never used again, so that a row whose customer is gone names nobody.
CREATE TABLE customer_import_members (
    import_id   uuid   NOT NULL,
    customer_id bigint NOT NULL,
    PRIMARY KEY (import_id, customer_id)
);
