-- A rest is no silence: how long two people have been silent counts from the moment they were back, and a rest ends by itself on its day.
alter table relationship add column back_at timestamptz;

drop index relationship_silent;
create index relationship_silent on relationship (org_id, programme_id, ((greatest(last_contact_at, agreed_at, back_at) at time zone 'UTC') + make_interval(days => silence_days)), id)
  where ended_at is null and agreed_at is not null and paused_at is null;
create index relationship_rests_until on relationship (org_id, paused_until) where paused_until is not null and ended_at is null;

-- Two who said yes to each other and have not agreed yet how they want to walk: the longest first.
create index relationship_agreeing on relationship (org_id, programme_id, begun_at, id) where agreed_at is null and ended_at is null;
