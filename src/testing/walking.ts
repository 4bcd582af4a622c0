import type { Inside } from '../platform/inside.ts';
import type { Outcome } from '../platform/outcome.ts';
import { sayYesToAll } from '../rooms/agreements/index.ts';
import { addSupporter, beginSheet, keepAnswer, receive, recordTraining } from '../rooms/intake/index.ts';
import { answerProposal, proposeMatch } from '../rooms/matching/index.ts';
import { giveRole, programmeOf } from '../rooms/programmes/index.ts';
import { relationship } from '../rooms/relationships/index.ts';
import { conductOf, keepConductAccepted } from '../rooms/safety/index.ts';
import type { CastName, Town } from './town.ts';

/** The value of an outcome that must have happened. */
export function value<V>(outcome: Outcome<V, string>): V {
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome.value;
}

const evenings = [{ day: 1, from: 17 * 60, to: 21 * 60 }];

/** Somebody of the cast asks for support. Gives the request's id. */
export async function askForSupport(town: Town, name: CastName, words = `${name} wrote this.`): Promise<string> {
  const person = await town.id(name);
  return town.inside(async (inside) => {
    const sheet = await beginSheet(inside, { programme: town.programme.id, side: 'seeker', set: 'seeker-child-caregivers', person });
    await keepAnswer(inside, { id: sheet, person }, 'languages', { coded: { chosen: ['en', 'fr'] }, written: {} });
    await keepAnswer(inside, { id: sheet, person }, 'times', { coded: { slots: evenings }, written: {} });
    await keepAnswer(inside, { id: sheet, person }, 'own-words', { coded: {}, written: { text: words } });
    return receive(inside, { id: sheet, person, programme: town.programme.id }, { source: 'web' });
  });
}

/** Somebody of the cast becomes a trained peer supporter. Gives the standing's id. */
export async function becomeSupporter(town: Town, name: CastName, { capacity = 3, words = `I am ${name}.` } = {}): Promise<string> {
  const person = await town.id(name);
  const id = await town.inside(async (inside) => {
    const sheet = await beginSheet(inside, { programme: town.programme.id, side: 'supporter', set: 'supporter-child-caregivers', person });
    await keepAnswer(inside, { id: sheet, person }, 'languages', { coded: { chosen: ['en', 'fr'] }, written: {} });
    await keepAnswer(inside, { id: sheet, person }, 'times', { coded: { slots: evenings }, written: {} });
    await keepAnswer(inside, { id: sheet, person }, 'sup-intro', { coded: {}, written: { text: words } });
    await giveRole(inside, { person, programme: town.programme.id, role: 'supporter' });
    await keepToConduct(inside, town, person);
    return addSupporter(inside, { programme: town.programme.id, person, sheet, capacity });
  });
  const { settings } = await town.inside((inside) => programmeOf(inside, town.programme.id));
  for (const course of settings.courses.beforeMatch) {
    value(await recordTraining(await town.as('Chidi'), { programme: town.programme.id, person, course, completedOn: '2026-10-01', expiresOn: '' }));
  }
  return id;
}

/** Somebody of the cast has said yes to the programme's code of conduct as it stands. */
export async function keepsToConduct(town: Town, ...names: readonly CastName[]): Promise<void> {
  for (const name of names) {
    const person = await town.id(name);
    await town.inside((inside) => keepToConduct(inside, town, person));
  }
}

async function keepToConduct(inside: Inside, town: Town, person: string): Promise<void> {
  const programme = town.programme.id;
  await keepConductAccepted(inside, { person, programme, version: (await conductOf(inside, programme)).version });
}

/** Two people who said yes to each other, and, unless `agreed` is false, to how they want to walk. Everything through acts. */
export async function walkTogether(town: Town, { seeker, supporter, agreed = true }: { seeker: CastName; supporter: CastName; agreed?: boolean }): Promise<{ relationship: string; conversation: string; proposal: string }> {
  const request = await askForSupport(town, seeker);
  const standing = await becomeSupporter(town, supporter);
  const { proposal } = value(await proposeMatch(await town.as('Chidi'), { request, supporter: standing }));
  const [one, other] = [await town.as(seeker), await town.as(supporter)];
  value(await answerProposal(other, { proposal, answer: 'yes' }));
  const { relationship: id = '' } = value(await answerProposal(one, { proposal, answer: 'yes' }));
  await keepsToConduct(town, seeker);
  if (agreed) for (const scene of [one, other]) value(await sayYesToAll(scene, { relationship: id }));
  const { conversation } = await relationship(one, { relationship: id });
  return { relationship: id, conversation, proposal };
}
