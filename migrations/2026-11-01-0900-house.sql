-- The floor every room stands on: who may connect, and the words in which a room says how its tables are protected.
-- The login roles exist already (they belong to the server, not to this database; the migration command makes them).

revoke all on schema public from public;
grant usage on schema public to companionway_app, companionway_member;

create schema keyring;
revoke all on schema keyring from public;
grant usage on schema keyring to companionway_keyring;

-- Ordinary table of an organisation: its rows are there for whoever says `set local app.org`, and for nobody who says nothing.
-- nullif: after its first use in a session an unset setting reads as '' and not as null.
create function house.protect(target regclass) returns void language plpgsql
set search_path = pg_catalog as $$
begin
  perform house.wall(target);
  execute format('grant select, insert, update, delete on %s to companionway_app, companionway_member', target);
end $$;

-- What may only grow: the trail, the facts, an erasure ledger.
create function house.protect_append_only(target regclass) returns void language plpgsql
set search_path = pg_catalog as $$
begin
  perform house.wall(target);
  execute format('grant select, insert on %s to companionway_app, companionway_member', target);
end $$;

-- Private words: the organisation's wall, and the conversation's. A row is there only for somebody inside its conversation,
-- and only through the member's login; the app's own login has no privilege on the table at all.
-- The sub-select asks for the conversations once per statement and not once per row.
create function house.protect_private(target regclass, conversation name) returns void language plpgsql
set search_path = pg_catalog as $$
begin
  perform house.wall(target);
  execute format(
    'create policy conversation_wall on %s as restrictive for all to public using (%I = any ((select house.my_conversations())::uuid[])) with check (%I = any ((select house.my_conversations())::uuid[]))',
    target, conversation, conversation);
  execute format('grant select, insert, update, delete on %s to companionway_member', target);
end $$;

create function house.wall(target regclass) returns void language plpgsql
set search_path = pg_catalog as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy org_wall on %s for all to public using (org_id = nullif(current_setting(''app.org'', true), '''')::uuid) with check (org_id = nullif(current_setting(''app.org'', true), '''')::uuid)',
    target);
  execute format('revoke all on %s from public, companionway_app, companionway_member, companionway_keyring', target);
end $$;

-- The conversations that the person of `set local app.person` is in, within `app.org`. Until the room of conversations replaces
-- this body (create or replace, same signature), nobody is in any.
create function house.my_conversations() returns uuid[] language plpgsql stable security definer parallel safe
set search_path = pg_catalog as $$
begin
  return '{}'::uuid[];
end $$;

revoke all on function house.protect(regclass), house.protect_append_only(regclass), house.protect_private(regclass, name),
  house.wall(regclass), house.my_conversations() from public;
-- A policy's function runs with the rights of whoever queries; without usage on the schema nobody can call it by name.
grant execute on function house.my_conversations() to companionway_member;
