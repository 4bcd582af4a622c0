import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commit, type Mark, newCommitmentKey } from '../proof/index.ts';
import type { Answer } from './keyring.ts';
import type { MembershipTable } from './membership-table.ts';

/** The people and places of the keyring's tests. Amina and Ben talk; Chidi coordinates and is in no conversation. */
export const cast = {
  org: '018f3c1e-0000-7000-8000-000000000001',
  amina: '018f3c1e-0000-7000-8000-00000000000a',
  ben: '018f3c1e-0000-7000-8000-00000000000b',
  chidi: '018f3c1e-0000-7000-8000-00000000000c',
  talk: '018f3c1e-0000-7000-8000-0000000000f1',
  circle: '018f3c1e-0000-7000-8000-0000000000f2',
} as const;

/** Noon on the day of the tests, in milliseconds. */
export const noon = Date.UTC(2026, 10, 21, 12);

/** Signs the cast in (`s-amina`, `s-ben`, `s-chidi`) and lets Amina and Ben talk. */
export function seat(table: MembershipTable): void {
  for (const name of ['amina', 'ben', 'chidi'] as const) table.signIn(`s-${name}`, cast[name]);
  for (const conversation of [cast.talk, cast.circle]) for (const person of [cast.amina, cast.ben]) table.join(conversation, person);
}

/** A directory that is removed at the end of its test. */
export async function spareDirectory(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'keyring-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Every byte of every file below a directory, to search for what should not be there. */
export async function everyByteUnder(path: string): Promise<Buffer> {
  const files = await readdir(path, { recursive: true, withFileTypes: true });
  return Buffer.concat(await Promise.all(files.filter((file) => file.isFile()).map((file) => readFile(join(file.parentPath, file.name)))));
}

/** The bytes of an answer's key, or the reason of its no. */
export function keyOrWhy(answer: Answer<{ readonly key: { readonly bytes: Uint8Array } }> | undefined): string {
  if (answer === undefined) return 'no answer';
  return answer.ok ? Buffer.from(answer.key.bytes).toString('hex') : answer.why;
}

/** A mark of a first message, now. */
export function markOf(author: string, more: Partial<Mark> = {}): Mark {
  return { conversation: cast.talk, author, seq: 1, time: noon, commitment: commit(newCommitmentKey(), Buffer.from(randomUUID())), previous: null, ...more };
}
