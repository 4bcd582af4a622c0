import type pg from 'pg';

/**
 * Lines of the trail are sealed in the order of the transactions that wrote them, and those numbers belong to one server. So they are counted anew: what is
 * sealed lies at the beginning, the last of it just before what still waits. After a restore the chain goes on under a new name from the link it had reached,
 * because the keyring signs no second history of the old one, and a line of the trail says that it happened. Inside the restore's transaction.
 * @param restored false when nothing was lost: a move to another server goes on under the same name.
 * @returns the highest number written; the new server's own count must pass it before anything is sealed.
 */
export async function goOnSealing(connection: pg.Client, restored: boolean): Promise<bigint> {
  const { rows } = await connection.query<{ there: boolean }>("select to_regclass('public.trail_link') is not null as there");
  if (rows[0]?.there !== true) return 0n;
  await connection.query(`
    create temp table last_link on commit drop as select distinct on (org_id) org_id, seq, line_id, hash from trail_link order by org_id, seq desc;
    update trail t set xid = numbered.xid from (
      select t.org_id, t.id, (case when l.line_id is null then '5' when l.line_id = last.line_id then '4' else '3' end)::xid8 as xid
      from trail t left join trail_link l on l.org_id = t.org_id and l.line_id = t.id left join last_link last on last.org_id = t.org_id
    ) numbered where numbered.org_id = t.org_id and numbered.id = t.id;
    update trail_link l set xid = '4' from last_link last where last.org_id = l.org_id and last.seq = l.seq;`);
  if (restored) {
    await connection.query(`
      insert into trail_chain (org_id, chain, begun_at, from_seq, from_hash, why)
        select o.org_id, o.org_id || '.' || gen_random_uuid(), now(), coalesce(last.seq, 0), coalesce(last.hash, decode(repeat('00', 32), 'hex')), 'restored'
        from organisation o left join last_link last on last.org_id = o.org_id;
      insert into trail (org_id, id, at, actor_kind, act, outcome, request_id, xid)
        select org_id, gen_random_uuid(), now(), 'house', 'house.restore-backup', 'done', 'restore', '5' from organisation;`);
  }
  return 5n;
}
