import type { LedgerLine } from '../platform/erasure-ledger.ts';
import type { ServerAddress } from '../platform/postgres/address.ts';
import { connectPastWalls } from './content.ts';

/**
 * After content was put back: what the ledger says was erased is to be erased again, whatever the backup still held and however old the keyring is that
 * comes with it. Lines the backup does not know are added, all count as not done, and messages that were taken back lose their words and pictures here,
 * since the house itself has no way to them. The first start carries the rest out before it serves (`src/opening/erase-first.ts`). One transaction.
 * @returns how many erasures wait.
 */
export async function eraseAgain(owner: ServerAddress, lines: readonly LedgerLine[]): Promise<number> {
  const connection = await connectPastWalls(owner);
  try {
    await connection.query('begin');
    await connection.query(
      `insert into erasure (org_id, id, kind, subject_id, about, because, at, due_at)
        select l.org, l.id, l.kind, l.subject, l.about, l.because, l.at, l.due
        from jsonb_to_recordset($1::jsonb) as l (org uuid, id uuid, kind text, subject uuid, about jsonb, because text, at timestamptz, due timestamptz)
        join organisation o on o.org_id = l.org
        on conflict do nothing`,
      [JSON.stringify(lines)],
    );
    await connection.query('update erasure set again = true where not again');
    await connection.query('delete from erasure_done');
    await connection.query(`update message m set envelope = ''::bytea, size_bucket = 0, removed_at = coalesce(m.removed_at, e.at)
      from erasure e where e.kind = 'message' and e.org_id = m.org_id and e.subject_id = m.id`);
    await connection.query('delete from attachment a using message m where m.removed_at is not null and m.org_id = a.org_id and m.conversation_id = a.conversation_id and m.seq = a.seq');
    const { rows } = await connection.query<{ count: number }>('select count(*)::int as count from erasure');
    await connection.query('commit');
    return rows[0]?.count ?? 0;
  } finally {
    await connection.end();
  }
}
