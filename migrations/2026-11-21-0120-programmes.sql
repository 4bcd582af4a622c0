-- Programmes, their own words and content, hours of cover, and who holds which role where.

create table programme (
  org_id        uuid not null,
  id            uuid not null,
  slug          text not null constraint slug_is_plain check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name          jsonb not null,                    -- {en, fr}
  template      text not null,
  words         jsonb not null default '{}',       -- the programme's own words for seeker, supporter…
  capabilities  text[] not null default '{}',
  who_chooses   text not null default 'choose-for-me' constraint who_chooses_is_known check (who_chooses in ('choose-for-me', 'choose-from-three', 'seeker-decides')),
  first_to_answer text not null default 'supporter' constraint first_to_answer_is_a_side check (first_to_answer in ('supporter', 'seeker')),
  capacity      jsonb not null default '{}',       -- start, later, most, hours a week, rest days…
  settings      jsonb not null default '{}',
  zone          text not null,
  lang          text not null default 'en',
  made_at       timestamptz not null,
  opened_at     timestamptz,                       -- open to the public from then on
  closed_at     timestamptz,
  primary key (org_id, id),
  constraint one_programme_per_slug unique (org_id, slug)
);
select house.protect('programme');

-- Every editable piece of a programme: questions, sets, agreement topics, notices, check-ins, page texts, criteria, safety texts.
create table programme_content (
  org_id        uuid not null,
  programme_id  uuid not null,
  kind          text not null,
  id            text not null,
  position      integer not null default 0,
  body          jsonb not null,
  version       integer not null default 1,
  changed_at    timestamptz not null,
  changed_by    uuid,
  removed_at    timestamptz,
  primary key (org_id, programme_id, kind, id),
  constraint content_of_a_programme foreign key (org_id, programme_id) references programme (org_id, id)
);
select house.protect('programme_content');
create table programme_content_before (
  org_id        uuid not null,
  programme_id  uuid not null,
  kind          text not null,
  id            text not null,
  version       integer not null,
  body          jsonb not null,
  changed_at    timestamptz not null,
  changed_by    uuid,
  primary key (org_id, programme_id, kind, id, version)
);
select house.protect_append_only('programme_content_before');

create table programme_hours (
  org_id uuid not null, programme_id uuid not null, weekday smallint not null constraint weekday_is_1_to_7 check (weekday between 1 and 7),
  opens time not null, closes time not null, constraint hours_open_before_they_close check (opens < closes),
  primary key (org_id, programme_id, weekday, opens),
  constraint hours_of_a_programme foreign key (org_id, programme_id) references programme (org_id, id)
);
select house.protect('programme_hours');
create table programme_closed_day (
  org_id uuid not null, programme_id uuid not null, day date not null, name text not null default '',
  primary key (org_id, programme_id, day),
  constraint closed_day_of_a_programme foreign key (org_id, programme_id) references programme (org_id, id)
);
select house.protect('programme_closed_day');

-- What the programme promises: how soon, when to warn, when to climb. unit is minute, hour, working-hour, day or working-day.
create table promise_term (
  org_id uuid not null, programme_id uuid not null, kind text not null, amount integer not null constraint promise_is_some_time check (amount > 0),
  unit text not null constraint unit_is_known check (unit in ('minute', 'hour', 'working-hour', 'day', 'working-day')),
  warn_amount integer not null, warn_unit text not null, climb_amount integer not null, climb_unit text not null,
  primary key (org_id, programme_id, kind),
  constraint promise_term_of_a_programme foreign key (org_id, programme_id) references programme (org_id, id)
);
select house.protect('promise_term');

-- programme_id null: in the whole organisation. duty says in which order the programme turns to somebody: owner, then back-up, then lead.
create table role_held (
  org_id        uuid not null,
  id            uuid not null,
  person_id     uuid not null,
  programme_id  uuid,
  role          text not null constraint role_is_known check (role in ('seeker', 'supporter', 'mentor', 'mentee', 'facilitator', 'coordinator', 'lead', 'safety-lead', 'trainer', 'referrer', 'administrator')),
  duty          text constraint duty_is_known check (duty in ('owner', 'backup', 'lead', 'safety', 'safety-backup')),
  given_by      uuid,
  given_at      timestamptz not null,
  ended_at      timestamptz,
  primary key (org_id, id),
  constraint role_of_a_person foreign key (org_id, person_id) references person (org_id, id),
  constraint role_in_a_programme foreign key (org_id, programme_id) references programme (org_id, id)
);
create unique index one_holding_per_role on role_held (org_id, person_id, coalesce(programme_id, '00000000-0000-0000-0000-000000000000'), role) where ended_at is null;
create index role_by_programme on role_held (org_id, programme_id, role) where ended_at is null;
select house.protect('role_held');
