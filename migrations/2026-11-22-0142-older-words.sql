-- A wait for older words after coming in by e-mail alone, ended by two people of the team who met the person (confidentiality 4.7). It is one session that
-- opens, named by the code on its own screen: whoever else holds the mailbox gains nothing.
create table older_words_opening (
  org_id uuid not null, id uuid not null, person_id uuid not null, session_id uuid not null, programme_id uuid not null,
  met_by uuid not null, met_at timestamptz not null, confirmed_by uuid, confirmed_at timestamptz,
  primary key (org_id, id),
  constraint opening_for_a_person foreign key (org_id, person_id) references person (org_id, id),
  constraint one_opening_per_session unique (org_id, session_id),
  constraint opened_by_two_people check (confirmed_by is null or (confirmed_by <> met_by and confirmed_by <> person_id)),
  constraint met_by_somebody_else check (met_by <> person_id)
);
create index opening_of_person on older_words_opening (org_id, person_id);
select house.protect('older_words_opening');
