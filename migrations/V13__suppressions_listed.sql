-- Suppressions are listed as customers and campaigns are: the newest first, from page to page by id, with a total that is
-- kept and not counted.

ALTER TABLE suppressions ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY;
CREATE UNIQUE INDEX idx_suppressions_id ON suppressions (id);

-- In a slot that no other open transaction counts in; the total is their sum.
CREATE TABLE suppression_counts (
    slot  smallint PRIMARY KEY,
    total bigint   NOT NULL
) WITH (fillfactor = 50);

INSERT INTO suppression_counts (slot, total) SELECT 0, count(*) FROM suppressions;

CREATE FUNCTION count_suppressions() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    change bigint;
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT count(*) INTO change FROM new_rows;
    ELSE
        SELECT -count(*) INTO change FROM old_rows;
    END IF;
    IF change <> 0 THEN
        INSERT INTO suppression_counts AS c (slot, total) VALUES (counting_slot(1129270871), change)
        ON CONFLICT (slot) DO UPDATE SET total = c.total + excluded.total;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER suppressions_inserted AFTER INSERT ON suppressions
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION count_suppressions();
CREATE TRIGGER suppressions_deleted AFTER DELETE ON suppressions
    REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION count_suppressions();
