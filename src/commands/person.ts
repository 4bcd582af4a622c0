import { parseArgs } from 'node:util';
import { speak } from '../messages/index.ts';
import { openHouse } from '../opening/open-house.ts';
import { readConfig } from '../platform/config.ts';
import type { House } from '../platform/house.ts';
import { insideHouse } from '../platform/inside.ts';
import { organisations } from '../platform/readers.ts';
import type { Lang } from '../platform/scene.ts';
import { addPerson, endSessions, findPersonByEmail, LINK_MINUTES, looksLikeEmail, makeSignInLink } from '../rooms/people/index.ts';
import { giveRole } from '../rooms/programmes/index.ts';
import { program } from './running.ts';
import { type ExitCode, progress, tell, tongue } from './say.ts';

/** What the command was asked for. */
export interface PersonWanted {
  readonly email: string;
  readonly name: string;
  readonly administrator: boolean;
  /** End every session of theirs first: a telephone was lost, or somebody must be out at once (ASVS 7.4.5). */
  readonly signOut?: boolean;
  readonly lang: Lang;
}

/** `companionway person --email … [--name …] [--administrator] [--sign-out]`: adds or finds a person, and prints a link that signs them in. */
export async function person(words: readonly string[]): Promise<ExitCode> {
  const t = speak(tongue());
  const read = wanted(words);
  if (read === undefined) {
    tell(t('command.person.not-known', { words: words.join(' ') }));
    return 2;
  }
  if (!looksLikeEmail(read.email)) {
    tell(t('command.person.no-email'));
    return 2;
  }
  const opened = await openHouse({ config: readConfig(process.env), onProgress: progress, keyringProcess: { entry: program('keyring-process.js'), membershipModule: program('keyring-membership.js') } });
  try {
    const [org] = await organisations(opened.house);
    if (org === undefined) {
      tell(t('command.person.no-house'));
      return 1;
    }
    const made = await makePerson(opened.house, org, { ...read, lang: tongue() });
    tell(t(made.added ? 'command.person.added' : 'command.person.found'));
    if (read.administrator) tell(t('command.person.administrator'));
    if (read.signOut === true) tell(t('command.person.signed-out'));
    tell(t('command.person.link', { minutes: LINK_MINUTES }));
    process.stdout.write(`${made.link}\n`);
    return 0;
  } finally {
    await opened.close();
  }
}

/** Adds the person, or finds whoever has the address; gives the role when it is asked for, and a link that signs them in. Safe to repeat. */
export function makePerson(house: House, org: string, { email, name, administrator, lang, signOut = false }: PersonWanted): Promise<{ readonly added: boolean; readonly link: string }> {
  return insideHouse(house, org, 'person-command', async (inside) => {
    const had = await findPersonByEmail(inside, email);
    const id = had ?? (await addPerson(inside, { name, lang, contacts: [{ kind: 'email', value: email, confirmed: true }] }));
    if (signOut) await endSessions(inside, { person: id });
    if (administrator) await giveRole(inside, { person: id, programme: null, role: 'administrator' });
    return { added: had === undefined, link: `${house.config.publicUrl}/sign-in/${await makeSignInLink(inside, { person: id, email })}` };
  });
}

function wanted(words: readonly string[]): Omit<PersonWanted, 'lang'> | undefined {
  try {
    const { values } = parseArgs({ args: [...words], options: { email: { type: 'string' }, name: { type: 'string' }, administrator: { type: 'boolean' }, 'sign-out': { type: 'boolean' } }, strict: true, allowPositionals: false });
    return { email: values.email ?? '', name: values.name ?? '', administrator: values.administrator ?? false, signOut: values['sign-out'] ?? false };
  } catch {
    return undefined;
  }
}
