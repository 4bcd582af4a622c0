import type pg from 'pg';

/**
 * Facts are read in the order of the transactions that wrote them, and those numbers belong to one server: on another one they may lie in its future,
 * and no reader would come past them. So they are counted anew in the same order: what every reader has read lies at the beginning, what is still
 * unread comes after it by rank, and each reader stands behind the fact it stood behind. Inside the restore's transaction.
 * @returns the highest number written; the new server's own count must pass it before anything is read.
 */
export async function goOnReading(connection: pg.Client): Promise<bigint> {
  await connection.query(`
    create temp table least on commit drop as
      select distinct on (org_id) org_id, xid, id from fact_reader order by org_id, xid, id;
    create temp table counted on commit drop as
      select f.org_id, f.id, f.xid as old_xid,
        case when (f.xid, f.id) <= (l.xid, l.id) then 3
          else 3 + dense_rank() over (partition by f.org_id, (f.xid, f.id) > (l.xid, l.id) order by f.xid) end as new_xid
      from fact f left join least l using (org_id);
    create index on counted (org_id, old_xid, id);
    update fact_reader r set
      xid = coalesce(at.new_xid, 3)::text::xid8,
      id = case when coalesce(at.new_xid, 3) = 3 then 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid else at.id end
    from fact_reader self left join lateral (
      select c.new_xid, c.id from counted c where c.org_id = self.org_id and (c.old_xid, c.id) <= (self.xid, self.id) order by c.old_xid desc, c.id desc limit 1
    ) at on true
    where self.org_id = r.org_id and self.reader = r.reader and exists (select from counted c where c.org_id = r.org_id and (c.old_xid, c.id) <= (r.xid, r.id));
    update fact f set xid = c.new_xid::text::xid8 from counted c where c.org_id = f.org_id and c.id = f.id and f.xid is distinct from c.new_xid::text::xid8;`);
  const { rows } = await connection.query<{ most: string }>("select coalesce(max(xid::text::numeric), 3)::text as most from fact");
  return BigInt(rows[0]?.most ?? '3');
}
