-- What the coordinator's Today looks for, found by index: its pages take the same time however many people there are.

create index promise_of_owner on promise (org_id, owner_id, due_at, id) where kept_at is null and withdrawn_at is null;
create index promise_of_concern on promise (org_id, programme_id, due_at) where kind = 'concern' and kept_at is null and withdrawn_at is null;
create index proposal_ending_next on proposal (org_id, programme_id, expires_at) where ended_at is null;
create index training_expiring_next on training_record (org_id, programme_id, expires_on) where withdrawn_at is null and expires_on is not null;
create index check_in_answer_shared on check_in_answer (org_id, shared_at desc) where shared_at is not null;
create index supporter_in_order on supporter (org_id, programme_id, since, id) where ended_at is null;
create index supporter_resting on supporter (org_id, programme_id, paused_at desc) where ended_at is null and paused_at is not null;

-- How many people a supporter accompanies now, and since when without a day for themselves. Counted by the database as relationships begin and
-- end, so that looking after supporters (J6) does not mean counting everybody's relationships on each look.
alter table supporter add column running integer not null default 0;
alter table supporter add column busy_since timestamptz;
create index supporter_full on supporter (org_id, programme_id, busy_since) where ended_at is null and running > 0 and running >= capacity;
create index supporter_busy on supporter (org_id, programme_id, busy_since) where ended_at is null and busy_since is not null;

create function house_count_relationships() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare
  change integer := case when tg_op = 'INSERT' then 1 when tg_op = 'DELETE' then -1 when new.ended_at is not null then -1 else 1 end;
  one relationship := case when tg_op = 'DELETE' then old else new end;
begin
  if tg_op in ('INSERT', 'DELETE') and one.ended_at is not null then return null; end if;
  update supporter
    set running = running + change,
        busy_since = case when running + change <= 0 then null else coalesce(busy_since, one.begun_at) end
    where org_id = one.org_id and id = one.standing_id;
  return null;
end $$;
create trigger count_relationships_begun after insert or delete on relationship for each row execute function house_count_relationships();
create trigger count_relationships_ended after update of ended_at on relationship for each row
  when ((old.ended_at is null) <> (new.ended_at is null)) execute function house_count_relationships();

-- That two people were in touch, never what they said: at most every six hours, so that talking costs nothing more. Whoever holds the
-- relationship just then (a pause, an ending) is not waited for.
create index relationship_silent on relationship (org_id, programme_id, (coalesce(last_contact_at, agreed_at)), id)
  where ended_at is null and agreed_at is not null and paused_at is null;
create index relationship_by_conversation on relationship (org_id, conversation_id) where ended_at is null;
create index relationship_alive_in_order on relationship (org_id, programme_id, begun_at desc, id desc) where ended_at is null;
create function house_note_contact() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  update relationship set last_contact_at = new.last_at
    where org_id = new.org_id and id = (
      select id from relationship as found
      where found.org_id = new.org_id and found.conversation_id = new.id and found.ended_at is null
        and (found.last_contact_at is null or found.last_contact_at < new.last_at - interval '6 hours')
      for update skip locked);
  return null;
end $$;
create trigger note_contact after update of last_at on conversation for each row
  when (new.last_at is not null and new.last_at is distinct from old.last_at) execute function house_note_contact();
