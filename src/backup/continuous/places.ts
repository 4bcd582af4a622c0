import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** PostgreSQL's name of a segment of its log: timeline, then the place in the log (16 MB each). */
const SEGMENT = /^[0-9A-F]{24}$/;
const HISTORY = /^[0-9A-F]{8}\.history$/;
const BASE = /^(\d{4}-\d\d-\d\dT\d\d)(\d\d)(\d\d\.\d{3}Z)-([0-9A-F]{24})\.base$/;
/** Segments in one number of the log's upper half. */
const IN_ONE = 0x100;

/** A base copy in an archive. */
export interface BaseCopy {
  readonly file: string;
  /** When it was whole: instants from then on can be reached. */
  readonly at: Date;
  /** The first segment that is needed with it. */
  readonly from: string;
}

/** Where each thing of an archive lies. */
export function placesIn(archive: string) {
  return {
    mark: join(archive, 'archive.json'),
    key: join(archive, 'archive.key'),
    bases: join(archive, 'base'),
    segments: join(archive, 'log'),
    ledger: join(archive, 'erasures.sealed'),
    segment: (name: string) => join(archive, 'log', `${name}.sealed`),
    base: (at: Date, from: string) => join(archive, 'base', `${at.toISOString().replaceAll(':', '')}-${from}.base`),
  };
}

/** Whether a name is one of what a server's log consists of, and needed to run through it again. */
export function belongsToLog(name: string): boolean {
  return SEGMENT.test(name) || HISTORY.test(name);
}

/** Whether a name is a segment's. */
export function isSegment(name: string): boolean {
  return SEGMENT.test(name);
}

/** The segment after another, on the same timeline. */
export function segmentAfter(name: string): string {
  const place = Number.parseInt(name.slice(8, 16), 16) * IN_ONE + Number.parseInt(name.slice(16), 16) + 1;
  return name.slice(0, 8) + hex(Math.floor(place / IN_ONE)) + hex(place % IN_ONE);
}

/** The base copies that are whole, the oldest first. */
export async function basesIn(archive: string): Promise<readonly BaseCopy[]> {
  const { bases } = placesIn(archive);
  const names = (await readdir(bases).catch(() => [])).sort();
  return names.flatMap((name) => {
    const found = BASE.exec(name);
    return found === null ? [] : [{ file: join(bases, name), at: new Date(`${found[1]}:${found[2]}:${found[3]}`), from: found[4] ?? '' }];
  });
}

/** The names of the segments that are there, in the order of the log. */
export async function segmentsIn(archive: string): Promise<readonly string[]> {
  const names = await readdir(placesIn(archive).segments).catch(() => []);
  return names.filter((name) => name.endsWith('.sealed')).map((name) => name.slice(0, -'.sealed'.length)).filter(isSegment).sort();
}

/** From one segment on, as long as none is missing: the last of them, and the first that is missing when others come after it. */
export function unbroken(from: string, there: readonly string[]): { readonly last?: string; readonly missing?: string } {
  const known = new Set(there);
  let [last, next]: [string | undefined, string] = [undefined, from];
  for (; known.has(next); next = segmentAfter(next)) last = next;
  const later = there.some((name) => name.slice(0, 8) === from.slice(0, 8) && name > next);
  return { ...(last !== undefined && { last }), ...(later && { missing: next }) };
}

/**
 * Takes away what is older than so many days, and never what is still needed: the newest base copy at or before the beginning of that time stays, since the first
 * instants after it are reached from there, and so do all segments from its own on.
 * @returns how many files went.
 */
export async function takeAwayOlder(archive: string, days: number, now: Date): Promise<number> {
  const bases = await basesIn(archive);
  const kept = bases.filter(({ at }) => now.getTime() - at.getTime() <= days * 86_400_000);
  const first = kept[0] ?? bases.at(-1);
  if (first === undefined) return 0;
  const gone = bases.filter((base) => base !== first && !kept.includes(base)).map(({ file }) => file);
  const segments = (await segmentsIn(archive)).filter((name) => name < first.from).map(placesIn(archive).segment);
  for (const file of [...gone, ...segments]) await rm(file, { force: true });
  return gone.length + segments.length;
}

/** When a file was last written; undefined when it is not there. */
export async function writtenAt(file: string): Promise<Date | undefined> {
  return stat(file).then(({ mtime }) => mtime, () => undefined);
}

const hex = (number: number): string => number.toString(16).toUpperCase().padStart(8, '0');
