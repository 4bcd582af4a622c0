-- A browser that signed in before is known again by its mark: a keyed hash of what the browser itself keeps. Never on a shared computer.
alter table session add column mark bytea;
create index session_by_mark on session (org_id, person_id, mark) where mark is not null;
