-- When somebody came in for the first time. Sessions are forgotten after a while; whoever signs in after that on a browser we do not know is still told of it.

alter table person add column came_in_at timestamptz;   -- null: they never came in. Writing a request under an address is not coming in
update person set came_in_at = known.since
  from (
    select org_id, person_id, min(at) as since
    from (
      select org_id, person_id, created_at as at from session where proof <> 'begun'
      union all select org_id, person_id, set_at from password
      union all select org_id, person_id, made_at from passkey
    ) as ways
    group by org_id, person_id
  ) as known
  where known.org_id = person.org_id and known.person_id = person.id;
