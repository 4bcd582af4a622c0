import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Piece, writeArchive } from '../archive.ts';
import { BackupRefused } from '../refusal.ts';
import { type HouseHalf, holds, sealingOf } from './keys.ts';
import { belongsToLog, isSegment, placesIn, writtenAt } from './places.ts';

/** A piece at a time: what is sealed is never held whole more than once. */
const PIECE = 256 * 1024;
/** What the server's module left half-copied when it died. */
const HALF = /^archtemp\./;
/** A copy takes a moment, not this long. */
const HALF_IS_OLD = 3_600_000;

/** Moments at which the log stood in a segment: everything acknowledged by then is in it or before it. */
export interface Reached {
  readonly at: Date;
  readonly segment: string;
}

/** What waits in the spool, in the order of the log. */
export async function waitingIn(spool: string): Promise<readonly string[]> {
  return (await readdir(spool).catch(() => [])).filter(belongsToLog).sort();
}

/** Ships all that waits, in its order. `reached` says up to which moments. @throws as `shipSegment`. */
export async function shipWaiting({ reached = [], ...to }: { spool: string; archive: string; half: HouseHalf; reached?: readonly Reached[] }): Promise<void> {
  for (const name of await waitingIn(to.spool)) await shipSegment({ ...to, name, until: untilOf(name, reached), at: new Date() });
}

/**
 * Seals one segment of the spool into the archive and takes it out of the spool once it is durable there. A segment that is there already is left as it is.
 * @param until everything acknowledged by then is in this segment or before it, when that is known.
 * @throws BackupRefused `archive-differs` when another one lies there under its name, `no-space`; then it stays in the spool.
 */
async function shipSegment({ spool, archive, name, half, until, at }: { spool: string; archive: string; name: string; half: HouseHalf; until?: Date | undefined; at: Date }): Promise<void> {
  const bytes = await readFile(join(spool, name));
  const file = placesIn(archive).segment(name);
  if (await stat(file).then(() => true, () => false)) {
    if (!(await holds(file, half, name, bytes))) throw new BackupRefused('archive-differs', { segment: name, directory: archive });
  } else {
    await writeArchive(file, sealingOf(half, name, bytes), 'segment', piecesOf({ segment: name, at: at.toISOString(), until: until?.toISOString() }, bytes));
  }
  await rm(join(spool, name));
}

/** Takes away what nobody needs: halves that the server's module left when it died, and the labels of base copies, which these hold themselves. */
export async function tidySpool(spool: string): Promise<void> {
  for (const name of await readdir(spool).catch(() => [])) {
    const age = Date.now() - ((await writtenAt(join(spool, name)))?.getTime() ?? Date.now());
    if (name.endsWith('.backup') || (HALF.test(name) && age > HALF_IS_OLD)) await rm(join(spool, name), { force: true });
  }
}

/** The last moment that a segment is known to reach: of those noted in it or before it. */
function untilOf(name: string, reached: readonly Reached[]): Date | undefined {
  return isSegment(name) ? reached.findLast(({ segment }) => segment <= name)?.at : undefined;
}

async function* piecesOf(note: Record<string, unknown>, bytes: Buffer): AsyncGenerator<Piece> {
  yield { note };
  for (let at = 0; at < bytes.length; at += PIECE) yield { bytes: bytes.subarray(at, at + PIECE) };
}
