-- Calls to make stand on Today: the oldest few of a programme, and nothing that was made or dropped.
create index notice_to_call on notice (org_id, programme_id, channel, made_at, id) where sent_at is null and dropped_at is null;
