-- The trail's hash chain: every line gets its place a moment after its commit, each hour is signed by the keyring and handed to people outside.

-- The number of the transaction that wrote a line: lines are sealed below the oldest one still running, so that none is ever stepped over.
alter table trail add column xid xid8 not null default pg_current_xact_id();
create index trail_in_order on trail (org_id, xid, id);

-- One history under one name. A database that was put back goes on under a new name, from the link it had reached: the keyring signs no second history of the old.
create table trail_chain (
  org_id        uuid not null,
  chain         text not null,
  begun_at      timestamptz not null,
  from_seq      bigint not null,
  from_hash     bytea not null,
  why           text not null constraint chain_begins_for_a_reason check (why in ('first', 'restored', 'signed-otherwise')),
  primary key (org_id, chain)
);
select house.protect_append_only('trail_chain');

-- The place of one line. What is hashed is made from the line itself (src/trail/entry.ts), so there is one truth and no copy of it.
create table trail_link (
  org_id        uuid not null,
  seq           bigint not null,
  line_id       uuid not null,
  xid           xid8 not null,         -- of the line: where sealing goes on
  prev          bytea not null,
  hash          bytea not null,
  sealed_at     timestamptz not null,
  primary key (org_id, seq),
  constraint one_place_per_line unique (org_id, line_id)
);
select house.protect_append_only('trail_link');

-- The proof tag of every message, by the hour it was said in: no conversation, no author, no order. Their root is signed once an hour (confidentiality 4.5).
create table proof_tag (
  org_id        uuid not null,
  hour          timestamptz not null,
  tag           bytea not null,
  primary key (org_id, hour, tag)
);
select house.protect_append_only('proof_tag');
-- Written by the message itself, so that no way of saying something forgets it. Messages are private and the app's login cannot read their tags.
create function house_keep_proof_tag() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  insert into proof_tag (org_id, hour, tag) values (new.org_id, date_trunc('hour', new.sent_at, 'UTC'), new.tag) on conflict do nothing;
  return null;
end $$;
create trigger keep_proof_tag after insert on message for each row execute function house_keep_proof_tag();

-- What is to be signed for an hour stands here before the keyring is asked: whatever dies in between, the same is asked again and never another history.
create table trail_anchor (
  org_id        uuid not null,
  chain         text not null,
  hour          text not null,         -- UTC, YYYY-MM-DDTHH
  seq           bigint not null,
  head          bytea not null,
  tags_root     bytea,                 -- null when nothing was said in that hour
  made_at       timestamptz not null,
  primary key (org_id, chain, hour)
);
select house.protect_append_only('trail_anchor');

create table trail_anchor_signature (
  org_id        uuid not null,
  chain         text not null,
  hour          text not null,
  key_id        text not null,
  signature     text not null,
  signed_at     timestamptz not null,
  primary key (org_id, chain, hour)
);
select house.protect_append_only('trail_anchor_signature');

-- One letter a day to people outside, with every anchor signed since the letter before.
create table trail_anchor_sent (
  org_id        uuid not null,
  day           date not null,
  up_to         timestamptz not null,
  anchors       integer not null,
  addresses     integer not null,
  primary key (org_id, day)
);
select house.protect_append_only('trail_anchor_sent');
