import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { absent, done } from '../../platform/outcome.ts';
import { lookupOf, looksLikeEmail, normalEmail } from './address-forms.ts';
import { mailLink } from './mail-link.ts';
import { contactOf, findPersonByEmail } from './persons.ts';
import { hashOf } from './secrets.ts';

/**
 * Somebody asks to sign in by e-mail. The answer, the work and the time are the same whether or not the address is known:
 * being a member here is itself a private fact. Gives back the id of the asking, which the browser keeps to type a code against.
 */
export const askForLink = act({
  name: 'people.ask-for-link',
  input: z.object({
    email: z.string().max(254).refine(looksLikeEmail, 'people.sign-in.mistake.email'),
    returnTo: z.string().max(300).default(''),
  }),
  may: () => true,

  async perform(inside, { email, returnTo }) {
    const lookup = lookupOf(inside.scene.house, inside.org, 'email', normalEmail(email));
    const person = await findPersonByEmail(inside, email);
    return done({ asked: await mailLink(inside, { email, lookup, person, returnTo: safeReturn(returnTo) }) });
  },
});

/**
 * A new letter for whoever holds an old one whose link is over: one press, to the same address, and on to where they were headed. What is pressed proves
 * nothing but that the letter was there, so nothing else is told. A link that never was, or whose address is theirs no more: absent.
 */
export const askForNewLink = act({
  name: 'people.ask-for-new-link',
  input: z.object({ token: z.string().min(20).max(100) }),
  may: () => true,

  async perform(inside, { token }) {
    const link = await inside.db.selectFrom('sign_in_link').select(['person_id', 'lookup', 'return_to']).where('org_id', '=', inside.org).where('token_hash', '=', hashOf(token)).executeTakeFirst();
    if (link?.person_id == null) return absent();
    const own = (await contactOf(inside, link.person_id)).find(({ kind, value }) => kind === 'email' && lookupOf(inside.scene.house, inside.org, 'email', value).equals(link.lookup));
    if (own === undefined) return absent();
    return done({ asked: await mailLink(inside, { email: own.value, lookup: link.lookup, person: link.person_id, returnTo: link.return_to }) });
  },
});

/** Only an address of this site: a path with one slash at its head. */
export function safeReturn(path: string): string {
  return /^\/(?![/\\])[^\s\\]*$/.test(path) && !path.startsWith('/sign-in') ? path : '';
}
