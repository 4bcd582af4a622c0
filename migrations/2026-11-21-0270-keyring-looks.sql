-- How the keyring finds out for itself who is asking: two functions, and nothing else, for its own login.
-- They walk the organisations because a session's secret does not say which one it belongs to, and because the tables are policed
-- for their owner too. `moment` is the keyring's clock.
create function keyring.look(session_hash bytea, conversations uuid[], moment timestamptz)
  returns table (person uuid, leaves text[])
  language plpgsql security definer set search_path = public, pg_temp
  as $$
  declare
    one uuid;
    holder uuid;
  begin
    for one in select organisations() loop
      perform set_config('app.org', one::text, true);
      select s.person_id into holder
        from session s join person p on p.org_id = s.org_id and p.id = s.person_id
        where s.org_id = one and s.token_hash = session_hash and s.ended_at is null and s.ends_at > moment and p.left_at is null and p.erased_at is null;
      if holder is not null then
        return query
          select holder, coalesce(array_agg(case
              when m.person_id is null or m.left_seq is not null then 'no'
              when c.shredded_at is not null then 'no'
              when c.closed_at is not null then 'read'
              else 'write' end order by asked.at), '{}')
          from unnest(conversations) with ordinality as asked (id, at)
          left join conversation c on c.org_id = one and c.id = asked.id
          left join conversation_member m on m.org_id = one and m.conversation_id = asked.id and m.person_id = holder;
        return;
      end if;
    end loop;
  end $$;

-- Whether a person left or was erased, or a conversation was closed long enough ago: what the house's own clock may make unreadable.
create function keyring.may_shred(kind text, subject uuid, moment timestamptz) returns boolean
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
    end loop;
    return false;
  end $$;
revoke all on function keyring.look(bytea, uuid[], timestamptz), keyring.may_shred(text, uuid, timestamptz) from public;
grant execute on function keyring.look(bytea, uuid[], timestamptz), keyring.may_shred(text, uuid, timestamptz) to companionway_keyring;
