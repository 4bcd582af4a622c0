-- Contact sheets and their release by two people, danger calls, levels that move, what becomes of concerns when their time is over, and the keyring's
-- own look at who may open a sheet or a concern.

-- What somebody wrote down for the day something happens: real name, phone, whom to call. Sealed under a key that the keyring gives to its owner, and to
-- whoever it was released to.
create table contact_sheet (
  org_id uuid not null, person_id uuid not null, words bytea not null, changed_at timestamptz not null,
  primary key (org_id, person_id),
  constraint sheet_of_a_person foreign key (org_id, person_id) references person (org_id, id)
);
select house.protect('contact_sheet');

-- One person asks for somebody's contact details, another confirms, and only then, for some hours, the one who asked sees them.
create table contact_release (
  org_id uuid not null, id uuid not null, concern_id uuid not null, person_id uuid not null,
  asked_by uuid not null, asked_at timestamptz not null,
  reason bytea not null,                           -- sealed under the key of the one who wrote it
  tell_at timestamptz not null,                    -- the day the person is told
  tell_later bytea,                                -- why not sooner, sealed likewise
  confirmed_by uuid, confirmed_at timestamptz, refused_by uuid, refused_at timestamptz,
  open_until timestamptz, opened_at timestamptz, asked_to_tell_at timestamptz, told_at timestamptz, told_by uuid,
  primary key (org_id, id),
  constraint release_for_a_concern foreign key (org_id, concern_id) references concern (org_id, id),
  constraint release_of_a_person foreign key (org_id, person_id) references person (org_id, id),
  constraint released_by_two_people check (confirmed_by is null or confirmed_by <> asked_by),
  constraint release_is_yes_or_no check (confirmed_at is null or refused_at is null),
  constraint opened_after_the_second_yes check (open_until is null or confirmed_at is not null)
);
create unique index one_release_asked_at_a_time on contact_release (org_id, concern_id) where confirmed_at is null and refused_at is null;
create index release_of_concern on contact_release (org_id, concern_id);
create index release_of_person on contact_release (org_id, person_id);
create index release_to_tell on contact_release (org_id, tell_at) where confirmed_at is not null and told_at is null;
select house.protect('contact_release');

-- Danger now: who is called, one after the other, until a person answers. Holds no word of the concern.
create table danger_call (
  org_id uuid not null, id uuid not null, concern_id uuid not null, person_id uuid not null, position integer not null, told_at timestamptz,
  called_at timestamptz, called_by uuid, ended text constraint danger_call_ended_is_known check (ended in ('answered', 'nobody')),
  primary key (org_id, id),
  constraint call_for_a_concern foreign key (org_id, concern_id) references concern (org_id, id)
);
create index danger_call_in_order on danger_call (org_id, concern_id, position);
select house.protect('danger_call');

alter table concern add column next_call_at timestamptz;
alter table concern add column care_told_at timestamptz;
-- When its time is over the row stays as a number, without words; its key is destroyed.
alter table concern add column erased_at timestamptz;
alter table concern alter column words drop not null;
create index concern_to_call on concern (org_id, next_call_at) where taken_at is null and closed_at is null;

-- What leave a session has for contact sheets and concerns. A sheet: its owner, and for some hours the one it was released to by two people. A concern:
-- the two on safety duty and whoever was brought in beside them, with a second step, never anybody it is kept from; the one who raised it reads.
create function keyring.look_released(session_hash bytea, asked_sheets uuid[], asked_concerns uuid[], moment timestamptz)
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

-- Whether a concern's time is over, by its own row or by the ledger of erasures: then the house may destroy its key.
create function keyring.may_shred_concern(org uuid, subject uuid, moment timestamptz) returns boolean
  language plpgsql security definer set search_path = public, pg_temp
  as $$
  begin
    perform set_config('app.org', org::text, true);
    return exists (select 1 from concern c where c.org_id = org and c.id = subject and c.closed_at is not null and c.erased_at is not null)
      or exists (select 1 from erasure e where e.org_id = org and e.subject_id = subject and e.kind = 'concern' and e.due_at <= moment);
  end $$;
revoke all on function keyring.look_released(bytea, uuid[], uuid[], timestamptz), keyring.may_shred_concern(uuid, uuid, timestamptz) from public;
grant execute on function keyring.look_released(bytea, uuid[], uuid[], timestamptz), keyring.may_shred_concern(uuid, uuid, timestamptz) to companionway_keyring;
