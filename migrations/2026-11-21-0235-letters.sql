-- Letters between one member and one programme, as a whole: which is the latest, and since when somebody waits for an answer.
-- The promise of an answer is about this row, so that writing again never makes anybody wait longer (P6).
create table letter_thread (
  org_id        uuid not null,
  id            uuid not null,
  programme_id  uuid not null,
  person_id     uuid not null,
  last_letter_id uuid not null,
  last_at       timestamptz not null,
  waiting_since timestamptz,                       -- the member wrote, and nobody answered yet
  primary key (org_id, id),
  constraint one_letter_thread_per_member_and_programme unique (org_id, programme_id, person_id),
  constraint letter_thread_of_a_programme foreign key (org_id, programme_id) references programme (org_id, id),
  constraint letter_thread_with_a_person foreign key (org_id, person_id) references person (org_id, id)
);
create index letter_thread_latest_first on letter_thread (org_id, programme_id, last_at desc, id desc);
create index letter_thread_of_person on letter_thread (org_id, person_id);
select house.protect('letter_thread');

-- A call that reached nobody is worth knowing, and answers nothing.
alter table letter add column reached boolean not null default true;
create index letter_unread on letter (org_id, person_id, programme_id) where read_at is null and from_programme;
