import { readArchive } from '../archive.ts';
import { beginAnew } from '../begin-anew.ts';
import { BackupRefused } from '../refusal.ts';
import { ledgerFrom, type LedgerLine } from '../../platform/erasure-ledger.ts';
import { connect, type ServerAddress } from '../../platform/postgres/address.ts';
import { endedBefore, recoverCluster } from '../../platform/postgres/recover.ts';
import { DatabaseRefusal, type OnProgress } from '../../platform/postgres/refusal.ts';
import { unpackBase } from './base-copy.ts';
import { type Giving, giveSegments, noteOf } from './give.ts';
import { openArchiveKey, openingOf, type WholeKey } from './keys.ts';
import { type BaseCopy, basesIn, placesIn, segmentsIn, unbroken, writtenAt } from './places.ts';

/** So many segments at the end are asked for the moment they reach to; some of them may not say. */
const ASKED = 40;

/** An instant to go back to, in an archive that was opened. */
export interface Chosen {
  readonly archive: string;
  readonly key: WholeKey;
  readonly base: BaseCopy;
  readonly to?: Date | undefined;
  /** The first segment that is not there although others come after it. */
  readonly missing?: string | undefined;
  /** Everything acknowledged by then is in the archive, as far as it says so itself. */
  readonly until?: Date | undefined;
  /** What the archive knows to be erased, also after the instant. */
  readonly erased: readonly LedgerLine[];
}

/** What a restore reached. */
export interface ReachedInstant {
  /** The last commit that came back; the base copy's own moment when none came after it. */
  readonly last: Date;
  readonly erasures: number;
}

/**
 * Looks whether an archive leads to an instant, before anything is touched. Without an instant it is the end of the archive.
 * @throws BackupRefused `no-archive`, `does-not-open`, `no-base`, `before-first`, `after-last`, `segment-missing`, `cut-short`.
 */
export async function chooseInstant(archive: string, passphrase: string, to?: Date): Promise<Chosen> {
  const key = await openArchiveKey(archive, passphrase);
  const bases = await basesIn(archive);
  const [first] = bases;
  if (first === undefined) throw new BackupRefused('no-base', { directory: archive });
  const before = bases.filter(({ at }) => to === undefined || at <= to);
  if (before.length === 0) throw new BackupRefused('before-first', { first: said(first.at) });
  const ways = await waysFrom(archive, key, before);
  const way = ways.find(({ at, missing }) => (to === undefined ? missing === undefined : to <= at));
  if (way === undefined) throw tooLate(await whereItEnds(archive, key, ways[0], before));
  return { archive, key, base: way.base, to, missing: way.missing, until: await reachOf(archive, key, way), erased: await erasuresIn(archive, key) };
}

/** A base copy with the segments that follow it unbroken, and when the last of them came. */
interface Way extends Pick<Chosen, 'base' | 'missing'> {
  readonly last: string;
  readonly at: Date;
}

/** The ways that begin at a base copy which has the segments of its own time, the newest first: one taken just before the machine burned may lack them. */
async function waysFrom(archive: string, key: WholeKey, bases: readonly BaseCopy[]): Promise<readonly Way[]> {
  const segments = await segmentsIn(archive);
  const ways: Way[] = [];
  for (const base of bases.toReversed()) {
    const { last, missing } = unbroken(base.from, segments);
    if (last === undefined) continue;
    const { at } = await noteOf(archive, key, last);
    if (at >= base.at) ways.push({ base, missing, last, at });
    // An older one goes the same way.
    if (ways.length === 2) break;
  }
  return ways;
}

async function whereItEnds(archive: string, key: WholeKey, way: Way | undefined, bases: readonly BaseCopy[]): Promise<Pick<Chosen, 'missing' | 'until' | 'base'>> {
  const base = way?.base ?? bases[0];
  if (base === undefined) throw new BackupRefused('no-base', { directory: archive });
  return way === undefined ? { base, missing: base.from } : { base, missing: way.missing, until: await reachOf(archive, key, way) };
}

/** The last moment that the segments up to one are known to reach. */
async function reachOf(archive: string, key: WholeKey, { last, base }: Pick<Way, 'last' | 'base'>): Promise<Date | undefined> {
  const names = (await segmentsIn(archive)).filter((name) => name >= base.from && name <= last).slice(-ASKED);
  for (const name of names.reverse()) {
    const { until } = await noteOf(archive, key, name);
    if (until !== undefined) return until;
  }
  return undefined;
}

function tooLate({ missing, until, base }: Pick<Chosen, 'missing' | 'until' | 'base'>): BackupRefused {
  const last = said(until ?? base.at);
  return missing === undefined ? new BackupRefused('after-last', { last }) : new BackupRefused('segment-missing', { segment: missing, last });
}

async function erasuresIn(archive: string, key: WholeKey): Promise<readonly LedgerLine[]> {
  const { ledger } = placesIn(archive);
  if ((await writtenAt(ledger)) === undefined) return [];
  const parts: Buffer[] = [];
  for await (const piece of readArchive(ledger, openingOf(key, 'erasures'), 'ledger')) if ('bytes' in piece) parts.push(piece.bytes);
  return ledgerFrom(Buffer.concat(parts).toString('utf8'));
}

/**
 * Brings the database back as it was at the instant that was chosen, into a data directory without one. `before` is done when all else is, just before the
 * database is put in its place.
 * @throws BackupRefused `segment-missing`, `after-last`, `cut-short`, `does-not-open`; then no database is left behind.
 */
export async function restoreTo(chosen: Chosen, { data, pgBin, onProgress, erased, before }: { data: string; pgBin?: string | undefined; onProgress?: OnProgress; erased: readonly LedgerLine[]; before(): Promise<void> }): Promise<ReachedInstant> {
  const { archive, key, base, to, until } = chosen;
  let giving: Giving | undefined;
  const finish = async (server: ServerAddress): Promise<ReachedInstant> => {
    const last = await lastCommitIn(server);
    const erasures = await beginAnew(server, [...chosen.erased, ...erased]);
    await before();
    return { last: last ?? base.at, erasures };
  };
  try {
    return await recoverCluster({
      data, pgBin, ...(onProgress && { onProgress }), to, finish,
      reachesTo: () => to !== undefined && until !== undefined && to <= until,
      fill: (cluster) => unpackBase(base, key, cluster),
      give: (directory, account) => (giving = giveSegments({ archive, key, directory, account })),
    });
  } catch (fault) {
    const why = giving?.fault();
    if (why !== undefined) throw why;
    if (endedBefore(fault)) throw tooLate(chosen);
    // The log ended before the base copy was whole.
    if (fault instanceof DatabaseRefusal && fault.code === 'did-not-start' && chosen.missing !== undefined) throw new BackupRefused('segment-missing', { segment: chosen.missing, last: said(base.at) }, fault);
    throw fault;
  }
}

async function lastCommitIn(server: ServerAddress): Promise<Date | undefined> {
  const client = await connect(server);
  try {
    const { rows } = await client.query<{ last: Date | null }>('select pg_last_xact_replay_timestamp() as last');
    return rows[0]?.last ?? undefined;
  } finally {
    await client.end();
  }
}

/** A moment as it is said, in UTC, to the second. */
export function said(at: Date): string {
  return at.toISOString().slice(0, 19).replace('T', ' ');
}
