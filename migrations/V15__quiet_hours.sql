-- Messages that may be sent only in a window, by its end: when it has passed, they are moved to the next one. A message that
-- would be tried next after its window's end, a retry in the evening, comes first.
CREATE INDEX idx_outbound_messages_window ON outbound_messages
    ((CASE WHEN next_attempt_at < window_ends_at THEN window_ends_at ELSE '-infinity' END))
    WHERE status = 'pending' AND window_ends_at IS NOT NULL;
