-- Who hears what, when, how discreetly; the demo's mailbox; spreadsheets brought in.

create table notice (
  org_id        uuid not null,
  id            uuid not null,
  person_id     uuid,                              -- null: to an address that is not (yet) a person's
  programme_id  uuid,
  kind          text not null,                     -- an id of content/notices.yaml
  effect        text not null,                     -- one effect, one notice: a repeated fact or sweep changes nothing
  about_kind    text,
  about_id      uuid,
  fills         jsonb not null default '{}',       -- placeholders that name nobody
  secret        bytea,                             -- a sign-in link or code, sealed; wiped once sent
  to_address    bytea,                             -- sealed; null: the person's main address at sending time
  channel       text not null default 'email',
  rings         boolean not null default false,
  made_at       timestamptz not null,
  due_at        timestamptz not null,              -- after quiet hours
  next_try_at   timestamptz not null,
  tries         integer not null default 0,
  trouble       text,                              -- a code, never an address
  sent_at       timestamptz,
  dropped_at    timestamptz,                       -- not wanted, nowhere to go, or overtaken
  dropped_why   text,
  primary key (org_id, id),
  constraint one_notice_per_effect unique (org_id, effect)
);
create index notice_to_send on notice (org_id, next_try_at) where sent_at is null and dropped_at is null;
create index notice_of_person on notice (org_id, person_id, made_at desc);
select house.protect('notice');

-- What the demo would have sent.
create table demo_mail (
  org_id uuid not null, id uuid not null, person_id uuid, sent_at timestamptz not null, to_label text not null, subject text not null, body text not null, html text not null default '', attachment text,
  primary key (org_id, id)
);
select house.protect('demo_mail');

create table import (
  org_id uuid not null, id uuid not null, programme_id uuid not null, side text not null, file_name text not null, sheet bytea /* sealed under the import's own key */, mapping jsonb not null default '{}',
  uploaded_by uuid not null, uploaded_at timestamptz not null, run_at timestamptz, run_by uuid, undone_at timestamptz, undone_by uuid, counts jsonb not null default '{}',
  primary key (org_id, id)
);
select house.protect('import');
create table import_row (
  org_id uuid not null, import_id uuid not null, row_number integer not null, made_kind text not null, made_id uuid not null,
  primary key (org_id, import_id, row_number, made_kind),
  constraint row_of_an_import foreign key (org_id, import_id) references import (org_id, id)
);
select house.protect('import_row');

-- Notes that came with a person and fit no question: kept verbatim, sealed under the person's key.
create table kept_note (
  org_id uuid not null, id uuid not null, person_id uuid not null, programme_id uuid not null, label text not null, words bytea not null, at timestamptz not null, import_id uuid,
  primary key (org_id, id),
  constraint kept_note_of_a_person foreign key (org_id, person_id) references person (org_id, id)
);
create index kept_note_of_person on kept_note (org_id, person_id);
select house.protect('kept_note');
