-- Private words between the people of a conversation. Envelopes are encrypted; keys live with the keyring, never here.

create table conversation (
  org_id        uuid not null,
  id            uuid not null,
  programme_id  uuid not null,
  kind          text not null constraint conversation_kind_is_known check (kind in ('one-to-one', 'mentorship', 'group', 'presence')),
  scheme        text not null default 'server-v1' constraint scheme_is_known check (scheme in ('server-v1', 'sealed-v1')),
  history_policy text not null default 'from-joining',
  retention_days integer not null default 90,
  last_seq      bigint not null default 0,
  last_commitment bytea,
  last_at       timestamptz,
  opened_at     timestamptz not null,
  starts_at     timestamptz,                       -- words may be sent from then on: nothing starts until both agree (P2)
  closed_at     timestamptz,
  shredded_at   timestamptz,
  primary key (org_id, id)
);
select house.protect('conversation');

create table conversation_member (
  org_id uuid not null, conversation_id uuid not null, person_id uuid not null,
  joined_seq bigint not null default 0, left_seq bigint, read_seq bigint not null default 0, told_seq bigint not null default 0,
  joined_at timestamptz not null, left_at timestamptz,
  primary key (org_id, conversation_id, person_id),
  constraint member_of_a_conversation foreign key (org_id, conversation_id) references conversation (org_id, id),
  constraint conversation_member_is_a_person foreign key (org_id, person_id) references person (org_id, id)
);
create index conversation_of_person on conversation_member (org_id, person_id) where left_seq is null;
select house.protect('conversation_member');

create or replace function house.my_conversations() returns uuid[]
  language sql stable security definer set search_path = public, pg_temp
  as $$ select coalesce(array_agg(conversation_id), '{}') from conversation_member
        where org_id = nullif(current_setting('app.org', true), '')::uuid and person_id = nullif(current_setting('app.person', true), '')::uuid and left_seq is null $$;

create table data_key (
  org_id uuid not null, id uuid not null, conversation_id uuid not null, author_id uuid not null, generation integer not null default 1,
  alg text not null default 'aes-256-gcm', made_at timestamptz not null, destroyed_at timestamptz,
  primary key (org_id, id),
  constraint one_key_per_author_and_generation unique (org_id, conversation_id, author_id, generation),
  constraint data_key_of_a_conversation foreign key (org_id, conversation_id) references conversation (org_id, id)
);
select house.protect('data_key');

create table message (
  org_id        uuid not null,
  id            uuid not null,
  conversation_id uuid not null,
  seq           bigint not null,
  author_id     uuid not null,
  client_message_id text not null,
  data_key_id   uuid not null,
  inner_scheme  text not null default 'none',
  inner_epoch   integer,
  envelope      bytea not null,
  size_bucket   integer not null,
  commitment    bytea not null,
  prev_commitment bytea,
  tag           bytea not null,
  tag_key_id    text not null,
  commit_by     text not null default 'server',
  replaces_id   uuid,
  removed_at    timestamptz,
  sent_at       timestamptz not null,
  primary key (org_id, conversation_id, seq),
  constraint one_message_per_id unique (org_id, id),
  constraint one_message_per_sending unique (org_id, conversation_id, author_id, client_message_id),
  constraint message_in_a_conversation foreign key (org_id, conversation_id) references conversation (org_id, id)
);
select house.protect_private('message', 'conversation_id');
