-- Each minute the house looks for contacts just logged and roads just ended: by index, not by reading everything.
create index contact_log_by_logging on contact_log (org_id, logged_at);
create index relationship_by_ending on relationship (org_id, ended_at) where ended_at is not null;
