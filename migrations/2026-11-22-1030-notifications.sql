-- A letter goes once: when its last byte is about to go is written down before it goes (docs/decisions/2026-11-22-a-letter-goes-once.md).

alter table notice
  add column handing_over_at timestamptz,   -- set before the dot that ends a letter is sent; emptied when the server says "not now"
  add column unanswered_at timestamptz;     -- a server took the dot and was silent: such a letter is tried once more, and no more
create index notice_in_hand on notice (org_id, handing_over_at) where handing_over_at is not null and sent_at is null and dropped_at is null;
