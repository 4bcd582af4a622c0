import { z } from 'zod';
import { act, type Inside } from '../../platform/act.ts';
import { done, refused } from '../../platform/outcome.ts';
import { deviceOf } from './device.ts';
import { letIn } from './let-in.ts';
import { CODE_TRIES } from './rules.ts';
import { codeMark, codeTyped, hashOf, sameHash } from './secrets.ts';

/** What every way in is told about the device: whether others use it, and how its browser describes itself. */
export const atDevice = z.object({ shared: z.boolean().default(false), device: z.string().max(1000).default('').transform(deviceOf) });

/**
 * Somebody pressed the button behind their link. Looking at the link's page burns nothing, so a mail scanner's visit does no harm;
 * only this act does, and only once.
 */
export const useLink = act({
  name: 'people.use-link',
  input: atDevice.extend({ token: z.string().min(20).max(100) }),
  may: () => true,

  async perform(inside, { token, shared, device }) {
    const link = await inside.db
      .selectFrom('sign_in_link')
      .select(['id', 'person_id', 'lookup', 'purpose', 'ends_at', 'used_at', 'return_to'])
      .where('org_id', '=', inside.org)
      .where('token_hash', '=', hashOf(token))
      .forUpdate()
      .executeTakeFirst();
    if (link?.person_id == null || link.used_at !== null || link.ends_at <= inside.now) return refused('link-over');
    return done(await signIn(inside, { ...link, person_id: link.person_id }, { shared, device, proof: 'link' }));
  },
});

/** Somebody typed the code of their mail, perhaps on another device. Five tries, then a new one. */
export const useCode = act({
  name: 'people.use-code',
  input: atDevice.extend({
    asked: z.uuid(),
    code: z.string().transform(codeTyped).refine((code) => code.length === 8, 'people.sign-in.mistake.code'),
  }),
  may: () => true,

  async perform(inside, { asked, code, shared, device }) {
    const link = await inside.db
      .selectFrom('sign_in_link')
      .select(['id', 'person_id', 'lookup', 'ends_at', 'used_at', 'return_to', 'code_hash', 'tries', 'purpose'])
      .where('org_id', '=', inside.org)
      .where('id', '=', asked)
      .forUpdate()
      .executeTakeFirst();
    if (link === undefined || link.used_at !== null || link.ends_at <= inside.now || link.tries >= CODE_TRIES) return refused('code-over');
    if (!sameHash(codeMark(inside.scene.house, link.id, code), link.code_hash) || link.person_id === null) {
      await inside.db.updateTable('sign_in_link').set({ tries: link.tries + 1 }).where('org_id', '=', inside.org).where('id', '=', link.id).execute();
      return done({ wrong: true as const }, 'wrong');
    }
    return done(await signIn(inside, { ...link, person_id: link.person_id }, { shared, device, proof: 'code' }));
  },
});

/** Both ways end here: the link is used, the address is proved, a session begins. */
async function signIn(
  inside: Inside,
  link: { id: string; person_id: string; lookup: Buffer; purpose: string; return_to: string },
  { shared, device, proof }: { shared: boolean; device: string; proof: 'link' | 'code' },
) {
  await inside.db.updateTable('sign_in_link').set({ used_at: inside.now }).where('org_id', '=', inside.org).where('id', '=', link.id).execute();
  await inside.db
    .updateTable('contact')
    .set({ confirmed_at: inside.now })
    .where('org_id', '=', inside.org)
    .where('person_id', '=', link.person_id)
    .where('lookup', '=', link.lookup)
    .where('confirmed_at', 'is', null)
    .where('removed_at', 'is', null)
    .execute();
  // Asked for with the right password: password and mailbox together are more than either.
  const session = await letIn(inside, { person: link.person_id, proof: link.purpose === 'after-password' ? 'password' : proof, shared, device });
  return { wrong: false as const, returnTo: link.return_to, ...session };
}
