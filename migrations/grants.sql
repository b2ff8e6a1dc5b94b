-- What the role of each function may do. The migrator runs this after the migrations, in one transaction, as the owner of the
-- tables; ${api}, ${worker}, ${scheduler} and ${importer} stand for the roles' names. A new table is nobody's until it is
-- named here. While a deployment goes on the release before runs with these rights, too: what only that one still needs is
-- taken away by the release after it.
--
-- The counters of a table are changed by its triggers, with the rights of the role that changes the table. What ON DELETE
-- CASCADE deletes, it deletes with the owner's. To lock a row is an UPDATE to PostgreSQL, of one column at least.

REVOKE ALL ON ALL TABLES IN SCHEMA public FROM ${api}, ${worker}, ${scheduler}, ${importer};
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM ${api}, ${worker}, ${scheduler}, ${importer};
GRANT USAGE ON SCHEMA public TO ${api}, ${worker}, ${scheduler}, ${importer};

-- Customers and campaigns are created, changed and deleted by callers of the API alone. It inserts the messages of a send,
-- resets those of a retry, recalls those of a paused or cancelled campaign from the workers, and resumes channels. It keeps the
-- opt-outs, and fails what was pending for their phones.
GRANT SELECT, INSERT, UPDATE, DELETE ON customers, campaigns, outbound_messages, campaign_stats TO ${api};
GRANT SELECT, INSERT, UPDATE ON customer_counts, campaign_counts, campaign_due TO ${api};
-- It imports small files, and forgets what imports keep no longer.
GRANT SELECT, INSERT, UPDATE, DELETE ON customer_imports TO ${api};
GRANT SELECT, INSERT, DELETE ON customer_import_rejections, customer_import_members TO ${api};
GRANT SELECT, UPDATE ON worker_runs, channels TO ${api};
GRANT SELECT, INSERT, UPDATE, DELETE ON suppressions TO ${api};
GRANT SELECT, INSERT, UPDATE ON suppression_counts, idempotency_keys TO ${api};

-- The worker claims messages, records what became of them, holds channels, notes who wants no more, whom it locks to fail
-- their messages, and closes campaigns.
GRANT SELECT, UPDATE (updated_at) ON customers TO ${worker};
GRANT SELECT, UPDATE ON campaigns, outbound_messages, channels TO ${worker};
GRANT SELECT, INSERT, UPDATE ON campaign_counts, campaign_stats, suppressions, suppression_counts TO ${worker};
GRANT SELECT, INSERT, UPDATE, DELETE ON campaign_due, worker_runs TO ${worker};
GRANT USAGE ON SEQUENCE worker_run_ids TO ${worker};

-- The scheduler expands audiences, whose customers it locks, reclaims what dead workers held, resets what is to be retried,
-- finishes opt-outs, closes campaigns, deletes those that callers have deleted, and forgets old idempotency keys.
GRANT SELECT, UPDATE (updated_at) ON customers TO ${scheduler};
GRANT SELECT ON customer_counts, customer_import_members, channels TO ${scheduler};
GRANT SELECT, UPDATE ON suppressions TO ${scheduler};
GRANT SELECT, UPDATE (created_at), DELETE ON idempotency_keys TO ${scheduler};
GRANT SELECT, UPDATE, DELETE ON campaigns, worker_runs TO ${scheduler};
GRANT SELECT, INSERT, UPDATE ON campaign_counts, campaign_due TO ${scheduler};
GRANT SELECT, INSERT, UPDATE, DELETE ON outbound_messages, campaign_stats TO ${scheduler};

-- The importer inserts and updates customers, and keeps account of the import: who was in it, and what was rejected.
GRANT SELECT, INSERT, UPDATE ON customers, customer_counts TO ${importer};
GRANT SELECT, UPDATE ON customer_imports TO ${importer};
GRANT SELECT, INSERT ON customer_import_rejections, customer_import_members TO ${importer};
-- A column of consent is an opt-out, which fails what is pending, takes it back from the workers, and may end a campaign.
GRANT SELECT, UPDATE ON outbound_messages, campaigns, worker_runs TO ${importer};
GRANT SELECT, INSERT, UPDATE ON suppressions, suppression_counts TO ${importer};
GRANT SELECT, INSERT, UPDATE ON campaign_stats, campaign_counts, campaign_due TO ${importer};
