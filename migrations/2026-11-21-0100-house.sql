-- The organisation, the trail (I8), facts for higher rooms, and the memory of acts already performed.

create table organisation (
  org_id        uuid primary key,
  name          text not null,
  host          text,
  lang          text not null default 'en' constraint organisation_speaks_en_or_fr check (lang in ('en', 'fr')),
  zone          text not null default 'UTC',
  country       text not null default 'CA',
  sender_name   text not null default '',
  settings      jsonb not null default '{}',
  set_up_at     timestamptz,
  created_at    timestamptz not null default now(),
  constraint one_organisation_per_host unique (host)
);
select house.protect('organisation');
-- Not forced for the owner: the three functions below must find an organisation before any is set. The app's logins never own it.
alter table organisation no force row level security;

-- Which organisation a host belongs to must be known before any organisation is set. Gives ids only.
create function organisation_for(asked_host text) returns uuid
  language sql stable security definer set search_path = public, pg_temp
  as $$ select org_id from organisation order by (host is not distinct from asked_host) desc, created_at, org_id limit 1 $$;
create function organisations() returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
  as $$ select org_id from organisation order by created_at, org_id $$;
-- The very first organisation is made before anybody can be signed in. Refuses once one exists, unless the owner calls it.
create function found_organisation(new_id uuid, new_name text) returns uuid
  language plpgsql security definer set search_path = public, pg_temp
  as $$
  begin
    perform pg_advisory_xact_lock(hashtext('house.found_organisation'));
    if exists (select 1 from organisation) then return null; end if;
    insert into organisation (org_id, name) values (new_id, new_name);
    return new_id;
  end $$;
revoke all on function organisation_for(text), organisations(), found_organisation(uuid, text) from public;
grant execute on function organisation_for(text), organisations(), found_organisation(uuid, text) to companionway_app, companionway_member;

create table trail (
  org_id        uuid not null,
  id            uuid not null,
  at            timestamptz not null,
  actor_id      uuid,
  actor_kind    text not null,
  act           text not null,
  outcome       text not null,
  subject_kind  text,
  subject_id    uuid,
  programme_id  uuid,
  request_id    text not null,
  primary key (org_id, id)
);
create index trail_by_subject on trail (org_id, subject_id, id) where subject_id is not null;
create index trail_by_actor on trail (org_id, actor_id, id) where actor_id is not null;
select house.protect_append_only('trail');

create table fact (
  org_id        uuid not null,
  id            uuid not null,
  xid           xid8 not null default pg_current_xact_id(),
  name          text not null,
  subject_kind  text not null,
  subject_id    uuid not null,
  programme_id  uuid,
  by_person_id  uuid,
  about         jsonb not null default '{}',
  at            timestamptz not null,
  primary key (org_id, id)
);
-- A reader goes on from (xid, id), below the oldest running transaction: ids alone would miss facts (measured: a third of them).
create index fact_in_order on fact (org_id, xid, id);
create index fact_by_subject on fact (org_id, subject_id, at);
select house.protect_append_only('fact');

create table fact_reader (
  org_id        uuid not null,
  reader        text not null,
  xid           xid8 not null default '0',
  id            uuid not null default '00000000-0000-0000-0000-000000000000',
  primary key (org_id, reader)
);
select house.protect('fact_reader');

create table act_once (
  org_id        uuid not null,
  key           text not null,
  act           text not null,
  at            timestamptz not null,
  value         bytea,                 -- what the first performance answered, sealed
  primary key (org_id, key)
);
create index act_once_by_age on act_once (org_id, at);
select house.protect('act_once');

-- How far the demo's clock is ahead of the real one. No row outside a demo.
create table demo_clock (
  org_id        uuid primary key,
  ahead_ms      bigint not null default 0
);
select house.protect('demo_clock');
