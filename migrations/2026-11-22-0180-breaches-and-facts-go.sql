-- A breach of the code has an end too: its key is destroyed through the ledger, like a concern's. What readers of facts have read goes after its time.

alter table erasure drop constraint erasure_kind_is_known;
alter table erasure add constraint erasure_kind_is_known check (kind in ('person', 'conversation', 'key', 'message', 'import', 'concern', 'breach', 'older-than'));

-- What the house's own clock may make unreadable: as before, and a breach that stands in the ledger and is due.
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
          and (e.kind = may_shred.kind or (may_shred.kind = 'person' and e.kind in ('import', 'concern', 'breach')))
      ) then return true; end if;
      if kind = 'key' and exists (
        select 1 from data_key k join erasure e on e.org_id = k.org_id and e.subject_id = k.conversation_id and e.kind = 'conversation' and e.due_at <= moment
        where k.org_id = one and k.id = subject
      ) then return true; end if;
    end loop;
    return false;
  end $$;

-- Facts may only be added to; this is their one way out, and it takes none that some reader of the organisation has yet to read.
create function forget_facts(before timestamptz, most integer) returns integer
  language plpgsql security definer set search_path = public, pg_temp
  as $$
  declare
    here uuid := nullif(current_setting('app.org', true), '')::uuid;
    gone integer;
  begin
    delete from fact f where f.org_id = here and f.id in (
      select old.id from fact old
      where old.org_id = here and old.at < before
        and (old.xid, old.id) <= (select r.xid, r.id from fact_reader r where r.org_id = here order by r.xid, r.id limit 1)
      order by old.at limit most);
    get diagnostics gone = row_count;
    return gone;
  end $$;
revoke all on function forget_facts(timestamptz, integer) from public;
grant execute on function forget_facts(timestamptz, integer) to companionway_app;
create index fact_by_age on fact (org_id, at);
