import { readdir, readFile, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { ledgerPlace } from '../../platform/erasure-ledger.ts';
import { connect, type ServerAddress } from '../../platform/postgres/address.ts';
import { flush, type Layout, layoutOf } from '../../platform/postgres/layout.ts';
import { writeArchive } from '../archive.ts';
import { BackupRefused } from '../refusal.ts';
import { takeBase } from './base-copy.ts';
import { type HouseHalf, houseHalfIn, isItsArchive, keepHouseHalf, sealingOf } from './keys.ts';
import { basesIn, placesIn, takeAwayOlder, writtenAt } from './places.ts';
import { type Reached, shipWaiting, tidySpool, waitingIn } from './ship.ts';

const HOUR = 3_600_000;
const MB = 2 ** 20;
/** A day's log is the most that a restore runs through. */
const BASE_EVERY = 24 * HOUR;
/** A trouble that lasts is said again this often. */
const SAID_AGAIN = 10 * 60_000;
/** Below this the disk of the database is filling up while the archive takes nothing: there is still time to act. */
const LITTLE_BYTES = 1024 * MB;
/** So many moments are remembered; one a second or two. */
const REMEMBERED = 3_600;
/** In the spool, and so gone with it: a base copy was taken since archiving was switched on. */
const BASED = 'based';

/** Where troubles and their ends are said. */
interface Said {
  error(about: Readonly<Record<string, unknown>>, sentence: string): void;
  warn(about: Readonly<Record<string, unknown>>, sentence: string): void;
  info(about: Readonly<Record<string, unknown>>, sentence: string): void;
}

/** What keeping an archive needs. */
export interface Keeping {
  readonly data: string;
  readonly archive: string;
  /** What is older goes. */
  readonly days: number;
  readonly owner: ServerAddress;
  readonly said: Said;
  readonly everyMs?: number;
  /** Handed in by tests: how many bytes are free where the database lies. */
  readonly free?: (path: string) => Promise<number>;
}

/** The archive at work. */
export interface KeptArchive {
  /** Ships what waits now, and takes a base copy when one is due. Throws nothing: troubles are said. */
  turn(): Promise<void>;
  /** Stops looking at the database, before it is put to rest. */
  pause(): Promise<void>;
  /** Ships what the server closed at its end: called when it rests. */
  finish(): Promise<void>;
}

/**
 * What a start must know of its archive before the database is brought up.
 * @throws BackupRefused `archive-not-prepared`, `archive-other`. A directory that is gone is no reason not to start.
 */
export async function refuseForeignArchive({ data, archive }: { data: string; archive: string }): Promise<void> {
  const half = await houseHalfIn(data);
  if (half === undefined) throw new BackupRefused('archive-not-prepared', { directory: archive });
  await isItsArchive(archive, half);
}

/**
 * Keeps the archive: each closed segment of the log is sealed into it, a base copy is taken when archiving begins and each day, the erasure ledger goes along,
 * and what is too old goes. When the archive takes nothing, the site goes on, the log waits in the spool, and it is tried again and said.
 * @throws BackupRefused `archive-not-prepared`, `archive-other`, `archive-other-database`, `no-archive-module`.
 */
export async function keepArchive(keeping: Keeping): Promise<KeptArchive> {
  await refuseForeignArchive(keeping);
  const layout = await layoutOf(keeping.data);
  const half = await halfFor(keeping, layout);
  const keeper = new Keeper(keeping, half, layout);
  keeper.begin();
  return keeper;
}

/** The house's half, with the number of this database noted in it. */
async function halfFor({ data, archive, owner }: Keeping, { spool }: Layout): Promise<HouseHalf> {
  const half = await houseHalfIn(data);
  if (half === undefined) throw new BackupRefused('archive-not-prepared', { directory: archive });
  const client = await connect(owner);
  try {
    const { rows } = await client.query<{ system: string }>('select system_identifier::text as system from pg_control_system()');
    await client.query("load 'basic_archive'").catch((fault: unknown) => {
      throw new BackupRefused('no-archive-module', {}, fault);
    });
    const system = rows[0]?.system;
    if (half.system !== undefined && half.system !== system) throw new BackupRefused('archive-other-database', { directory: archive });
    if (half.system !== undefined) return half;
    // A new archive begins with its base copy: what waits from before is of no use to it, and may be of another database.
    for (const name of await waitingIn(spool)) await rm(join(spool, name), { force: true });
    await keepHouseHalf(data, { ...half, system }, new Date());
    return { ...half, system };
  } finally {
    await client.end();
  }
}

class Keeper implements KeptArchive {
  readonly layout: Layout;
  readonly #keeping: Keeping;
  readonly #half: HouseHalf;
  readonly #ending = new AbortController();
  #reached: Reached[] = [];
  #connection: pg.Client | undefined;
  #turn: Promise<void> = Promise.resolve();
  #base: Promise<void> = Promise.resolve();
  #basing = false;
  #tidied = 0;
  #ledger = 0;
  #trouble: { readonly what: string; readonly since: number; said: number } | undefined;
  #looping: Promise<void> = Promise.resolve();

  constructor(keeping: Keeping, half: HouseHalf, layout: Layout) {
    this.#keeping = keeping;
    this.#half = half;
    this.layout = layout;
  }

  begin(): void {
    const { signal } = this.#ending;
    const loop = async () => {
      while (!signal.aborted) {
        await this.#once();
        await sleep(this.#keeping.everyMs ?? 1_000, undefined, { signal, ref: false }).catch(() => undefined);
      }
    };
    this.#looping = loop();
  }

  async turn(): Promise<void> {
    await this.#once();
    await this.#base;
    await this.#once();
  }

  async pause(): Promise<void> {
    this.#ending.abort();
    await this.#looping;
    await this.#base;
    await this.#turn;
    await this.#connection?.end().catch(() => undefined);
    this.#connection = undefined;
  }

  async finish(): Promise<void> {
    const last = (await waitingIn(this.layout.spool)).at(-1);
    // A server put to rest in order closes its last segment: everything that was acknowledged stands in what it handed over.
    if (last !== undefined && (await restsWhole(this.layout))) this.#reached.push({ at: new Date(), segment: last });
    await this.#guarded(async () => {
      await this.#ship();
      await this.#shipLedger();
    });
  }

  /** One look after the other; one that fails is said, and the next tries again. */
  #once(): Promise<void> {
    return (this.#turn = this.#turn.then(() => this.#guarded(async () => {
      await this.#look().catch(() => undefined);
      await this.#ship();
      await this.#shipLedger();
      await this.#tidy();
      await this.#baseWhenDue();
    })));
  }

  /** Notes where the log stands: by this moment everything acknowledged is in that segment or before it. */
  async #look(): Promise<void> {
    try {
      this.#connection ??= await connect(this.#keeping.owner, { name: 'companionway archive' });
      const { rows } = await this.#connection.query<{ at: Date; segment: string }>('select clock_timestamp() as at, pg_walfile_name(pg_current_wal_flush_lsn()) as segment');
      const [reached] = rows;
      if (reached !== undefined) this.#reached = [...this.#reached.slice(-REMEMBERED), reached];
    } catch (fault) {
      await this.#connection?.end().catch(() => undefined);
      this.#connection = undefined;
      throw fault;
    }
  }

  async #ship(): Promise<void> {
    await this.#mustBeThere();
    await shipWaiting({ spool: this.layout.spool, archive: this.#keeping.archive, half: this.#half, reached: this.#reached });
  }

  async #mustBeThere(): Promise<void> {
    if (!(await isItsArchive(this.#keeping.archive, this.#half))) throw new BackupRefused('archive-gone', { directory: this.#keeping.archive });
  }

  /** What was erased is known beside the log: a restore to an instant before it must erase it again. */
  async #shipLedger(): Promise<void> {
    const { file } = ledgerPlace(this.#keeping.data);
    const written = (await writtenAt(file))?.getTime() ?? 0;
    const { ledger } = placesIn(this.#keeping.archive);
    if (written === 0 || (written === this.#ledger && (await writtenAt(ledger)) !== undefined)) return;
    const bytes = await readFile(file);
    async function* pieces() {
      yield { bytes };
    }
    await rm(`${ledger}.new`, { force: true });
    await writeArchive(`${ledger}.new`, sealingOf(this.#half, 'erasures'), 'ledger', pieces());
    await rename(`${ledger}.new`, ledger);
    await flush(this.#keeping.archive);
    this.#ledger = written;
  }

  async #tidy(): Promise<void> {
    if (Date.now() - this.#tidied < HOUR) return;
    this.#tidied = Date.now();
    await takeAwayOlder(this.#keeping.archive, this.#keeping.days, new Date());
    await tidySpool(this.layout.spool);
  }

  /** Beside the turns: a large copy takes its time, and the log goes on. */
  async #baseWhenDue(): Promise<void> {
    if (this.#basing || this.#ending.signal.aborted) return;
    const { archive, owner } = this.#keeping;
    const newest = (await basesIn(archive)).at(-1);
    const begun = await writtenAt(join(this.layout.spool, BASED));
    if (begun !== undefined && newest !== undefined && Date.now() - newest.at.getTime() < BASE_EVERY) return;
    this.#basing = true;
    this.#base = this.#guarded(async () => {
      await takeBase({ owner, layout: this.layout, archive, half: this.#half, signal: this.#ending.signal });
      await writeFile(join(this.layout.spool, BASED), '', { mode: 0o600 });
    }).finally(() => (this.#basing = false));
  }

  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      if (this.#trouble === undefined) return;
      this.#keeping.said.info({ archive: this.#keeping.archive, minutes: Math.round((Date.now() - this.#trouble.since) / 60_000) }, 'the continuous archive goes on');
      this.#trouble = undefined;
    } catch (fault) {
      await this.#say(fault);
    }
  }

  async #say(fault: unknown): Promise<void> {
    if (fault instanceof Error && fault.name === 'AbortError') return;
    const what = fault instanceof BackupRefused ? fault.code : ((fault as NodeJS.ErrnoException).code ?? (fault instanceof Error ? fault.message : 'unknown'));
    const waiting = (await waitingIn(this.layout.spool)).length;
    const free = await (this.#keeping.free ?? freeBytes)(this.layout.home).catch(() => Number.POSITIVE_INFINITY);
    this.#trouble ??= { what, since: Date.now(), said: 0 };
    if (Date.now() - this.#trouble.said < SAID_AGAIN && this.#trouble.what === what) return;
    this.#trouble = { what, since: this.#trouble.since, said: Date.now() };
    const about = { archive: this.#keeping.archive, trouble: what, waiting, freeMb: Number.isFinite(free) ? Math.floor(free / MB) : null };
    if (free < LITTLE_BYTES) this.#keeping.said.error(about, 'the continuous archive takes nothing, and the disk of the database fills up with what waits for it: make room or bring the archive back now');
    else this.#keeping.said.warn(about, 'the continuous archive takes nothing; the site goes on, the log waits, and it is tried again');
  }
}

/** Whether the server stopped, and nothing that it closed is still to be handed over. */
async function restsWhole({ cluster }: Layout): Promise<boolean> {
  if ((await writtenAt(join(cluster, 'postmaster.pid'))) !== undefined) return false;
  return (await readdir(join(cluster, 'pg_wal', 'archive_status')).catch(() => ['unknown.ready'])).every((name) => !name.endsWith('.ready'));
}

async function freeBytes(path: string): Promise<number> {
  const { bavail, bsize } = await statfs(path);
  return bavail * bsize;
}
