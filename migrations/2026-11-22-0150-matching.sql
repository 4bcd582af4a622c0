-- Rounds for a whole programme: who asked, what was given to the engine, what it proposed, who decided what and why.
-- A round holds ids, codes and points; names are looked up when somebody looks, and are gone with the person.

create table matching_round (
  org_id        uuid not null,
  id            uuid not null,
  programme_id  uuid not null,
  asked_by      uuid not null,
  asked_at      timestamptz not null,
  state         text not null default 'working' constraint round_state_is_known check (state in ('working', 'ready', 'failed', 'set-aside')),
  trial         boolean not null default false,    -- other weights than the programme's: to look at, never to decide from
  weights       jsonb not null,                    -- soft weights it was asked with, by criterion
  engine_version text not null,
  inputs_hash   text,                              -- SHA-256 of exactly what the engine was given
  stage         text not null default 'waiting',
  fraction      real not null default 0,
  told_at       timestamptz not null,              -- progress was last told
  taken_until   timestamptz,                       -- a node works on it until then; lapsed: another takes it over
  tries         smallint not null default 0,
  ready_at      timestamptz,
  failed_why    text,
  against_id    uuid,                              -- the round it is compared with
  figures       jsonb,                             -- counts, points, times, certificate
  report        jsonb,                             -- whom to look for, fairness, exposure: counts only, small numbers left out
  swaps         jsonb,                             -- pairs that would rather have each other: ids
  primary key (org_id, id),
  constraint round_of_a_programme foreign key (org_id, programme_id) references programme (org_id, id)
);
create unique index one_working_round on matching_round (org_id, programme_id) where state = 'working';
create index round_of_programme_in_order on matching_round (org_id, programme_id, id desc);
create index round_by_age on matching_round (org_id, asked_at);
select house.protect('matching_round');

-- One row for each waiting seeker of a round, also for whom there is nobody.
create table matching_round_pair (
  org_id        uuid not null,
  round_id      uuid not null,
  position      integer not null,                  -- who has waited longest first
  request_id    uuid not null,
  supporter_id  uuid,                              -- supporter.id
  kind          text not null constraint round_pair_kind_is_known check (kind in ('chosen', 'held', 'live', 'nobody')),
  change        text not null constraint round_pair_change_is_known check (change in ('same', 'new', 'moved', 'no-longer', 'still-nobody')),
  before_id     uuid,                              -- the supporter of the round before
  score         integer,
  bonus         integer not null default 0,        -- points for waiting, shown apart
  parts         jsonb not null default '[]',       -- criteria and points that add up to the score
  possible      integer not null default 0,        -- supporters every rule allows
  removed       jsonb not null default '[]',       -- for whom there is nobody: rules and how many they removed
  proposal_id   uuid,
  fell_why      text,                              -- chosen by a person, and no longer possible then
  primary key (org_id, round_id, position),
  constraint one_row_per_request unique (org_id, round_id, request_id),
  constraint pair_of_a_round foreign key (org_id, round_id) references matching_round (org_id, id) on delete cascade
);
create index round_pair_of_request on matching_round_pair (org_id, request_id);
create index round_pair_of_supporter on matching_round_pair (org_id, supporter_id) where supporter_id is not null;
select house.protect('matching_round_pair');

-- The market as the engine solved it (numbers, and ids of requests and standings), so that every question about a round has the answer of that day.
create table matching_round_market (
  org_id        uuid not null,
  round_id      uuid not null,
  bytes         bytea not null,
  primary key (org_id, round_id),
  constraint market_of_a_round foreign key (org_id, round_id) references matching_round (org_id, id) on delete cascade
);
select house.protect('matching_round_market');

create table matching_round_decision (
  org_id        uuid not null,
  id            uuid not null,
  round_id      uuid not null,
  decided_by    uuid not null,
  decided_at    timestamptz not null,
  kind          text not null constraint decision_on_a_round_is_known check (kind in ('proposed', 'set-aside')),
  made          integer not null default 0,
  fell          integer not null default 0,
  why           bytea not null,                    -- sealed under the key of whoever decided
  primary key (org_id, id),
  constraint decision_on_a_round foreign key (org_id, round_id) references matching_round (org_id, id) on delete cascade
);
create index decision_on_a_round_in_order on matching_round_decision (org_id, round_id, id);
select house.protect('matching_round_decision');

-- Two people whom a coordinator holds together or apart in every round, until it is released.
create table matching_hold (
  org_id        uuid not null,
  id            uuid not null,
  programme_id  uuid not null,
  request_id    uuid not null,
  supporter_id  uuid not null,
  kind          text not null constraint hold_kind_is_known check (kind in ('together', 'apart')),
  reason        bytea,                             -- sealed under the seeker's key
  set_by        uuid not null,
  set_at        timestamptz not null,
  released_by   uuid,
  released_at   timestamptz,
  primary key (org_id, id),
  constraint hold_for_a_request foreign key (org_id, request_id) references support_request (org_id, id),
  constraint hold_of_a_supporter foreign key (org_id, supporter_id) references supporter (org_id, id)
);
create unique index one_hold_per_pair on matching_hold (org_id, request_id, supporter_id) where released_at is null;
create unique index one_together_per_request on matching_hold (org_id, request_id) where released_at is null and kind = 'together';
create index hold_of_programme on matching_hold (org_id, programme_id, id) where released_at is null;
select house.protect('matching_hold');

create index proposal_live_of_programme on proposal (org_id, programme_id) where ended_at is null;
