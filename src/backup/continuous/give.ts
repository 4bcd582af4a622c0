import { chown, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Account } from '../../platform/postgres/account.ts';
import { readArchive } from '../archive.ts';
import { openingOf, type WholeKey } from './keys.ts';
import { belongsToLog, placesIn } from './places.ts';

const LOOK_MS = 15;

/** Hands a recovering server the segments it asks for. */
export interface Giving {
  /** Why a segment could not be opened, when that stopped the server. */
  fault(): unknown;
  /** The last segment that was given. */
  last(): string | undefined;
  stop(): Promise<void>;
}

/** Opens each segment of an archive as it is asked for (the other side is `handOver` in the recovery), one at a time, so that little lies open. */
export function giveSegments({ archive, key, directory, account }: { archive: string; key: WholeKey; directory: string; account: Account }): Giving {
  let [fault, last, ended]: [unknown, string | undefined, boolean] = [undefined, undefined, false];
  const give = async (name: string) => {
    await rm(join(directory, `${name}.wanted`), { force: true });
    const sealed = placesIn(archive).segment(name);
    if (!belongsToLog(name) || !(await stat(sealed).then(() => true, () => false))) return writeFile(join(directory, `${name}.none`), '');
    try {
      await openSegment({ archive, key, name, into: join(directory, `${name}.part`) });
      if (account !== null) await chown(join(directory, `${name}.part`), account.uid, account.gid);
      await rename(join(directory, `${name}.part`), join(directory, name));
      last = name;
    } catch (why) {
      fault ??= why;
      await writeFile(join(directory, `${name}.stop`), '');
    }
  };
  const loop = async () => {
    for (; !ended; await sleep(LOOK_MS)) {
      for (const name of await readdir(directory).catch(() => [])) if (name.endsWith('.wanted')) await give(name.slice(0, -'.wanted'.length));
    }
  };
  const looping = loop();
  const stop = async () => {
    ended = true;
    await looping;
  };
  return { fault: () => fault, last: () => last, stop };
}

/** What a segment says of itself: when it came into the archive, and the moment up to which everything acknowledged is in it or before it, when known. */
export async function noteOf(archive: string, key: WholeKey, name: string): Promise<{ readonly at: Date; readonly until?: Date }> {
  for await (const piece of readArchive(placesIn(archive).segment(name), openingOf(key, name), 'segment')) {
    if ('note' in piece && typeof piece.note['at'] === 'string') {
      const { at, until } = piece.note;
      return { at: new Date(at), ...(typeof until === 'string' && { until: new Date(until) }) };
    }
  }
  return { at: new Date(0) };
}

async function openSegment({ archive, key, name, into }: { archive: string; key: WholeKey; name: string; into: string }): Promise<void> {
  const handle = await open(into, 'w', 0o600);
  try {
    for await (const piece of readArchive(placesIn(archive).segment(name), openingOf(key, name), 'segment')) if ('bytes' in piece) await handle.writeFile(piece.bytes);
  } finally {
    await handle.close();
  }
}
