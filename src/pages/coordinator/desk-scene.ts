import type { Outcome } from '../../platform/outcome.ts';
import { type Coded, addSupporter, beginSheet, keepAnswer, pauseSupporting, receive, receiveApplication, recordClearance, recordTraining, type Written } from '../../rooms/intake/index.ts';
import { writeDownCaller, writeLetter } from '../../rooms/letters/index.ts';
import { giveRole, programmeOf } from '../../rooms/programmes/index.ts';
import { conductOf, keepConductAccepted } from '../../rooms/safety/index.ts';
import type { CastName, Town } from '../../testing/town.ts';

/** The value of an outcome that must have happened. */
export function value<V>(outcome: Outcome<V, string>): V {
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome.value;
}

type Said = Readonly<Record<string, { coded?: Coded; written?: Written }>>;

const evenings = [1, 2, 3, 4, 5].map((day) => ({ day, from: 1020, to: 1260 }));

const asked: Said = {
  'what-would-help': { coded: { chosen: ['help-hard-hours', 'help-feelings', 'help-alone'] } },
  'own-words': { written: { text: 'Mon fils est en traitement depuis trois mois.\nLes nuits sont longues.' } },
  'child-link': { coded: { chosen: ['child-link-parent'] } },
  'child-illness': { written: { text: 'Leucémie' } },
  'child-phase': { coded: { chosen: ['child-phase-treatment'] } },
  'child-age': { coded: { number: 7 } },
  'hopes-seeker': { coded: { chosen: ['hope-heard', 'hope-less-alone'] } },
  'person-hoped-for': { written: { text: 'Quelqu’un de calme, qui a vu la fin du traitement.' } },
  languages: { coded: { chosen: ['fr', 'en'] } },
  channels: { coded: { chosen: ['channel-messages', 'channel-video'] } },
  times: { coded: { slots: evenings } },
  'must-be-same': { coded: { chosen: ['same-condition', 'same-age', 'same-manner'], each: { 'same-condition': 'lot', 'same-age': 'little', 'same-manner': 'not' } } },
  'trait-wishes': { coded: { chosen: ['wish-culture'], each: { 'wish-culture': 'prefer' } }, written: { beside: { 'wish-culture': 'Une famille d’Haïti' } } },
  'keep-apart': { written: { text: 'Personne de mon quartier, s’il vous plaît.' } },
};

const offered: Said = {
  'sup-offer': { coded: { chosen: ['help-hard-hours', 'help-feelings', 'help-alone', 'help-family'] } },
  'child-link': { coded: { chosen: ['child-link-parent'] } },
  'child-phase': { coded: { chosen: ['child-phase-long'] } },
  'child-age': { coded: { number: 9 } },
  'sup-hopes': { coded: { chosen: ['suphope-listen', 'suphope-use'] } },
  'sup-intro': { written: { text: 'My daughter was ill, years ago. I listen well and laugh easily.' } },
  'sup-own-story': { written: { text: 'We were in hospital for eleven months.' } },
  'way-of-talking': { coded: { chosen: ['manner-quiet', 'manner-humour'] } },
  languages: { coded: { chosen: ['en', 'fr'] } },
  channels: { coded: { chosen: ['channel-messages', 'channel-video', 'channel-phone'] } },
  times: { coded: { slots: evenings } },
};

/** A seeker on the waiting list. */
export async function asks(town: Town, name: CastName, said: Said = asked): Promise<string> {
  const person = await town.id(name);
  return town.inside(async (inside) => {
    const sheet = await beginSheet(inside, { programme: town.programme.id, side: 'seeker', set: 'seeker-child-caregivers', person });
    for (const [question, { coded = {}, written = {} }] of Object.entries(said)) await keepAnswer(inside, { id: sheet, person }, question, { coded, written });
    return receive(inside, { id: sheet, person, programme: town.programme.id }, { source: 'web' });
  });
}

/** A supporter, trained unless said otherwise. */
export async function supports(town: Town, name: CastName, { said = offered, trained = true, capacity = 2, expiresOn = '' } = {}): Promise<string> {
  const person = await town.id(name);
  const { standing, courses } = await town.inside(async (inside) => {
    const sheet = await beginSheet(inside, { programme: town.programme.id, side: 'supporter', set: 'supporter-child-caregivers', person });
    for (const [question, { coded = {}, written = {} }] of Object.entries(said)) await keepAnswer(inside, { id: sheet, person }, question, { coded, written });
    await giveRole(inside, { person, programme: town.programme.id, role: 'supporter' });
    await keepConductAccepted(inside, { person, programme: town.programme.id, version: (await conductOf(inside, town.programme.id)).version });
    const id = await addSupporter(inside, { programme: town.programme.id, person, sheet, capacity });
    return { standing: id, courses: (await programmeOf(inside, town.programme.id)).settings.courses.beforeMatch };
  });
  for (const course of trained ? courses : []) {
    value(await recordTraining(await town.as('Chidi'), { programme: town.programme.id, person, course, completedOn: '2026-10-01', expiresOn: course === courses[0] ? expiresOn : '' }));
  }
  return standing;
}

/** Somebody's application. */
async function applies(town: Town, name: CastName): Promise<string> {
  const person = await town.id(name);
  return town.inside(async (inside) => {
    const sheet = await beginSheet(inside, { programme: town.programme.id, side: 'supporter', set: 'supporter-child-caregivers', person });
    for (const [question, { coded = {}, written = {} }] of Object.entries(offered)) await keepAnswer(inside, { id: sheet, person }, question, { coded, written });
    return receiveApplication(inside, { id: sheet, person, programme: town.programme.id }, { source: 'web' });
  });
}

/** A day on Chidi's desk: people waiting in every state, supporters with and without room. */
export async function busyDay(town: Town): Promise<{ amina: string; kit: string; farid: string; ivo: string; ben: string; maryam: string; grace: string }> {
  const chidi = await town.as('Chidi');
  const amina = await asks(town, 'Amina');
  value(await writeLetter(chidi, { programme: town.programme.id, person: await town.id('Amina'), about: { kind: 'support-request', id: amina }, words: 'Bonjour Amina, je cherche quelqu’un pour vous. À bientôt.' }));
  town.clock.moveBy(2 * 3_600_000);
  const kit = await asks(town, 'Kit', { languages: { coded: { chosen: ['en'] } }, times: { coded: { slots: evenings } } });
  const farid = value(await writeDownCaller(chidi, {
    programme: town.programme.id, name: 'Farid', phone: '604 555 0177', careful: 'After 4 pm. Leave no message.', lang: 'en', speaks: ['en'], said: 'His brother is ill. He would like to talk with somebody who knows.', parts: ['1-evening'], adult: true,
  })).id;
  const ivo = await applies(town, 'Ivo');
  value(await recordClearance(chidi, { programme: town.programme.id, person: await town.id('Ivo'), kind: 'talk', doneOn: '2026-11-20', expiresOn: '' }));
  const ben = await supports(town, 'Ben', { expiresOn: '2026-12-10' });
  const maryam = await supports(town, 'Maryam', { capacity: 0 });
  const grace = await supports(town, 'Grace');
  value(await pauseSupporting(chidi, { supporter: grace, until: '' }));
  value(await writeLetter(await town.as('Amina'), { programme: town.programme.id, words: 'Merci. Est-ce que je peux aussi parler au téléphone?' }));
  return { amina, kit, farid, ivo, ben, maryam, grace };
}
