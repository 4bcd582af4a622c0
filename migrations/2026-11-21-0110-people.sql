-- Accounts, sign-in, consent, how somebody likes to be reached. Names and contact details are sealed under the person's own key.

create table person (
  org_id        uuid not null,
  id            uuid not null,
  name          bytea,                 -- the name they chose, sealed
  pronouns      bytea,                 -- sealed
  lang          text not null default 'en' constraint person_speaks_en_or_fr check (lang in ('en', 'fr')),
  zone          text,
  entered_by    uuid,                  -- the coordinator who wrote them down, when they did not come themselves
  begun_at      timestamptz not null,
  joined_at     timestamptz,           -- null while only a half-written request exists
  left_at       timestamptz,
  erased_at     timestamptz,
  primary key (org_id, id)
);
select house.protect('person');

create table contact (
  org_id        uuid not null,
  id            uuid not null,
  person_id     uuid not null,
  kind          text not null constraint contact_is_email_or_phone check (kind in ('email', 'phone')),
  value         bytea not null,        -- sealed
  lookup        bytea not null,        -- keyed hash of the normal form, so that it can be found and not read
  careful       bytea,                 -- what to be careful about when reaching them, sealed
  main          boolean not null default false,
  confirmed_at  timestamptz,
  added_at      timestamptz not null,
  removed_at    timestamptz,
  primary key (org_id, id),
  constraint contact_of_a_person foreign key (org_id, person_id) references person (org_id, id)
);
create unique index one_person_per_email on contact (org_id, lookup) where kind = 'email' and confirmed_at is not null and removed_at is null;
create index contact_by_lookup on contact (org_id, lookup) where removed_at is null;
create index contact_of_person on contact (org_id, person_id) where removed_at is null;
select house.protect('contact');

create table preference (
  org_id        uuid not null,
  person_id     uuid not null,
  quiet_from    time,
  quiet_until   time,
  notices       text not null default 'email' constraint notices_go_somewhere check (notices in ('email', 'sms', 'off')),
  digest        boolean not null default false,
  shared_device boolean not null default false,
  changed_at    timestamptz not null,
  primary key (org_id, person_id),
  constraint preference_of_a_person foreign key (org_id, person_id) references person (org_id, id)
);
select house.protect('preference');

create table session (
  org_id        uuid not null,
  id            uuid not null,
  person_id     uuid not null,
  token_hash    bytea not null,
  proof         text not null,
  second_step_at timestamptz,
  history_from  timestamptz,           -- older words stay closed until then (recovery by e-mail alone)
  device        text not null default '',
  shared_device boolean not null default false,
  created_at    timestamptz not null,
  seen_at       timestamptz not null,
  ends_at       timestamptz not null,
  ended_at      timestamptz,
  primary key (org_id, id),
  constraint one_session_per_token unique (org_id, token_hash),
  constraint session_of_a_person foreign key (org_id, person_id) references person (org_id, id)
);
create index session_of_person on session (org_id, person_id, seen_at desc) where ended_at is null;
select house.protect('session');

create table sign_in_link (
  org_id        uuid not null,
  id            uuid not null,
  lookup        bytea not null,        -- of the address asked for; a person need not exist
  person_id     uuid,
  token_hash    bytea not null,
  code_hash     bytea not null,
  tries         integer not null default 0,
  purpose       text not null default 'sign-in',
  return_to     text not null default '',
  made_at       timestamptz not null,
  ends_at       timestamptz not null,
  used_at       timestamptz,
  primary key (org_id, id),
  constraint one_link_per_token unique (org_id, token_hash)
);
create index sign_in_link_by_lookup on sign_in_link (org_id, lookup, made_at desc);
select house.protect('sign_in_link');

create table password (
  org_id uuid not null, person_id uuid not null, hash text not null, set_at timestamptz not null,
  primary key (org_id, person_id),
  constraint password_of_a_person foreign key (org_id, person_id) references person (org_id, id)
);
select house.protect('password');

create table passkey (
  org_id uuid not null, id uuid not null, person_id uuid not null, credential_id bytea not null, public_key bytea not null,
  counter bigint not null default 0, transports text[] not null default '{}', name text not null default '',
  made_at timestamptz not null, used_at timestamptz, removed_at timestamptz,
  primary key (org_id, id),
  constraint one_passkey_per_credential unique (org_id, credential_id),
  constraint passkey_of_a_person foreign key (org_id, person_id) references person (org_id, id)
);
create index passkey_of_person on passkey (org_id, person_id) where removed_at is null;
select house.protect('passkey');

-- A challenge given to a browser (passkey registration or sign-in), used once.
create table challenge (
  org_id uuid not null, id uuid not null, purpose text not null, person_id uuid, value bytea not null, about jsonb not null default '{}',
  made_at timestamptz not null, ends_at timestamptz not null, used_at timestamptz,
  primary key (org_id, id)
);
select house.protect('challenge');

create table one_time_secret (
  org_id uuid not null, person_id uuid not null, secret bytea not null /* sealed */, last_step bigint not null default 0,
  made_at timestamptz not null, confirmed_at timestamptz,
  primary key (org_id, person_id),
  constraint one_time_secret_of_a_person foreign key (org_id, person_id) references person (org_id, id)
);
select house.protect('one_time_secret');

create table recovery_code (
  org_id uuid not null, id uuid not null, person_id uuid not null, code_hash bytea not null, made_at timestamptz not null, used_at timestamptz,
  primary key (org_id, id),
  constraint recovery_code_of_a_person foreign key (org_id, person_id) references person (org_id, id)
);
create index recovery_code_of_person on recovery_code (org_id, person_id) where used_at is null;
select house.protect('recovery_code');

create table outside_identity (
  org_id uuid not null, id uuid not null, person_id uuid not null, issuer text not null, subject text not null, linked_at timestamptz not null,
  primary key (org_id, id),
  constraint one_person_per_outside_identity unique (org_id, issuer, subject),
  constraint outside_identity_of_a_person foreign key (org_id, person_id) references person (org_id, id)
);
select house.protect('outside_identity');

create table consent (
  org_id uuid not null, id uuid not null, person_id uuid not null, kind text not null, version text not null, given_at timestamptz not null, withdrawn_at timestamptz,
  primary key (org_id, id),
  constraint consent_of_a_person foreign key (org_id, person_id) references person (org_id, id)
);
create index consent_of_person on consent (org_id, person_id, kind);
select house.protect('consent');

-- Sign-in attempts, for delays that never lock a person out. Keys are hashes of an address or a network.
create table attempt (
  org_id uuid not null, key bytea not null, failures integer not null default 0, last_at timestamptz not null,
  primary key (org_id, key)
);
select house.protect('attempt');
