-- Proposals and introductions, relationships, the agreement two people write, meetings, check-ins.

create table proposal (
  org_id        uuid not null,
  id            uuid not null,
  programme_id  uuid not null,
  request_id    uuid not null,
  supporter_id  uuid not null,                     -- supporter.id
  seeker_person uuid not null,
  supporter_person uuid not null,
  place         smallint not null default 1 constraint place_is_1_to_3 check (place between 1 and 3),
  proposed_by   uuid not null,
  reason        bytea,                             -- the coordinator's own word, sealed under the seeker's key
  engine_version text not null,
  reasons       jsonb not null,                    -- the reasons shown, codes and points
  proposed_at   timestamptz not null,
  expires_at    timestamptz not null,
  reminded_at   timestamptz,
  supporter_said text constraint supporter_said_yes_or_no check (supporter_said in ('yes', 'no')),
  supporter_said_at timestamptz,
  seeker_said   text constraint seeker_said_yes_or_no check (seeker_said in ('yes', 'no')),
  seeker_said_at timestamptz,
  ended_at      timestamptz,
  ended_how     text constraint ending_is_known check (ended_how in ('both-yes', 'declined', 'expired', 'withdrawn', 'overtaken', 'no-room')),
  primary key (org_id, id),
  constraint proposal_for_a_request foreign key (org_id, request_id) references support_request (org_id, id),
  constraint proposal_of_a_supporter foreign key (org_id, supporter_id) references supporter (org_id, id)
);
create unique index one_live_proposal_per_place on proposal (org_id, request_id, place) where ended_at is null;
create unique index one_live_proposal_per_pair on proposal (org_id, request_id, supporter_id) where ended_at is null;
create index proposal_of_request on proposal (org_id, request_id, proposed_at);
create index proposal_of_supporter on proposal (org_id, supporter_person, proposed_at desc);
create index proposal_by_expiry on proposal (org_id, expires_at) where ended_at is null;
select house.protect('proposal');

-- What one side wrote for this. Sealed under its author's key.
create table introduction (
  org_id uuid not null, proposal_id uuid not null, side text not null constraint introduction_side_is_known check (side in ('seeker', 'supporter')),
  author_id uuid not null, words bytea not null, changed_at timestamptz not null,
  primary key (org_id, proposal_id, side),
  constraint introduction_for_a_proposal foreign key (org_id, proposal_id) references proposal (org_id, id)
);
select house.protect('introduction');

create table relationship (
  org_id        uuid not null,
  id            uuid not null,
  programme_id  uuid not null,
  kind          text not null default 'one-to-one',
  seeker_id     uuid not null,                     -- person
  supporter_id  uuid not null,                     -- person
  standing_id   uuid not null,                     -- supporter.id
  request_id    uuid,
  proposal_id   uuid,
  conversation_id uuid not null,
  begun_at      timestamptz not null,
  agreed_at     timestamptz,                       -- nothing starts until both agree (P2)
  season_ends_on date,
  paused_at     timestamptz,
  paused_by     uuid,
  paused_until  timestamptz,
  ended_at      timestamptz,
  ended_by      uuid,
  ended_how     text constraint relationship_ended_how_is_known check (ended_how in ('complete', 'early', 'another-fit', 'stopped-by-programme', 'left')),
  last_contact_at timestamptz,
  primary key (org_id, id),
  constraint one_relationship_per_proposal unique (org_id, proposal_id),
  constraint one_relationship_per_conversation unique (org_id, conversation_id),
  constraint relationship_of_two check (seeker_id <> supporter_id),
  constraint relationship_with_a_conversation foreign key (org_id, conversation_id) references conversation (org_id, id),
  constraint relationship_with_a_standing foreign key (org_id, standing_id) references supporter (org_id, id)
);
create index relationship_of_seeker on relationship (org_id, seeker_id, begun_at desc);
create index relationship_of_supporter on relationship (org_id, supporter_id, begun_at desc);
create index relationship_alive on relationship (org_id, programme_id, begun_at) where ended_at is null;
create index relationship_of_standing on relationship (org_id, standing_id) where ended_at is null;
select house.protect('relationship');

-- Contacts outside the conversation, logged by either side (phone-only pairs). No words: that it happened, how, how long.
create table contact_log (
  org_id uuid not null, id uuid not null, relationship_id uuid not null, logged_by uuid not null, happened_at timestamptz not null, channel text not null, minutes integer,
  logged_at timestamptz not null,
  primary key (org_id, id),
  constraint contact_in_a_relationship foreign key (org_id, relationship_id) references relationship (org_id, id)
);
create index contact_log_in_order on contact_log (org_id, relationship_id, happened_at desc);
select house.protect('contact_log');

create table agreement (
  org_id uuid not null, id uuid not null, relationship_id uuid not null, conversation_id uuid not null, opened_at timestamptz not null,
  in_force_version integer not null default 0, quiet_from time, quiet_until time, contacts_per_week numeric(4, 1), check_in_weeks integer, silence_days integer,
  primary key (org_id, id),
  constraint one_agreement_per_relationship unique (org_id, relationship_id),
  constraint agreement_of_a_relationship foreign key (org_id, relationship_id) references relationship (org_id, id)
);
select house.protect('agreement');

-- A line as one side proposes it. Words are sealed under the author's key in this conversation; the programme's locked lines stand in its content.
create table agreement_line (
  org_id uuid not null, id uuid not null, agreement_id uuid not null, conversation_id uuid not null, topic text not null, position integer not null default 0,
  proposed_by uuid /* null: the programme's starting point */, replaces_id uuid, removes boolean not null default false, data_key_id uuid, words bytea, starter text, sets jsonb not null default '{}',
  proposed_at timestamptz not null, withdrawn_at timestamptz, agreed_at timestamptz, ended_at timestamptz, in_version integer,
  primary key (org_id, id),
  constraint line_of_an_agreement foreign key (org_id, agreement_id) references agreement (org_id, id)
);
create index agreement_line_of_agreement on agreement_line (org_id, agreement_id, position, id);
select house.protect_private('agreement_line', 'conversation_id');

-- Each side's yes: to one line, or to a whole version.
create table agreement_yes (
  org_id uuid not null, agreement_id uuid not null, conversation_id uuid not null, line_id uuid not null, person_id uuid not null, said_at timestamptz not null,
  primary key (org_id, agreement_id, line_id, person_id)
);
select house.protect_private('agreement_yes', 'conversation_id');
-- What one says about a line before agreeing to it. Sealed like the lines.
create table agreement_remark (
  org_id uuid not null, id uuid not null, agreement_id uuid not null, conversation_id uuid not null, line_id uuid not null, author_id uuid not null, data_key_id uuid not null,
  words bytea not null, said_at timestamptz not null,
  primary key (org_id, id)
);
create index agreement_remark_of_agreement on agreement_remark (org_id, agreement_id, id);
select house.protect_private('agreement_remark', 'conversation_id');
create table agreement_version (
  org_id uuid not null, agreement_id uuid not null, conversation_id uuid not null, number integer not null, line_ids uuid[] not null, made_at timestamptz not null,
  primary key (org_id, agreement_id, number)
);
select house.protect_private('agreement_version', 'conversation_id');
create table agreement_version_yes (
  org_id uuid not null, agreement_id uuid not null, conversation_id uuid not null, number integer not null, person_id uuid not null, said_at timestamptz not null,
  primary key (org_id, agreement_id, number, person_id)
);
select house.protect_private('agreement_version_yes', 'conversation_id');

create table meeting (
  org_id uuid not null, id uuid not null, relationship_id uuid not null, conversation_id uuid not null, proposed_by uuid not null,
  starts_at timestamptz not null, minutes integer not null constraint meeting_lasts_a_while check (minutes between 5 and 480), zone text not null,
  how text not null constraint meeting_how_is_known check (how in ('in-person', 'phone', 'video')), data_key_id uuid, place bytea, sequence integer not null default 0,
  proposed_at timestamptz not null, accepted_at timestamptz, declined_at timestamptz, cancelled_at timestamptz, cancelled_by uuid, replaces_id uuid,
  primary key (org_id, id),
  constraint meeting_in_a_relationship foreign key (org_id, relationship_id) references relationship (org_id, id)
);
create index meeting_of_relationship on meeting (org_id, relationship_id, starts_at);
create index meeting_coming on meeting (org_id, starts_at) where accepted_at is not null and cancelled_at is null;
select house.protect('meeting');

create table calendar_feed (
  org_id uuid not null, id uuid not null, person_id uuid not null, token_hash bytea not null, made_at timestamptz not null, ended_at timestamptz,
  primary key (org_id, id),
  constraint one_feed_per_token unique (org_id, token_hash)
);
create unique index one_live_feed_per_person on calendar_feed (org_id, person_id) where ended_at is null;
select house.protect('calendar_feed');

create table check_in (
  org_id uuid not null, id uuid not null, programme_id uuid not null, relationship_id uuid, person_id uuid not null, kind text not null,
  due_at timestamptz not null, asked_at timestamptz, answered_at timestamptz, skipped_at timestamptz,
  primary key (org_id, id)
);
create unique index one_check_in_per_moment on check_in (org_id, person_id, kind, due_at, coalesce(relationship_id, '00000000-0000-0000-0000-000000000000'));
create index check_in_due on check_in (org_id, due_at) where asked_at is null;
create index check_in_of_person on check_in (org_id, person_id, due_at desc);
select house.protect('check_in');
create table check_in_answer (
  org_id uuid not null, check_in_id uuid not null, item text not null, value integer, words bytea, shared_at timestamptz, answered_at timestamptz not null,
  primary key (org_id, check_in_id, item),
  constraint answer_of_a_check_in foreign key (org_id, check_in_id) references check_in (org_id, id)
);
select house.protect('check_in_answer');
