-- Whoever answers for safety opens every concern of a programme. While somebody answers already, naming another takes two: the one who names, and one who
-- answers now; without their word it takes effect after a wait, so that nobody is left without anybody when they are gone.
create table safety_naming (
  org_id uuid not null, id uuid not null, programme_id uuid not null, person_id uuid not null,
  duty text not null constraint naming_is_for_safety check (duty in ('safety', 'safety-backup')),
  asked_by uuid not null, asked_at timestamptz not null,
  takes_effect_at timestamptz not null,            -- without a word of those who answer now
  answered_by uuid, ended_at timestamptz,
  ended_how text constraint naming_ended_how_is_known check (ended_how in ('yes', 'no', 'waited', 'overtaken')),
  primary key (org_id, id),
  constraint naming_in_a_programme foreign key (org_id, programme_id) references programme (org_id, id),
  constraint naming_of_a_person foreign key (org_id, person_id) references person (org_id, id),
  constraint named_by_two_people check (answered_by is null or (answered_by <> asked_by and answered_by <> person_id))
);
create unique index one_naming_for_a_duty on safety_naming (org_id, programme_id, duty) where ended_at is null;
create index naming_that_waits on safety_naming (org_id, takes_effect_at) where ended_at is null;
select house.protect('safety_naming');
