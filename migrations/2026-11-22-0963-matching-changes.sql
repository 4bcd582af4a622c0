-- Which supporters changed since a kept picture of a programme's supporters was made (docs/decisions/2026-11-22-kept-supporters.md). A line holds no value of
-- anybody: only that this supporter is to be read again. `xact` is the writing transaction: whoever remembers the oldest one that was still at work when it
-- looked, and asks from there on, misses nobody, in whatever order transactions end. Lines go after a day (sweepRounds).
create table matching_change (
  org_id        uuid not null,
  programme_id  uuid not null,
  xact          bigint not null,
  supporter_id  uuid not null,                     -- supporter.id
  at            timestamptz not null default now(),
  primary key (org_id, programme_id, xact, supporter_id)
);
create index matching_change_by_age on matching_change (org_id, at);
select house.protect('matching_change');

create index supporter_of_sheet on supporter (org_id, sheet_id) where ended_at is null;

create function house_supporter_changed() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare
  one supporter := case when tg_op = 'DELETE' then old else new end;
begin
  insert into matching_change (org_id, programme_id, xact, supporter_id)
    values (one.org_id, one.programme_id, pg_current_xact_id()::text::bigint, one.id) on conflict do nothing;
  return null;
end $$;
create trigger supporter_comes_or_goes after insert or delete on supporter for each row execute function house_supporter_changed();
create trigger supporter_changes after update of person_id, sheet_id, capacity, rest_days, since, paused_at, paused_until, ended_at on supporter
  for each row execute function house_supporter_changed();

create function house_relationship_of_supporter_changed() returns trigger language plpgsql set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  one relationship := case when tg_op = 'DELETE' then old else new end;
begin
  insert into matching_change (org_id, programme_id, xact, supporter_id)
    select s.org_id, s.programme_id, pg_current_xact_id()::text::bigint, s.id from supporter s where s.org_id = one.org_id and s.id = one.standing_id on conflict do nothing;
  return null;
end $$;
create trigger relationship_of_supporter_comes_or_goes after insert or delete on relationship for each row execute function house_relationship_of_supporter_changed();
create trigger relationship_of_supporter_changes after update of standing_id, begun_at, ended_at on relationship for each row execute function house_relationship_of_supporter_changed();

-- Training and yeses to the code of conduct: by person. Planned each time: a plan made while a programme was small must not scan a large one. Many come at once in an import,
-- so what is new is looked up a statement at a time.
create function house_person_of_supporter_changed() returns trigger language plpgsql set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
begin
  if tg_op <> 'DELETE' then
    insert into matching_change (org_id, programme_id, xact, supporter_id)
      select s.org_id, s.programme_id, pg_current_xact_id()::text::bigint, s.id from supporter s where s.org_id = new.org_id and s.person_id = new.person_id and s.ended_at is null on conflict do nothing;
  end if;
  if tg_op = 'DELETE' or (tg_op = 'UPDATE' and old.person_id <> new.person_id) then
    insert into matching_change (org_id, programme_id, xact, supporter_id)
      select s.org_id, s.programme_id, pg_current_xact_id()::text::bigint, s.id from supporter s where s.org_id = old.org_id and s.person_id = old.person_id and s.ended_at is null on conflict do nothing;
  end if;
  return null;
end $$;
create trigger training_of_supporter_changes after update or delete on training_record for each row execute function house_person_of_supporter_changed();
create function house_people_of_supporter_come() returns trigger language plpgsql set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
begin
  insert into matching_change (org_id, programme_id, xact, supporter_id)
    select distinct s.org_id, s.programme_id, pg_current_xact_id()::text::bigint, s.id from changed a
    join supporter s on s.org_id = a.org_id and s.person_id = a.person_id and s.ended_at is null on conflict do nothing;
  return null;
end $$;
create trigger training_of_supporter_comes after insert on training_record referencing new table as changed for each statement execute function house_people_of_supporter_come();
create trigger consent_of_supporter_comes after insert on consent referencing new table as changed for each statement execute function house_people_of_supporter_come();
create trigger consent_of_supporter_changes after update on consent for each row execute function house_person_of_supporter_changed();
create trigger consent_of_supporter_goes after delete on consent for each row when (old.kind like 'code-of-conduct/%') execute function house_person_of_supporter_changed();

-- Answers come many at a time, mostly on sheets that are nobody's standing yet.
create function house_answers_of_supporter_changed() returns trigger language plpgsql set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
begin
  insert into matching_change (org_id, programme_id, xact, supporter_id)
    select distinct s.org_id, s.programme_id, pg_current_xact_id()::text::bigint, s.id from changed a
    join supporter s on s.org_id = a.org_id and s.sheet_id = a.sheet_id and s.ended_at is null on conflict do nothing;
  return null;
end $$;
create trigger answers_of_supporter_come after insert on answer referencing new table as changed for each statement execute function house_answers_of_supporter_changed();
create trigger answers_of_supporter_change after update on answer referencing new table as changed for each statement execute function house_answers_of_supporter_changed();
create trigger answers_of_supporter_go after delete on answer referencing old table as changed for each statement execute function house_answers_of_supporter_changed();
