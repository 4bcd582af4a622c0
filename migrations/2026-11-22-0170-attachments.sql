-- Pictures in a conversation. The bytes stand here sealed under a random key of their own, and that key stands nowhere but inside the message's sealed
-- payload: who cannot open the message has noise, and a destroyed author's key takes the picture with it (confidentiality 4.1).

create table attachment (
  org_id          uuid not null,
  id              uuid not null,
  conversation_id uuid not null,
  seq             bigint not null,
  data_key_id     uuid not null,                  -- of the author's key that seals the message: with it the row goes too
  sealed          bytea not null,
  primary key (org_id, id),
  constraint attachment_of_a_message foreign key (org_id, conversation_id, seq) references message (org_id, conversation_id, seq)
);
create index attachment_of_message on attachment (org_id, conversation_id, seq);
create index attachment_under_key on attachment (org_id, data_key_id);
select house.protect_private('attachment', 'conversation_id');
-- The wall stands before every login that has a privilege here; only the owner's function below passes it, and it can only remove.
alter policy conversation_wall on attachment to companionway_member;
-- Already small, and noise to any compression.
alter table attachment alter column sealed set storage external;

-- The house may not open or name a picture, so it cannot remove one either. When a key is destroyed, for whatever reason, what it opened goes.
create function house.pictures_go_with_their_key() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from attachment where org_id = new.org_id and data_key_id = new.id;
  return null;
end $$;
revoke all on function house.pictures_go_with_their_key() from public;
create trigger pictures_go_with_their_key after update of destroyed_at on data_key
  for each row when (new.destroyed_at is not null) execute function house.pictures_go_with_their_key();

-- A picture that somebody showed with a concern: the same sealed bytes. Their key stands in the shown message, under the concern's own key.
create table concern_picture (
  org_id uuid not null, concern_id uuid not null, id uuid not null, sealed bytea not null,
  primary key (org_id, concern_id, id),
  constraint picture_on_a_concern foreign key (org_id, concern_id) references concern (org_id, id)
);
select house.protect_append_only('concern_picture');
alter table concern_picture alter column sealed set storage external;
