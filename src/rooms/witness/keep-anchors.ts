import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../../keyring/files.ts';
import type { House } from '../../platform/house.ts';
import { insideHouse } from '../../platform/inside.ts';
import type { Inside } from '../../platform/inside.ts';
import type { Anchor } from '../../trail/anchor.ts';
import { anchorLine, readAnchors } from '../../trail/anchor-lines.ts';

/** Where anchors lie beside the data, for an operator to copy elsewhere. */
function anchorsDirectory(data: string): string {
  return join(data, 'anchors');
}

/**
 * Adds every signed anchor that is not there yet to a file per organisation and month, and keeps the public keys beside them. Lines are only ever added: what
 * a file says already is not taken from the database again, which somebody may have changed meanwhile.
 */
export async function keepAnchors(house: House, org: string): Promise<void> {
  const directory = anchorsDirectory(house.config.data);
  await mkdir(directory, { recursive: true });
  await writeWhole(directory, 'keys.json', Buffer.from(`${JSON.stringify((await house.keyring.health()).anchorKeys)}\n`));
  const anchors = await insideHouse(house, org, 'keep-anchors', (inside) => signedSince(inside, new Date(inside.now.getTime() - 32 * 86_400_000)));
  for (const month of new Set(anchors.map(({ hour }) => hour.slice(0, 7)))) {
    const file = join(directory, `${org}-${month}.txt`);
    const there = new Set(readAnchors(await readFile(file, 'utf8').catch(() => '')).map(({ chain, hour }) => `${chain} ${hour}`));
    const missing = anchors.filter(({ chain, hour }) => hour.startsWith(month) && !there.has(`${chain} ${hour}`));
    if (missing.length > 0) await appendFile(file, missing.map(anchorLine).join(''));
  }
}

/** The anchors signed after a moment, in the order of their hours. */
export async function signedSince({ db, org }: Pick<Inside, 'db' | 'org'>, since: Date): Promise<readonly Anchor[]> {
  const rows = await db
    .selectFrom('trail_anchor as body')
    .innerJoin('trail_anchor_signature as signed', (join) => join.onRef('signed.org_id', '=', 'body.org_id').onRef('signed.chain', '=', 'body.chain').onRef('signed.hour', '=', 'body.hour'))
    .select(['body.chain', 'body.hour', 'body.seq', 'body.head', 'body.tags_root', 'signed.key_id', 'signed.signature'])
    .where('body.org_id', '=', org)
    .where('signed.signed_at', '>', since)
    .orderBy('body.hour')
    .execute();
  return rows.map((row) => ({
    chain: row.chain, hour: row.hour, seq: row.seq, head: row.head.toString('hex'), tagsRoot: row.tags_root === null ? null : row.tags_root.toString('hex'), keyId: row.key_id, signature: row.signature,
  }));
}
