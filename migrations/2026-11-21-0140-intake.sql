-- Answers to a programme's questions, requests for support, applications, letters between a member and the programme.

-- One person's answers to one set of questions; half-written ones too. Saved at each step.
create table sheet (
  org_id        uuid not null,
  id            uuid not null,
  programme_id  uuid not null,
  person_id     uuid not null,
  side          text not null constraint sheet_side_is_known check (side in ('seeker', 'supporter')),
  set_id        text not null,
  visitor       text,                              -- the browser that began it, while nobody is signed in
  resume_hash   bytea,                             -- of the link that opens it on another device
  entered_by    uuid,
  begun_at      timestamptz not null,
  changed_at    timestamptz not null,
  sent_at       timestamptz,
  primary key (org_id, id),
  constraint sheet_of_a_programme foreign key (org_id, programme_id) references programme (org_id, id),
  constraint sheet_of_a_person foreign key (org_id, person_id) references person (org_id, id)
);
create index sheet_by_visitor on sheet (org_id, visitor) where visitor is not null and sent_at is null;
create unique index one_sheet_per_resume_link on sheet (org_id, resume_hash) where resume_hash is not null;
create index sheet_half_written on sheet (org_id, changed_at) where sent_at is null;
select house.protect('sheet');

create table answer (
  org_id        uuid not null,
  sheet_id      uuid not null,
  question_id   text not null,
  value         jsonb,                             -- coded answers only: option ids, numbers, dates, hours
  words         bytea,                             -- what was written, sealed under the person's key
  skipped       boolean not null default false,
  share         boolean not null default false,
  changed_at    timestamptz not null,
  primary key (org_id, sheet_id, question_id),
  constraint answer_on_a_sheet foreign key (org_id, sheet_id) references sheet (org_id, id) on delete cascade
);
select house.protect('answer');

create table support_request (
  org_id        uuid not null,
  id            uuid not null,
  programme_id  uuid not null,
  person_id     uuid not null,
  sheet_id      uuid not null,
  source        text not null default 'web' constraint source_is_known check (source in ('web', 'phone', 'import', 'referral')),
  came_from     text not null default '',          -- which poster or link (H4), a code
  urgent        boolean not null default false,
  who_chooses   text,                              -- the seeker's own wish; null: as the programme does it
  received_at   timestamptz not null,
  answered_at   timestamptz,                       -- a person answered
  ready_at      timestamptz,                       -- may be looked for
  held_at       timestamptz,                       -- the seeker asked to wait
  matched_at    timestamptz,
  withdrawn_at  timestamptz,
  closed_at     timestamptz,
  closed_how    text,
  import_id     uuid,
  primary key (org_id, id),
  constraint request_of_a_programme foreign key (org_id, programme_id) references programme (org_id, id),
  constraint request_of_a_person foreign key (org_id, person_id) references person (org_id, id),
  constraint request_with_a_sheet foreign key (org_id, sheet_id) references sheet (org_id, id)
);
create unique index one_waiting_request on support_request (org_id, programme_id, person_id) where matched_at is null and withdrawn_at is null and closed_at is null;
create unique index one_request_per_sheet on support_request (org_id, sheet_id);
create index request_waiting on support_request (org_id, programme_id, received_at, id) where matched_at is null and withdrawn_at is null and closed_at is null;
create index request_of_person on support_request (org_id, person_id, received_at desc);
select house.protect('support_request');

create table application (
  org_id        uuid not null,
  id            uuid not null,
  programme_id  uuid not null,
  person_id     uuid not null,
  sheet_id      uuid not null,
  source        text not null default 'web',
  received_at   timestamptz not null,
  answered_at   timestamptz,
  decided_at    timestamptz,
  decided_by    uuid,
  decision      text constraint decision_is_known check (decision in ('welcome', 'not-now')),
  withdrawn_at  timestamptz,
  import_id     uuid,
  primary key (org_id, id),
  constraint application_of_a_programme foreign key (org_id, programme_id) references programme (org_id, id),
  constraint application_of_a_person foreign key (org_id, person_id) references person (org_id, id),
  constraint application_with_a_sheet foreign key (org_id, sheet_id) references sheet (org_id, id)
);
create unique index one_open_application on application (org_id, programme_id, person_id) where decided_at is null and withdrawn_at is null;
create unique index one_application_per_sheet on application (org_id, sheet_id);
create index application_waiting on application (org_id, programme_id, received_at, id) where decided_at is null and withdrawn_at is null;
select house.protect('application');

-- A peer supporter in a programme: how many people, how much time, resting or not.
create table supporter (
  org_id        uuid not null,
  id            uuid not null,
  programme_id  uuid not null,
  person_id     uuid not null,
  sheet_id      uuid not null,
  capacity      integer not null default 1 constraint capacity_is_a_few check (capacity between 0 and 20),
  hours_a_week  numeric(4, 1),
  rest_days     integer not null default 0,
  since         timestamptz not null,
  paused_at     timestamptz,
  paused_until  timestamptz,
  ended_at      timestamptz,
  import_id     uuid,
  primary key (org_id, id),
  constraint supporter_in_a_programme foreign key (org_id, programme_id) references programme (org_id, id),
  constraint supporter_is_a_person foreign key (org_id, person_id) references person (org_id, id),
  constraint supporter_with_a_sheet foreign key (org_id, sheet_id) references sheet (org_id, id)
);
create unique index one_supporter_per_person on supporter (org_id, programme_id, person_id) where ended_at is null;
select house.protect('supporter');

-- Talk with the coordinator, references, screening: done when, good until when.
create table clearance (
  org_id uuid not null, id uuid not null, programme_id uuid not null, person_id uuid not null,
  kind text not null constraint clearance_is_known check (kind in ('talk', 'reference', 'screening')),
  done_on date not null, expires_on date, recorded_by uuid not null, recorded_at timestamptz not null, note bytea, withdrawn_at timestamptz,
  primary key (org_id, id),
  constraint clearance_of_a_person foreign key (org_id, person_id) references person (org_id, id)
);
create index clearance_of_person on clearance (org_id, person_id, programme_id) where withdrawn_at is null;
select house.protect('clearance');

create table training_record (
  org_id uuid not null, id uuid not null, programme_id uuid not null, person_id uuid not null, course text not null,
  completed_on date not null, expires_on date, recorded_by uuid not null, recorded_at timestamptz not null, withdrawn_at timestamptz,
  primary key (org_id, id),
  constraint training_of_a_person foreign key (org_id, person_id) references person (org_id, id)
);
create index training_of_person on training_record (org_id, person_id, programme_id) where withdrawn_at is null;
select house.protect('training_record');

-- Between a member and the programme (not private to two peers: the programme's team reads it). Phone calls are logged here too.
create table letter (
  org_id        uuid not null,
  id            uuid not null,
  programme_id  uuid not null,
  person_id     uuid not null,                     -- the member it is with
  about_kind    text,
  about_id      uuid,
  from_programme boolean not null,
  written_by    uuid,                              -- null: automatic, which never counts as an answer
  channel       text not null constraint letter_channel_is_known check (channel in ('here', 'phone', 'in-person', 'voicemail')),
  words         bytea not null,                    -- sealed under the member's key
  at            timestamptz not null,
  read_at       timestamptz,
  primary key (org_id, id),
  constraint letter_of_a_programme foreign key (org_id, programme_id) references programme (org_id, id),
  constraint letter_with_a_person foreign key (org_id, person_id) references person (org_id, id)
);
create index letter_with_person on letter (org_id, person_id, id);
create index letter_of_programme on letter (org_id, programme_id, id);
select house.protect('letter');
