-- What was promised to whom by when, in whose hands, and who steps in (P6).

create table promise (
  org_id        uuid not null,
  id            uuid not null,
  programme_id  uuid not null,
  kind          text not null,                     -- first-answer, match, application-answer, letter-answer, group-answer, concern…
  subject_kind  text not null,
  subject_id    uuid not null,
  promised_to   uuid,
  owner_id      uuid,
  backup_id     uuid,
  made_at       timestamptz not null,
  due_at        timestamptz not null,
  warn_at       timestamptz not null,
  climb_at      timestamptz not null,
  warned_at     timestamptz,
  handed_over_at timestamptz,
  climbed_at    timestamptz,
  kept_at       timestamptz,
  kept_by       uuid,                              -- a person: an automatic reply never counts
  kept_how      text,
  withdrawn_at  timestamptz,
  primary key (org_id, id),
  constraint promise_of_a_programme foreign key (org_id, programme_id) references programme (org_id, id),
  constraint kept_by_a_person check (kept_at is null or kept_by is not null)
);
create unique index one_open_promise_per_subject on promise (org_id, subject_id, kind) where kept_at is null and withdrawn_at is null;
create index promise_by_subject on promise (org_id, subject_id);
create index promise_nearest_first on promise (org_id, programme_id, due_at, id) where kept_at is null and withdrawn_at is null;
create index promise_to_warn on promise (org_id, warn_at) where kept_at is null and withdrawn_at is null and warned_at is null;
create index promise_to_hand_over on promise (org_id, due_at) where kept_at is null and withdrawn_at is null and handed_over_at is null;
create index promise_to_climb on promise (org_id, climb_at) where kept_at is null and withdrawn_at is null and climbed_at is null;
create index promise_kept_lately on promise (org_id, programme_id, kind, made_at);
select house.protect('promise');

-- The story of a promise, for both sides to see: made, warned, handed over, climbed, moved, kept, withdrawn.
create table promise_step (
  org_id uuid not null, id uuid not null, promise_id uuid not null, what text not null, at timestamptz not null, from_person uuid, to_person uuid,
  primary key (org_id, id),
  constraint step_of_a_promise foreign key (org_id, promise_id) references promise (org_id, id)
);
create index promise_step_in_order on promise_step (org_id, promise_id, id);
select house.protect_append_only('promise_step');
