import type pg from 'pg';
import { connectPastWalls } from '../backup/content.ts';
import { copyOut } from '../backup/copy.ts';
import { reachOwner } from '../backup/reach-owner.ts';
import type { Config } from '../platform/config.ts';
import type { OnProgress } from '../platform/postgres/refusal.ts';
import { ENTRY_COLUMNS, entryFromRow, EVEN_COLUMNS } from '../trail/entry.ts';
import type { Anchor, Link } from '../trail/index.ts';
import type { ChainKept, Section } from './section.ts';

/** The trail of a running or resting database, as its owner reads it at one instant. */
export interface TrailInDatabase {
  sections(): AsyncIterable<Section>;
  /** The signed anchors that the database itself holds. Whoever owns it could have changed them: those kept elsewhere say more. */
  anchors(): Promise<readonly Anchor[]>;
  /** Lines that stand nowhere in the chain though it went on past them, and lines that wait for their place. */
  outside(org: string): Promise<Outside>;
  /** What stands at one place, in a few words: its moment and its act; undefined when nothing does. */
  lineAt(org: string, seq: number): Promise<string | undefined>;
}

/** Lines of the trail without a place in the chain. */
interface Outside {
  readonly leftOut: number;
  readonly first: string | undefined;
  readonly waiting: number;
  readonly waitingSince: Date | undefined;
}

/** Reads the trail of a database, whether the site runs or not. @throws BackupRefused, DatabaseRefusal. */
export async function withTrailInDatabase<T>(config: Pick<Config, 'data' | 'databaseUrl'>, work: (trail: TrailInDatabase) => Promise<T>, onProgress?: OnProgress): Promise<T> {
  const reached = await reachOwner(config, onProgress);
  try {
    const connection = await connectPastWalls(reached.owner);
    try {
      await connection.query('begin isolation level repeatable read read only');
      return await work(trailIn(connection));
    } finally {
      await connection.end();
    }
  } finally {
    await reached.leave();
  }
}

/**
 * Link by link in their own order: a join that gathers and sorts a million lines first would take longer and need the room. By one process of the database:
 * the other core is this program's, which hashes.
 */
const IN_ORDER = 'set enable_hashjoin = off; set enable_mergejoin = off; set enable_seqscan = off; set jit = off; set max_parallel_workers_per_gather = 0';

/** The trail behind a connection that reads past the walls and is used for nothing else. */
export function trailIn(connection: pg.Client): TrailInDatabase {
  return {
    async *sections() {
      await connection.query(`${EVEN_COLUMNS}; ${IN_ORDER}`);
      const chains = await chainsOf(connection);
      for (const [at, chain] of chains.entries()) {
        const next = chains[at + 1];
        const links = linksOf(connection, chain, next?.org === chain.org ? next.from.seq : undefined);
        yield { chain, links };
        // A walk that stopped early leaves rows on the way; the connection answers nothing else before they are read.
        while ((await links.next()).done !== true);
      }
    },
    anchors: () => anchorsOf(connection),
    outside: (org) => outsideOf(connection, org),
    async lineAt(org, seq) {
      const { rows } = await connection.query<{ at: Date; act: string }>('select t.at, t.act from trail_link l join trail t on t.org_id = l.org_id and t.id = l.line_id where l.org_id = $1 and l.seq = $2', [org, seq]);
      return rows[0] && inFew(rows[0]);
    },
  };
}

async function chainsOf(connection: pg.Client): Promise<readonly ChainKept[]> {
  const { rows } = await connection.query<{ org_id: string; chain: string; begun_at: Date; why: string; from_seq: string; from_hash: Buffer }>(
    'select org_id, chain, begun_at, why, from_seq, from_hash from trail_chain order by org_id, from_seq, begun_at');
  return rows.map((row) => ({ org: row.org_id, chain: row.chain, begun: row.begun_at.toISOString(), why: row.why, from: { seq: Number(row.from_seq), hash: row.from_hash } }));
}

/** Ids and numbers of our own go into the text of COPY, which takes no parameters. */
async function* linksOf(connection: pg.Client, { org, from }: ChainKept, upTo: number | undefined): AsyncGenerator<readonly Link[]> {
  const range = `l.org_id = '${org}'::uuid and l.seq > ${from.seq}${upTo === undefined ? '' : ` and l.seq <= ${upTo}`}`;
  const statement = `copy (select l.seq, l.prev, l.hash, ${ENTRY_COLUMNS} from trail_link l left join trail t on t.org_id = l.org_id and t.id = l.line_id where ${range} order by l.seq) to stdout`;
  const linkIn = linkReader();
  for await (const rows of copyOut(connection, statement)) yield rows.flatMap(linkIn);
}

/** Reads rows of COPY's text, columns between tabs. The predecessor is nearly always the link just read: then its bytes are taken and not made again. */
function linkReader(): (row: Buffer) => readonly Link[] {
  let [beforeText, before]: [string, Buffer] = ['', Buffer.alloc(0)];
  return (row) => {
    const columns = row.toString('utf8', 0, row.length - 1).split('\t');
    const [seq = '', prev = '', own = ''] = columns;
    const entry = entryFromRow(columns, 3);
    // The place is there and its line is gone: the walk finds the number missing.
    if (entry === undefined) return [];
    const prevBytes = prev === beforeText ? before : bytesOf(prev);
    [beforeText, before] = [own, bytesOf(own)];
    return [{ seq: Number(seq), prev: prevBytes, hash: before, entry }];
  };
}

/** Bytes as COPY writes them: two backslashes, an x, and hex. */
function bytesOf(column: string): Buffer {
  return Buffer.from(column.slice(3), 'hex');
}

async function anchorsOf(connection: pg.Client): Promise<readonly Anchor[]> {
  const { rows } = await connection.query<{ chain: string; hour: string; seq: string; head: Buffer; tags_root: Buffer | null; key_id: string; signature: string }>(
    'select a.chain, a.hour, a.seq, a.head, a.tags_root, s.key_id, s.signature from trail_anchor a join trail_anchor_signature s using (org_id, chain, hour) order by a.chain, a.hour');
  return rows.map((row) => ({
    chain: row.chain, hour: row.hour, seq: Number(row.seq), head: row.head.toString('hex'), tagsRoot: row.tags_root === null ? null : row.tags_root.toString('hex'), keyId: row.key_id, signature: row.signature,
  }));
}

async function outsideOf(connection: pg.Client, org: string): Promise<Outside> {
  const { rows } = await connection.query<{ lines: number; links: number; waiting: number; since: Date | null }>(`
    with head as (select xid, line_id from trail_link where org_id = $1 order by seq desc limit 1)
    select (select count(*)::int from trail t, head where t.org_id = $1 and (t.xid, t.id) <= (head.xid, head.line_id)) as lines, (select count(*)::int from trail_link where org_id = $1) as links,
      w.count as waiting, w.since from (select count(*)::int as count, min(t.at) as since from trail t where t.org_id = $1 and (t.xid, t.id) > (select xid, line_id from head)) w`, [org]);
  const { lines = 0, links = 0, waiting = 0, since } = rows[0] ?? {};
  const found = { waiting, waitingSince: since ?? undefined };
  if (lines <= links) return { ...found, leftOut: 0, first: undefined };
  const left = await connection.query<{ at: Date; act: string }>(`
    select t.at, t.act from trail t where t.org_id = $1 and not exists (select from trail_link l where l.org_id = t.org_id and l.line_id = t.id)
      and (t.xid, t.id) <= (select xid, line_id from trail_link where org_id = $1 order by seq desc limit 1) order by t.at, t.id limit 1`, [org]);
  return { ...found, leftOut: lines - links, first: left.rows[0] && inFew(left.rows[0]) };
}

function inFew({ at, act }: { readonly at: Date; readonly act: string }): string {
  return `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC, ${act}`;
}
