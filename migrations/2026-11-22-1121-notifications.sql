-- Letters with a trouble are looked for on the page of how the house is, and on an administrator's Today: found by index, since they are few among all.
create index notice_in_trouble on notice (org_id, trouble) where trouble is not null;
