import { readArchive } from '../archive.ts';
import { BackupRefused } from '../refusal.ts';
import { noteOf } from './give.ts';
import { openArchiveKey, openingOf } from './keys.ts';
import { basesIn, placesIn, segmentsIn, unbroken } from './places.ts';

/** What an archive was found to lead to. */
export interface ArchiveFound {
  readonly bases: number;
  readonly segments: number;
  /** The first and the last instant that can be reached; none when no base copy is whole. */
  readonly first?: Date | undefined;
  readonly last?: Date | undefined;
  /** Segments after which one is missing; instants behind it are reached from a later base copy alone. */
  readonly missing: readonly string[];
}

/**
 * Opens everything that an archive holds and reads it to its end: what a restore would need, before one is needed.
 * @throws BackupRefused `no-archive`, `does-not-open`, `cut-short`, each naming the file.
 */
export async function checkArchive(archive: string, passphrase: string): Promise<ArchiveFound> {
  const key = await openArchiveKey(archive, passphrase);
  const [bases, segments] = [await basesIn(archive), await segmentsIn(archive)];
  for (const base of bases) for await (const _ of readArchive(base.file, openingOf(key, `base ${base.from}`), 'base'));
  for (const name of segments) for await (const _ of readArchive(placesIn(archive).segment(name), openingOf(key, name), 'segment'));
  const missing = new Set(bases.flatMap(({ from }) => unbroken(from, segments).missing ?? []));
  const { last } = bases.length === 0 ? {} : unbroken(bases.at(-1)?.from ?? '', segments);
  if (bases.length > 0 && last === undefined) throw new BackupRefused('segment-missing', { segment: bases.at(-1)?.from ?? '', last: '' });
  const note = last === undefined ? undefined : await noteOf(archive, key, last);
  return { bases: bases.length, segments: segments.length, first: bases[0]?.at, last: note?.until ?? note?.at, missing: [...missing] };
}
