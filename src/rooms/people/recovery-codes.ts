import { randomBytes, randomInt } from 'node:crypto';
import { z } from 'zod';
import { act, type Inside } from '../../platform/act.ts';
import { done, refused } from '../../platform/outcome.ts';
import { attemptKey, countFailure, forgetFailures, waitOf } from './attempts.ts';
import { stronger } from './one-time-codes.ts';
import { hashCode } from './password-hash.ts';
import { RECOVERY_CODES } from './rules.ts';
import { hashOf } from './secrets.ts';
import { tellOwner } from './tell-owner.ts';
import { mayChangeWaysIn } from './ways-in.ts';

/** No sign that is taken for another: no 0, 1, i, l, o, u. */
const SIGNS = '23456789abcdefghjkmnpqrstvwxyz';

/** A code to print: 12 of 30 signs, 58 bits, in three groups. */
function newRecoveryCode(): string {
  const signs = Array.from({ length: 12 }, () => SIGNS[randomInt(SIGNS.length)] ?? '');
  return [0, 4, 8].map((from) => signs.slice(from, from + 4).join('')).join('-');
}

/** A recovery code as typed, in its one form: case, blanks and dashes do not matter. */
function recoveryCodeTyped(typed: string): string {
  return typed.normalize('NFKC').toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

/** Makes new recovery codes; older ones end. They are shown this once: only their hashes are stored. */
export const makeRecoveryCodes = act({
  name: 'people.make-recovery-codes',
  input: z.object({}),
  may: ({ actor }) => actor.kind === 'person',
  async perform(inside) {
    const may = await mayChangeWaysIn(inside);
    if (may !== 'yes') return refused(may);
    const me = inside.person();
    const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
    const salt = randomBytes(SALT_BYTES);
    const hashes = await Promise.all(codes.map((code) => kept(code, salt)));
    await inside.db.deleteFrom('recovery_code').where('org_id', '=', inside.org).where('person_id', '=', me).execute();
    await inside.db
      .insertInto('recovery_code')
      .values(hashes.map((hash) => ({ org_id: inside.org, id: inside.newId(), person_id: me, code_hash: hash, made_at: inside.now })))
      .execute();
    inside.record({ name: 'people.recovery-codes-made', subject: { kind: 'person', id: me } });
    await tellOwner(inside, inside.person(), 'sign-in-changed');
    return done({ codes });
  },
});

/** The second step by a printed code, for whoever has their app no more. Each works once; wrong ones slow down. */
export const useRecoveryCode = act({
  name: 'people.use-recovery-code',
  input: z.object({ recovery: z.string().max(60).transform(recoveryCodeTyped).refine((typed) => typed.length === 12, 'people.recovery.mistake') }),
  may: ({ actor }) => actor.kind === 'person',
  async perform(inside, { recovery }) {
    const me = inside.person();
    const key = attemptKey('second-step', me);
    const seconds = await waitOf(inside, key);
    if (seconds > 0) return refused('wait', { seconds });
    const used = await inside.db
      .updateTable('recovery_code').set({ used_at: inside.now })
      .where('org_id', '=', inside.org).where('person_id', '=', me).where('code_hash', '=', await storedOf(inside, me, recovery)).where('used_at', 'is', null)
      .returning('id').executeTakeFirst();
    if (used === undefined) {
      await countFailure(inside, key);
      return done({ wrong: true as const }, 'wrong');
    }
    await forgetFailures(inside, key);
    const session = await stronger(inside, me);
    inside.record({ name: 'people.second-step-given', subject: { kind: 'person', id: me }, about: { by: 'recovery-code' } });
    return done({ wrong: false as const, ...session });
  },
});

const SALT_BYTES = 16;

/** What is stored of a code: the salt of its set, and its hash under it. */
async function kept(code: string, salt: Buffer): Promise<Buffer> {
  return Buffer.concat([salt, await hashCode(recoveryCodeTyped(code), salt)]);
}

/** What would be stored of this code among somebody's own. The same work is done for whoever has none. Codes of the first days have no salt. */
async function storedOf(inside: Inside, person: string, code: string): Promise<Buffer> {
  const row = await inside.db.selectFrom('recovery_code').select('code_hash').where('org_id', '=', inside.org).where('person_id', '=', person).limit(1).executeTakeFirst();
  const stored = row?.code_hash ?? Buffer.alloc(SALT_BYTES + 32);
  return stored.length === 32 ? hashOf(`${person}:${recoveryCodeTyped(code)}`) : kept(code, stored.subarray(0, SALT_BYTES));
}
