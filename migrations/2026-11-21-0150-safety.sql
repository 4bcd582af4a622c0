-- Concerns, people kept apart, help lines.

create table concern (
  org_id        uuid not null,
  id            uuid not null,
  programme_id  uuid,
  raised_by     uuid,                              -- null: somebody not signed in
  about_person  uuid,
  about_kind    text,
  about_id      uuid,
  level         text not null,
  words         bytea not null,                    -- sealed under a key of this concern alone
  reach_back    bytea,                             -- how to reach somebody who is not signed in, sealed
  told_them     boolean not null default false,
  owner_id      uuid,
  backup_id     uuid,
  raised_at     timestamptz not null,
  taken_at      timestamptz,
  taken_by      uuid,
  closed_at     timestamptz,
  closed_by     uuid,
  outcome       text,
  primary key (org_id, id)
);
create index concern_open on concern (org_id, programme_id, raised_at) where closed_at is null;
select house.protect('concern');

-- The record of a concern: what was seen and done, by whom. Never rewritten.
create table concern_note (
  org_id uuid not null, id uuid not null, concern_id uuid not null, by_person uuid, kind text not null, words bytea, at timestamptz not null,
  primary key (org_id, id),
  constraint note_on_a_concern foreign key (org_id, concern_id) references concern (org_id, id)
);
create index concern_note_in_order on concern_note (org_id, concern_id, id);
select house.protect_append_only('concern_note');

-- Two people who must not meet here: a block by one of them, or a "do not match" by the programme.
create table kept_apart (
  org_id uuid not null, id uuid not null, one_person uuid not null, other_person uuid not null, kind text not null constraint apart_is_known check (kind in ('block', 'do-not-match')),
  set_by uuid not null, set_at timestamptz not null, ended_at timestamptz,
  primary key (org_id, id),
  constraint apart_are_two check (one_person <> other_person)
);
create unique index one_bar_per_pair_and_setter on kept_apart (org_id, one_person, other_person, set_by) where ended_at is null;
create index kept_apart_by_other on kept_apart (org_id, other_person) where ended_at is null;
select house.protect('kept_apart');

create table help_line (
  org_id uuid not null, id uuid not null, country text not null, name jsonb not null, about jsonb not null default '{}', call text, sms text, web text,
  languages text[] not null default '{}', hours jsonb not null default '{}', position integer not null default 0, owner_id uuid, confirmed_on date, confirmed_by uuid, removed_at timestamptz,
  primary key (org_id, id)
);
create index help_line_by_country on help_line (org_id, country, position) where removed_at is null;
select house.protect('help_line');
