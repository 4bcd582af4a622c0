-- Lines of the code of conduct that were crossed, what was decided, and the appeal, which goes to somebody who had no part in it.

create table breach (
  org_id uuid not null, id uuid not null, programme_id uuid not null,
  person_id uuid not null,                         -- whom it concerns
  concern_id uuid,                                 -- where it came from; seen by those who answer that concern, and by nobody else
  line text not null,                              -- the line of the code of conduct
  weight text not null constraint breach_weight_is_known check (weight in ('boundary', 'serious', 'at-once')),
  words bytea not null,                            -- what happened, sealed under a key of its own
  kept_from uuid[] not null default '{}',          -- who must have no part in it: the concern's, and those who walk with the person
  recorded_by uuid not null, recorded_at timestamptz not null,
  aside_at timestamptz,                            -- they step out at once, until it is decided
  heard_at timestamptz,                            -- both sides were heard, apart
  decided_by uuid, decided_at timestamptz,
  outcome text constraint breach_outcome_is_known check (outcome in ('none', 'talk', 'training', 'pause', 'end')),
  pause_until date, reason bytea,                  -- the reason in writing: the person reads it, sealed likewise
  primary key (org_id, id),
  constraint breach_of_a_person foreign key (org_id, person_id) references person (org_id, id),
  constraint breach_in_a_programme foreign key (org_id, programme_id) references programme (org_id, id),
  constraint breach_decided_with_a_reason check (decided_at is null or (outcome is not null and reason is not null and decided_by is not null)),
  constraint nobody_decides_about_themselves check (decided_by <> person_id and recorded_by <> person_id)
);
create index breach_of_programme on breach (org_id, programme_id, recorded_at);
create index breach_of_person on breach (org_id, person_id);
select house.protect('breach');

create table breach_appeal (
  org_id uuid not null, id uuid not null, breach_id uuid not null, words bytea not null, asked_at timestamptz not null,
  answered_by_id uuid,                             -- who looks again; null while nobody uninvolved is there
  promised_at timestamptz not null, late_told_at timestamptz,
  decided_by uuid, decided_at timestamptz,
  ending text constraint appeal_ending_is_known check (ending in ('stands', 'changed', 'taken-back')),
  outcome text constraint appeal_outcome_is_known check (outcome in ('none', 'talk', 'training', 'pause', 'end')), pause_until date, reason bytea,
  primary key (org_id, id),
  constraint appeal_of_a_breach foreign key (org_id, breach_id) references breach (org_id, id),
  constraint one_appeal_per_decision unique (org_id, breach_id)
);
create index appeal_promised on breach_appeal (org_id, promised_at) where decided_at is null;
select house.protect('breach_appeal');
