-- Looks that a member's or a coordinator's first page makes each time, found by index: they read all supporters, or all relationships, before.

create index supporter_of_person on supporter (org_id, person_id);
create index application_of_person on application (org_id, person_id);

-- After how many days without contact a relationship counts as silent. It stands with the agreement; a copy stands here, so that Today finds those
-- who are silent by the moment their silence began, whatever each pair agreed on.
alter table relationship add column silence_days integer not null default 21;
update relationship set silence_days = agreement.silence_days
  from agreement where agreement.org_id = relationship.org_id and agreement.relationship_id = relationship.id and agreement.silence_days is not null;

create function house_copy_silence() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  update relationship set silence_days = coalesce(new.silence_days, 21)
    where org_id = new.org_id and id = new.relationship_id and silence_days <> coalesce(new.silence_days, 21);
  return null;
end $$;
create trigger copy_silence after insert or update of silence_days on agreement for each row execute function house_copy_silence();

drop index relationship_silent;
create index relationship_silent on relationship (org_id, programme_id, ((coalesce(last_contact_at, agreed_at) at time zone 'UTC') + make_interval(days => silence_days)), id)
  where ended_at is null and agreed_at is not null and paused_at is null;
