-- That a campaign has ended is told on the event bus, at least once: the statement that ends it notes it here, and whoever
-- has told it clears the note. A release that doesn't know of it leaves it alone.

ALTER TABLE campaigns ADD COLUMN to_announce timestamptz;

COMMENT ON COLUMN campaigns.to_announce IS 'when it ended, until that is announced; NULL: nothing to announce';

CREATE INDEX idx_campaigns_to_announce ON campaigns (to_announce) WHERE to_announce IS NOT NULL;
