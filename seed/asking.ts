import { happened, type World } from './world.ts';
import type { CastId } from '../src/rooms/demo/index.ts';
import { answerQuestion, begin, decideApplication, recordClearance, recordTraining, sendApplication, sendRequest } from '../src/rooms/intake/index.ts';
import { writeLetter } from '../src/rooms/letters/index.ts';
import { programmeOf } from '../src/rooms/programmes/index.ts';
import { conduct } from '../src/rooms/safety/index.ts';

/** What somebody answers to one question; whatever is not answered is left out. */
export interface Said {
  readonly chosen?: readonly string[];
  readonly text?: string;
  readonly parts?: readonly string[];
}

/** What somebody answers, by question. */
export type Answers = Readonly<Record<string, Said>>;

/** Evenings and one weekend morning: when the people of this story have time. */
export const evenings: Said = { parts: ['1-evening', '2-evening', '3-evening', '4-evening', '6-morning'] };

/** Somebody asks for support: every answer a step, like on the pages. Gives the request. */
export async function ask(world: World, who: CastId, name: string, answers: Answers): Promise<string> {
  const { sheet } = happened(await begin(await world.as(who), { programme: world.programme.slug, side: 'seeker', way: 'all' }), `${who} begins to ask`);
  await answerAll(world, who, sheet, { ...first(name), times: evenings, channels: { chosen: ['channel-messages', 'channel-phone'] }, ...answers });
  return happened(await sendRequest(await world.as(who), { sheet }), `${who} asks`).request;
}

/** Somebody applies to be a peer supporter. Gives the application. */
export async function apply(world: World, who: CastId, name: string, answers: Answers): Promise<string> {
  const { sheet } = happened(await begin(await world.as(who), { programme: world.programme.slug, side: 'supporter', way: 'all' }), `${who} begins to apply`);
  await answerAll(world, who, sheet, {
    ...first(name), times: evenings, channels: { chosen: ['channel-messages', 'channel-phone', 'channel-video'] }, 'sup-references': { text: 'Two friends, whom I have asked.' }, 'sup-readiness': { chosen: ['ready-tell', 'ready-other-way', 'ready-ask'] },
    'sup-hopes': { chosen: ['suphope-use', 'suphope-learn'] }, ...answers,
  });
  return happened(await sendApplication(await world.as(who), { sheet, conduct: await conductRead(world, who) }), `${who} applies`).application;
}

/** The version of the code of conduct that somebody reads, to say yes to. */
export async function conductRead(world: World, who: CastId): Promise<string> {
  return (await conduct(await world.as(who), { programme: world.programme.slug })).version;
}

/** A coordinator writes back: a person answered. */
export async function answer(world: World, from: CastId, to: CastId, words: string, about?: { kind: 'support-request' | 'application'; id: string }): Promise<void> {
  happened(await writeLetter(await world.as(from), { programme: world.programme.id, person: world.id(to), words, ...(about && { about }) }), `${from} writes to ${to}`);
}

/** The way to becoming a supporter: talk, references, screening, training, and a welcome. Days are ISO dates. */
export async function welcome(world: World, who: CastId, application: string, { on, trainingEnds, capacity }: { on: string; trainingEnds: string; capacity: number }): Promise<void> {
  const chidi = await world.as('chidi');
  const about = { programme: world.programme.id, person: world.id(who) };
  for (const kind of ['talk', 'reference', 'screening'] as const) happened(await recordClearance(chidi, { ...about, kind, doneOn: on }), `${who}: ${kind}`);
  const { settings } = await world.inside((inside) => programmeOf(inside, world.programme.id));
  for (const course of settings.courses.beforeMatch) happened(await recordTraining(chidi, { ...about, course, completedOn: on, expiresOn: trainingEnds }), `${who}: training`);
  happened(await decideApplication(chidi, { application, decision: 'welcome', capacity }), `${who} is welcome`);
}

function first(name: string): Answers {
  return { 'adult-check': { chosen: ['adult-yes'] }, 'preferred-name': { text: name }, 'reach-by': { chosen: ['reach-email'] }, 'limits-read': { chosen: ['limits-clear'] } };
}

async function answerAll(world: World, who: CastId, sheet: string, answers: Answers): Promise<void> {
  const scene = await world.as(who);
  for (const [question, said] of Object.entries(answers)) {
    const given = { sheet, question, ...said, ...(said.chosen && { chosen: [...said.chosen] }), ...(said.parts && { parts: [...said.parts] }) };
    happened(await answerQuestion(scene, given), `${who} answers ${question}`);
  }
}
