import type { Inside } from '../../platform/inside.ts';
import { lookupOf, normalEmail } from './address-forms.ts';
import { LINK_MINUTES } from './rules.ts';
import { codeMark, hashOf, newCode, newToken } from './secrets.ts';

/** A sign-in link that is handed over instead of mailed: by whoever runs the server, on the server. Gives its secret; works once, for LINK_MINUTES. */
export async function makeSignInLink(inside: Inside, { person, email }: { person: string; email: string }): Promise<string> {
  const token = newToken();
  const id = inside.newId();
  await inside.db
    .insertInto('sign_in_link')
    .values({
      org_id: inside.org, id, lookup: lookupOf(inside.scene.house, inside.org, 'email', normalEmail(email)), person_id: person, token_hash: hashOf(token),
      code_hash: codeMark(inside.scene.house, id, newCode()), return_to: '', made_at: inside.now, ends_at: new Date(inside.now.getTime() + LINK_MINUTES * 60_000),
    })
    .execute();
  inside.record({ name: 'people.link-handed-over', subject: { kind: 'person', id: person } });
  return token;
}
