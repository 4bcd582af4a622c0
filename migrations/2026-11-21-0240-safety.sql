-- Concerns: who must never see one, who was brought in beside the two on safety duty, when it is looked at again, and chosen messages with their proof.

alter table concern add column conversation_id uuid;
alter table concern add column kinds text[] not null default '{}';
alter table concern add column asked text;
alter table concern add column told text;
-- Whom it is about, those close to them, and whom the raiser named: it is never theirs to see, whatever role they hold.
alter table concern add column kept_from uuid[] not null default '{}';
-- Beside the two on safety duty: the lead, once nobody answered, or when both of them are kept from it.
alter table concern add column also_for uuid[] not null default '{}';
alter table concern add column review_at timestamptz;
alter table concern add column review_told_at timestamptz;
alter table concern add column climb_at timestamptz;
alter table concern add column climbed_at timestamptz;
alter table concern add column said_back bytea;      -- what the one who raised it is told at the end, sealed
create index concern_to_climb on concern (org_id, climb_at) where taken_at is null and closed_at is null and climbed_at is null;
create index concern_to_review on concern (org_id, review_at) where closed_at is null and review_told_at is null;
create index concern_of_raiser on concern (org_id, raised_by) where raised_by is not null;

-- One message that somebody in its conversation chose to show. Payload and commitment key are sealed under the concern's key, so that the proof
-- stands when the conversation's own keys are gone; mark and tag are what the keyring checks (confidentiality 4.5).
create table concern_item (
  org_id uuid not null, id uuid not null, concern_id uuid not null, conversation_id uuid not null, seq bigint not null, author_id uuid not null,
  sent_at timestamptz not null, commitment bytea not null, previous bytea, tag bytea not null, tag_key_id text not null, words bytea not null,
  primary key (org_id, id),
  constraint item_of_a_concern foreign key (org_id, concern_id) references concern (org_id, id),
  constraint one_item_per_message unique (org_id, concern_id, conversation_id, seq)
);
select house.protect_append_only('concern_item');

-- A help line's kind (content: service kinds), what to write in a text message, the region it is for, and where its number was found.
alter table help_line add column kind text not null default '';
alter table help_line add column sms_words text;
alter table help_line add column region text;
alter table help_line add column source text;
