-- How long a programme keeps each kind, where it chose otherwise than usual. programme_id null: for the whole organisation.
create table retention_choice (
  org_id        uuid not null,
  id            uuid not null,
  programme_id  uuid,
  kind          text not null,
  days          integer not null constraint kept_some_days check (days > 0),
  chosen_by     uuid not null,
  chosen_at     timestamptz not null,
  primary key (org_id, id),
  constraint retention_of_a_programme foreign key (org_id, programme_id) references programme (org_id, id)
);
create unique index one_retention_choice_per_kind on retention_choice (org_id, kind, coalesce(programme_id, '00000000-0000-0000-0000-000000000000'));
select house.protect('retention_choice');

-- Nights on which everything that was due is gone. A night that broke off is gone on with in the next minute.
create table retention_night (
  org_id        uuid not null,
  day           date not null,
  done_at       timestamptz not null,
  primary key (org_id, day)
);
select house.protect('retention_night');
