-- Somebody asked to be called before anything else, and which poster or link they came from: known from the first question on.
alter table sheet add column call_first boolean not null default false;
alter table sheet add column came_from text not null default '';
alter table support_request add column call_first boolean not null default false;
