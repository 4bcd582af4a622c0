-- An appeal is reminded of before its promised day, and passes on to somebody else without a part in it when the day goes by.
alter table breach_appeal add column warn_at timestamptz;
alter table breach_appeal add column warned_at timestamptz;
alter table breach_appeal add column passed_from uuid;   -- who had it before the promised day went by
