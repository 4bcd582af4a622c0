import { z } from 'zod';
import { act, type Inside } from '../../platform/act.ts';
import { absent, done, present, refused } from '../../platform/outcome.ts';
import { addPerson, contactOf, findPersonByEmail, looksLikeEmail, normalEmail } from '../people/index.ts';
import { inProgramme } from './inputs.ts';
import { askForSafety, type SafetyDuty, seconds } from './name-safety.ts';
import { mayGive } from './rules.ts';
import { duties, endRole, giveRole, roleHeld, teamOf } from './team.ts';
import { tellSafety } from './tell-safety.ts';

/** Which roles a duty belongs to, the first being the one that is given with it. */
const rolesForDuty = {
  owner: ['coordinator', 'lead'], backup: ['coordinator', 'lead'], lead: ['lead'], safety: ['safety-lead'], 'safety-backup': ['safety-lead'],
} as const;

/**
 * Names somebody to the team by e-mail address. Somebody who is new here is added, and comes in by asking for a sign-in link with that
 * address: nobody ever learns from this whether an address was known. Whoever is to answer for safety beside or instead of others opens every concern: while
 * somebody answers, that takes a second yes, or a wait (`waits`).
 */
export const nameToTeam = act({
  name: 'programmes.name-to-team',
  input: z.object({
    ...inProgramme,
    email: z.string().trim().max(254).refine(looksLikeEmail, 'programmes.mistake.email'),
    name: z.string().trim().max(120, 'programmes.mistake.too-long').default(''),
    role: z.enum(['coordinator', 'lead', 'safety-lead', 'facilitator', 'trainer']),
    duty: z.enum(duties).optional(),
  }).refine(({ role, duty }) => duty === undefined || rolesForDuty[duty].some((one) => one === role), { path: ['duty'], message: 'programmes.mistake.duty' }),
  may: ({ actor }, { programme, role }) => mayGive(actor, role, programme),

  async perform(inside, { programme, email, name, role, duty }) {
    const person = (await provenOwner(inside, email)) ?? (await comesNew(inside, email, name));
    const team = await teamOf(inside, programme);
    // Who runs a programme opens no concern. Naming oneself to safety would be the way around that, so it takes another person's hand once somebody is there.
    const answersAlready = person === team.safety || person === team.safetyBackup;
    if (role === 'safety-lead' && person === inside.person() && team.safety !== null && !answersAlready) return refused('not-oneself');
    const tell = seconds(team, inside.person());
    if (role === 'safety-lead' && isForSafety(duty) && !answersAlready && tell.length > 0) return done({ waits: (await askForSafety(inside, { programme, person, duty, tell })) as Date | undefined });
    if (duty === 'backup' && team.owner === person) return refused('owner-cannot-step-in');
    if (duty === 'owner' && team.backup === person) await passBackup(inside, programme, team.owner);
    await giveRole(inside, { person, programme, role, ...(duty && { duty }) });
    await tellSafety(inside, programme, team);
    return done({ waits: undefined as Date | undefined });
  },
});

function isForSafety(duty: string | undefined): duty is SafetyDuty {
  return duty === 'safety' || duty === 'safety-backup';
}

/** Whose address this is, proved by a letter they opened. Somebody who only typed it into a form must not be handed a role meant for its owner. */
async function provenOwner(inside: Inside, email: string): Promise<string | undefined> {
  const person = await findPersonByEmail(inside, email);
  if (person === undefined) return undefined;
  const own = (await contactOf(inside, person)).some(({ kind, value, confirmed }) => kind === 'email' && confirmed && value === normalEmail(email));
  return own ? person : undefined;
}

/** Somebody new to the house. The one who names them vouches for the address, and only whoever reads its mail can come in with it. */
async function comesNew(inside: Inside, email: string, name: string): Promise<string> {
  return addPerson(inside, { name, lang: inside.scene.lang, contacts: [{ kind: 'email', value: email, confirmed: true }], enteredBy: inside.person() });
}

/** The back-up becomes the owner: who owned before steps in from now on. */
async function passBackup(inside: Inside, programme: string, owner: string | null): Promise<void> {
  if (owner !== null) await giveRole(inside, { person: owner, programme, role: 'coordinator', duty: 'backup' });
}

/** Somebody is no longer on the team. The owner's role ends only once somebody else owns: a programme is never left without one (P6). */
export const endTeamRole = act({
  name: 'programmes.end-team-role',
  input: z.object({ ...inProgramme, held: z.uuid() }),
  may: ({ actor }) => actor.kind === 'person',

  async perform(inside, { programme, held }) {
    const role = present(await roleHeld(inside, held));
    if (role.programme !== programme || !mayGive(inside.actor, role.role, programme)) absent();
    if (role.duty === 'owner') return refused('still-owner');
    if (role.duty === 'safety') return refused('still-safety');
    const team = await teamOf(inside, programme);
    await endRole(inside, held);
    await tellSafety(inside, programme, team);
    return done();
  },
  subject: ({ held }) => ({ kind: 'role', id: held }),
});
