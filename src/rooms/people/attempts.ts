import { createHash } from 'node:crypto';
import type { Inside } from '../../platform/inside.ts';
import { delayAfter } from './rules.ts';

/**
 * What is tried and can be guessed: a hash of its kind and whose it is, so that the table tells nothing. Failures slow the next try down and
 * never lock anybody out: an abuser must not be able to shut a person out (ASVS 6.1.1).
 */
export function attemptKey(kind: 'second-step' | 'password' | 'own-password', whose: string): Buffer {
  return createHash('sha256').update(`${kind}\n${whose}`).digest();
}

/** Seconds to wait before the next try; 0 when it may be now. */
export async function waitOf({ db, org, now }: Inside, key: Buffer): Promise<number> {
  const row = await db.selectFrom('attempt').select(['failures', 'last_at']).where('org_id', '=', org).where('key', '=', key).executeTakeFirst();
  return row === undefined ? 0 : Math.max(0, Math.ceil((row.last_at.getTime() + delayAfter(row.failures) - now.getTime()) / 1000));
}

/** One more that failed. */
export async function countFailure({ db, org, now }: Inside, key: Buffer): Promise<void> {
  await db
    .insertInto('attempt')
    .values({ org_id: org, key, failures: 1, last_at: now })
    .onConflict((conflict) => conflict.columns(['org_id', 'key']).doUpdateSet((e) => ({ failures: e('attempt.failures', '+', 1), last_at: now })))
    .execute();
}

/** It went well: nothing is held against them. */
export async function forgetFailures({ db, org }: Inside, key: Buffer): Promise<void> {
  await db.deleteFrom('attempt').where('org_id', '=', org).where('key', '=', key).execute();
}
