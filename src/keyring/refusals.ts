import { createHash } from 'node:crypto';
import { appendFileSync, renameSync, statSync } from 'node:fs';
import type { KeyringRefusal } from './keyring.ts';

/** One refused call, ids only. `session` is a mark made from the session, not the session; null stands for the house itself. */
export interface Refusal {
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
  readonly call: 'unwrap' | 'tag' | 'verify' | 'destroy';
  readonly session: string | null;
  /** Who holds the session, where it is known. */
  readonly person: string | null;
  readonly why: KeyringRefusal | 'tag-does-not-hold';
  readonly ids: readonly string[];
}

/** Where refused calls are written. */
export type RefusalLog = (refusal: Refusal) => void;

/** A short mark by which the lines of one session can be put together, and from which the session cannot be had. */
export function sessionMark(session: string): string {
  return createHash('sha256').update(`companionway.session\0${session}`).digest('hex').slice(0, 16);
}

const LARGEST = 4 * 1024 * 1024;

/**
 * Writes refusals as JSON lines to a file of mode 0600; at 4 MB the file moves to `.1` and a new one begins, so a flood cannot fill the disk. When it cannot
 * be written (the disk is full) the refusal stands all the same, and standard error hears of it once a minute.
 */
export function refusalFile(path: string): RefusalLog {
  let saidAt = Number.NEGATIVE_INFINITY;
  const write: RefusalLog = (refusal) => {
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (size > LARGEST) renameSync(path, `${path}.1`);
    appendFileSync(path, `${JSON.stringify({ ...refusal, ids: refusal.ids.slice(0, 50), count: refusal.ids.length })}\n`, { mode: 0o600 });
  };
  return (refusal) => {
    try {
      write(refusal);
    } catch (error) {
      if (performance.now() - saidAt < 60_000) return;
      saidAt = performance.now();
      process.stderr.write(`keyring: refusals cannot be written down: ${error instanceof Error ? error.message : 'an unknown error'}\n`);
    }
  };
}
