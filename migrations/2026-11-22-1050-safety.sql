-- A contact sheet that somebody of the team wrote down, as it was said, for a person who has a telephone alone: with who and when. Each writing has a key
-- of its own generation, because whoever writes it down is given that key once and never again.
alter table contact_sheet
  add column generation integer not null default 1 constraint sheet_counts_from_one check (generation >= 1),
  add column spoken_at timestamptz,
  add column written_by uuid,
  add constraint sheet_spoken_to_somebody check ((spoken_at is null) = (written_by is null));

-- What leave a session has for contact sheets and concerns. A sheet: its owner; for some hours the one it was released to by two people; and whoever runs a
-- programme that somebody takes part in may make the key of a new one, when that person has a telephone, no e-mail address and no way to sign in. Concerns
-- as before.
create or replace function keyring.look_released(session_hash bytea, asked_sheets uuid[], asked_concerns uuid[], moment timestamptz)
  returns table (sheets text[], concerns text[])
  language plpgsql security definer set search_path = public, pg_temp
  as $$
  declare
    one uuid;
    holder uuid;
    stepped boolean;
  begin
    for one in select organisations() loop
      perform set_config('app.org', one::text, true);
      select s.person_id, s.second_step_at is not null into holder, stepped
        from session s join person p on p.org_id = s.org_id and p.id = s.person_id
        where s.org_id = one and s.token_hash = session_hash and s.ended_at is null and s.ends_at > moment and p.left_at is null and p.erased_at is null;
      if holder is not null then
        return query select
          (select coalesce(array_agg(case
              when asked.id = holder then 'write'
              when stepped and exists (
                select 1 from contact_release r where r.org_id = one and r.person_id = asked.id and r.asked_by = holder and r.confirmed_at is not null and r.open_until > moment
              ) then 'read'
              when stepped
                and exists (select 1 from person p where p.org_id = one and p.id = asked.id and p.left_at is null and p.erased_at is null)
                and exists (select 1 from contact c where c.org_id = one and c.person_id = asked.id and c.kind = 'phone' and c.removed_at is null)
                and not exists (select 1 from contact c where c.org_id = one and c.person_id = asked.id and c.kind = 'email' and c.removed_at is null)
                and not exists (select 1 from password w where w.org_id = one and w.person_id = asked.id)
                and not exists (select 1 from passkey k where k.org_id = one and k.person_id = asked.id and k.removed_at is null)
                and not exists (select 1 from outside_identity i where i.org_id = one and i.person_id = asked.id)
                and exists (
                  select 1 from role_held h where h.org_id = one and h.person_id = holder and h.role in ('coordinator', 'lead', 'administrator') and h.ended_at is null and (
                    exists (select 1 from support_request r where r.org_id = one and r.person_id = asked.id and (h.programme_id is null or r.programme_id = h.programme_id))
                    or exists (select 1 from application a where a.org_id = one and a.person_id = asked.id and (h.programme_id is null or a.programme_id = h.programme_id))
                    or exists (select 1 from supporter u where u.org_id = one and u.person_id = asked.id and (h.programme_id is null or u.programme_id = h.programme_id))))
              then 'make'
              else 'no' end order by asked.at), '{}')
            from unnest(asked_sheets) with ordinality as asked (id, at)),
          (select coalesce(array_agg(case
              when c.id is null then 'no'
              when stepped and not holder = any (c.kept_from) and (
                (exists (select 1 from role_held d where d.org_id = one and d.person_id = holder and d.programme_id = c.programme_id and d.duty in ('safety', 'safety-backup') and d.ended_at is null)
                  and exists (select 1 from role_held h where h.org_id = one and h.person_id = holder and h.role = 'safety-lead' and h.ended_at is null and (h.programme_id is null or h.programme_id = c.programme_id)))
                or (holder = any (c.also_for)
                  and exists (select 1 from role_held h where h.org_id = one and h.person_id = holder and h.role in ('lead', 'administrator') and h.ended_at is null and (h.programme_id is null or h.programme_id = c.programme_id)))
              ) then 'write'
              when c.raised_by = holder then 'read'
              else 'no' end order by asked.at), '{}')
            from unnest(asked_concerns) with ordinality as asked (id, at)
            left join concern c on c.org_id = one and c.id = asked.id);
        return;
      end if;
    end loop;
  end $$;
