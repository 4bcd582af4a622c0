-- What was made unreadable, so that a restored backup can do it again. Ids, codes and moments; never a word and never a name.
-- It only grows. The same lines stand in a file of the data directory (src/platform/erasure-ledger.ts), since a backup restored knows only what was
-- erased before it was taken.
create table erasure (
  org_id        uuid not null,
  id            uuid not null,
  kind          text not null constraint erasure_kind_is_known check (kind in ('person', 'conversation', 'key', 'message', 'import', 'concern', 'older-than')),
  subject_id    uuid not null,                     -- the person, conversation, key…; of older-than the programme or the organisation
  about         jsonb not null default '{}',       -- ids, codes and moments
  because       text not null constraint erasure_has_a_reason check (because in ('left', 'own-words', 'retention')),
  at            timestamptz not null,
  due_at        timestamptz not null,
  again         boolean not null default false,    -- written by a restore: it is carried out before anything is served
  primary key (org_id, id)
);
create index erasure_of_subject on erasure (org_id, subject_id, kind);
create index erasure_by_time on erasure (org_id, at);
select house.protect_append_only('erasure');

-- An erasure that was carried out. What has no row here is still to be done: a crash in between loses nothing.
create table erasure_done (
  org_id        uuid not null,
  erasure_id    uuid not null,
  at            timestamptz not null,
  primary key (org_id, erasure_id)
);
select house.protect_append_only('erasure_done');

-- What the house's own clock may make unreadable: as before, and whatever stands in the ledger and is due.
create or replace function keyring.may_shred(kind text, subject uuid, moment timestamptz) returns boolean
  language plpgsql security definer set search_path = public, pg_temp
  as $$
  declare one uuid;
  begin
    for one in select organisations() loop
      perform set_config('app.org', one::text, true);
      if kind = 'conversation' and exists (
        select 1 from conversation c where c.org_id = one and c.id = subject and (c.shredded_at is not null or c.closed_at + make_interval(days => c.retention_days) <= moment)
      ) then return true; end if;
      if kind = 'person' and exists (
        select 1 from person p where p.org_id = one and p.id = subject and (p.erased_at is not null or p.left_at is not null or p.joined_at is null)
      ) then return true; end if;
      if exists (
        select 1 from erasure e where e.org_id = one and e.subject_id = subject and e.due_at <= moment
          and (e.kind = may_shred.kind or (may_shred.kind = 'person' and e.kind in ('import', 'concern')))
      ) then return true; end if;
      if kind = 'key' and exists (
        select 1 from data_key k join erasure e on e.org_id = k.org_id and e.subject_id = k.conversation_id and e.kind = 'conversation' and e.due_at <= moment
        where k.org_id = one and k.id = subject
      ) then return true; end if;
    end loop;
    return false;
  end $$;
