import { z } from 'zod';
import { act, type Inside } from '../../platform/act.ts';
import { done, present, refused } from '../../platform/outcome.ts';
import { writeErasures } from '../../platform/erasures.ts';
import { addPerson, beginSession, findPersonByEmail, looksLikeEmail, normalEmail, rename } from '../people/index.ts';
import { beginProgramme, templateIds } from './begin-programme.ts';
import { ownZone } from './inputs.ts';
import { countries, keepSetup, settingUp, setupSteps } from './setup-draft.ts';
import { asJson } from './stored.ts';
import { giveRole } from './team.ts';

/** The set-up code stands in for permission: nobody can be signed in yet. Each act checks it before anything else. */
const withCode = { code: z.string().max(40) };
const name = z.string().trim().min(1, 'setup.mistake.name').max(120, 'programmes.mistake.too-long');
const email = z.string().trim().max(254).refine(looksLikeEmail, 'programmes.mistake.email');

/** Shows the set-up code and may begin, or go on. */
export const beginSetup = act({
  name: 'programmes.begin-setup',
  input: z.object(withCode),
  may: () => true,
  async perform(inside, { code }) {
    const state = await settingUp(inside, code);
    if (state === undefined) return refused('wrong-code');
    return done({ next: setupSteps.find((step) => !state.draft.answered.includes(step)) ?? 'data' });
  },
});

/** Question one: what the organisation is called, and in which country it is (help lines, phone numbers). */
export const nameOrganisation = act({
  name: 'programmes.name-organisation',
  input: z.object({ ...withCode, name, country: z.string().refine((country) => countries().includes(country), 'setup.mistake.country') }),
  may: () => true,
  async perform(inside, { code, name: called, country }) {
    const state = await settingUp(inside, code);
    if (state === undefined) return refused('wrong-code');
    await inside.db.updateTable('organisation').set({ name: called, country }).where('org_id', '=', inside.org).execute();
    await keepSetup(inside, state, 'organisation');
    return done();
  },
});

/** Question two: the language people meet first, and the time zone of promises. */
export const chooseLanguage = act({
  name: 'programmes.choose-language',
  input: z.object({ ...withCode, lang: z.enum(['en', 'fr'], 'setup.mistake.lang'), zone: ownZone }),
  may: () => true,
  async perform(inside, { code, lang, zone }) {
    const state = await settingUp(inside, code);
    if (state === undefined) return refused('wrong-code');
    await inside.db.updateTable('organisation').set({ lang, zone }).where('org_id', '=', inside.org).execute();
    await keepSetup(inside, state, 'language');
    return done();
  },
});

/** Question three: the template of the first programme. */
export const chooseTemplate = act({
  name: 'programmes.choose-template',
  input: z.object({ ...withCode, template: z.string('setup.mistake.template').refine((id) => templateIds().some((one) => one === id), 'setup.mistake.template') }),
  may: () => true,
  async perform(inside, { code, template }) {
    const state = await settingUp(inside, code);
    if (state === undefined) return refused('wrong-code');
    await keepSetup(inside, state, 'template', { template: present(templateIds().find((id) => id === template)) });
    return done();
  },
});

/** Question four: who coordinates, and who steps in. The second may come later; until then the programme cannot open. */
export const nameCoordinators = act({
  name: 'programmes.name-coordinators',
  input: z.object({ ...withCode, name, email, backupName: z.string().trim().max(120, 'programmes.mistake.too-long').default(''), backupEmail: z.union([z.literal(''), email]).default('') })
    .refine((given) => given.backupName === '' || given.backupEmail !== '', { path: ['backupEmail'], message: 'setup.mistake.backup-email' })
    .refine((given) => given.backupEmail === '' || normalEmail(given.backupEmail) !== normalEmail(given.email), { path: ['backupEmail'], message: 'setup.mistake.same-person' }),
  may: () => true,
  async perform(inside, { code, name: coordinatorName, email: coordinatorEmail, backupName, backupEmail }) {
    const state = await settingUp(inside, code);
    if (state === undefined) return refused('wrong-code');
    const coordinator = await personAt(inside, coordinatorName, coordinatorEmail);
    const backup = backupEmail === '' ? undefined : await personAt(inside, backupName, backupEmail);
    const { coordinator: was, backup: alsoWas, ...draft } = state.draft;
    await letGo(inside, [was, alsoWas].filter((one) => one !== undefined && one !== coordinator && one !== backup));
    await keepSetup(inside, { ...state, draft }, 'people', { coordinator, ...(backup !== undefined && { backup }) });
    return done();
  },
});

/** Question five: the neutral name that stands on letters, which must not give away what they are about. */
export const nameSender = act({
  name: 'programmes.name-sender',
  input: z.object({ ...withCode, senderName: name }),
  may: () => true,
  async perform(inside, { code, senderName }) {
    const state = await settingUp(inside, code);
    if (state === undefined) return refused('wrong-code');
    await inside.db.updateTable('organisation').set({ sender_name: senderName }).where('org_id', '=', inside.org).execute();
    await keepSetup(inside, state, 'mail');
    return done();
  },
});

/**
 * Question six, where the data lives, was read; the house is set up: the first programme begins from its template, the coordinator holds it
 * and administers the house, the back-up steps in. Possible once, and only with every question answered.
 * The session that begins counts as having given a second step: the code was seen on the server itself. It lives as long as any of staff.
 */
export const setUpOrganisation = act({
  name: 'programmes.set-up-organisation',
  input: z.object(withCode),
  may: () => true,
  async perform(inside, { code }) {
    const state = await settingUp(inside, code);
    if (state === undefined) return refused('wrong-code');
    const { template, coordinator, backup, answered } = state.draft;
    const open = setupSteps.find((step) => step !== 'data' && !answered.includes(step));
    if (open !== undefined || template === undefined || coordinator === undefined) return refused('not-answered', { step: open ?? 'template' });

    const programme = await beginProgramme(inside, { template, zone: state.zone, lang: state.lang });
    await giveRole(inside, { person: coordinator, programme: null, role: 'administrator' });
    await giveRole(inside, { person: coordinator, programme: programme.id, role: 'coordinator', duty: 'owner' });
    if (backup !== undefined) await giveRole(inside, { person: backup, programme: programme.id, role: 'coordinator', duty: 'backup' });
    await inside.db.updateTable('organisation').set({ set_up_at: inside.now, settings: asJson({}) }).where('org_id', '=', inside.org).execute();
    const { token, keepSeconds } = await beginSession(inside, { person: coordinator, proof: 'code', secondStep: true });
    return done({ slug: programme.slug, token, ...(keepSeconds !== undefined && { keepSeconds }) });
  },
});

/** Whoever has the address, under this name: the two may be typed the wrong way round first, or a command on the server may have added one of them before. */
async function personAt(inside: Inside, called: string, address: string): Promise<string> {
  const known = await findPersonByEmail(inside, address);
  if (known === undefined) return addPerson(inside, { name: called, lang: inside.scene.lang, contacts: [{ kind: 'email', value: address, confirmed: true }] });
  await rename(inside, known, called);
  return known;
}

/** Somebody named at set-up and taken back is not here: their address is free again and opens nothing. Whoever a command on the server gave a role stays. */
async function letGo(inside: Inside, named: readonly (string | undefined)[]): Promise<void> {
  for (const person of named.filter((one) => one !== undefined)) {
    const held = await inside.db.selectFrom('role_held').select('id').where('org_id', '=', inside.org).where('person_id', '=', person).limit(1).executeTakeFirst();
    if (held !== undefined) continue;
    await inside.db.deleteFrom('contact').where('org_id', '=', inside.org).where('person_id', '=', person).execute();
    await inside.db.updateTable('person').set({ erased_at: inside.now, name: null }).where('org_id', '=', inside.org).where('id', '=', person).execute();
    await writeErasures(inside, [{ kind: 'person', subject: person, because: 'own-words' }]);
  }
}
