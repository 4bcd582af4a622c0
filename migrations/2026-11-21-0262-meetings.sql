-- Meetings that are moved keep their place in calendars; reminders are due once each.
alter table meeting
  add column calendar_id uuid,                     -- the same through all moves: what calendars know a meeting by
  add column replaced_at timestamptz,              -- another time took its place
  add column day_reminded_at timestamptz,
  add column hour_reminded_at timestamptz;
