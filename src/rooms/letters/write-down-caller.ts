import { z } from 'zod';
import type { Question } from '../../content/index.ts';
import { act } from '../../platform/act.ts';
import type { Inside } from '../../platform/inside.ts';
import { absent, done, refused } from '../../platform/outcome.ts';
import { beginSheet, keepAnswer, readAnswer, receive, receiveApplication, setOf, typed, waitingRequest } from '../intake/index.ts';
import { addPerson, lookupOf, normalPhone } from '../people/index.ts';
import { type Programme, programmeOf, runs } from '../programmes/index.ts';
import { LONGEST } from './rules.ts';
import { answered, keepLetter } from './threads.ts';

const caller = z.object({
  programme: z.uuid(),
  side: z.enum(['seeker', 'supporter']).default('seeker'),
  name: z.string().trim().min(1, 'letters.mistake.name').max(120, 'letters.mistake.long'),
  phone: z.string().trim().min(1, 'letters.mistake.phone').max(60, 'letters.mistake.phone'),
  careful: z.string().trim().max(500, 'letters.mistake.long').default(''),
  lang: z.enum(['en', 'fr']),
  /** Language codes; names of languages go as they were said. */
  speaks: z.array(z.string().max(20)).max(20).default([]),
  speaksMore: z.string().trim().max(300, 'letters.mistake.long').default(''),
  said: z.string().trim().max(LONGEST, 'letters.mistake.long').default(''),
  parts: z.array(z.string().max(20)).max(28).default([]),
  adult: z.boolean().default(false),
  limitsTold: z.boolean().default(false),
  /** They were told already who answers and what comes next: a person reached them, so the first answer is given. */
  answered: z.boolean().default(false),
  /** Somebody else with the same number waits already, and that is right: a family shares a phone. */
  sameNumber: z.boolean().default(false),
});
type Caller = z.output<typeof caller>;

/**
 * Someone phoned: one of the team writes down who they are and what they said, and they wait like everybody else, with the same promise.
 * No e-mail is needed, and nobody can sign in with what is written here.
 */
export const writeDownCaller = act({
  name: 'letters.write-down-caller',
  input: caller,
  may: ({ actor }, { programme }) => runs(actor, programme),
  guards: { one_waiting_request: 'already-waiting', one_open_application: 'already-waiting' },

  async perform(inside, given) {
    const programme = await programmeOf(inside, given.programme);
    if (programme.closedAt !== null) return refused('not-open');
    const { country } = await inside.db.selectFrom('organisation').select('country').where('org_id', '=', inside.org).executeTakeFirstOrThrow();
    const phone = normalPhone(given.phone, country);
    if (phone === undefined) return refused('phone-unreadable');
    const set = (await setOf(inside, programme.id, programme.settings.intake[given.side])) ?? absent();
    if (!given.adult && set.questions.some(({ id }) => id === 'adult-check')) return refused('adults-only');
    if (given.side === 'seeker' && !given.sameNumber && (await waitsWithNumber(inside, programme.id, phone))) return refused('number-waits');

    const person = await addPerson(inside, {
      name: given.name, lang: given.lang, enteredBy: inside.person(), contacts: [{ kind: 'phone', value: phone, ...(given.careful !== '' && { careful: given.careful }) }],
    });
    const sheet = await beginSheet(inside, { programme: programme.id, side: given.side, set: set.id, person, enteredBy: inside.person() });
    await keepWhatTheySaid(inside, { id: sheet, person }, set.questions, { ...given, phone });
    const subject = await putInLine(inside, programme, given, { id: sheet, person, programme: programme.id });
    if (given.answered) {
      const call = { programme: programme.id, person, about: subject, words: '', fromProgramme: true, by: inside.person(), channel: 'phone' as const };
      await answered(inside, (await keepLetter(inside, call)).thread, call, 'phone');
    }
    return done({ ...subject, person });
  },
});

async function putInLine(inside: Inside, programme: Programme, { side }: Caller, sheet: { id: string; person: string; programme: string }) {
  if (side === 'supporter') return { kind: 'application' as const, id: await receiveApplication(inside, sheet, { source: 'phone' }) };
  return { kind: 'support-request' as const, id: await receive(inside, sheet, { source: 'phone' }) };
}

/** Puts each thing said where the programme asks for it; what it does not ask is not kept. */
async function keepWhatTheySaid(inside: Inside, sheet: { id: string; person: string }, questions: readonly Question[], given: Caller): Promise<void> {
  const said: Record<string, Partial<z.input<typeof typed>>> = {
    'preferred-name': { text: given.name },
    'reach-by': { chosen: ['reach-phone'], beside: { 'reach-phone': given.phone } },
    channels: { chosen: ['channel-phone'] },
    languages: { chosen: given.speaks, text: given.speaksMore },
    times: { parts: given.parts },
    [given.side === 'seeker' ? 'own-words' : 'sup-own-story']: { text: given.said },
    ...(given.adult && { 'adult-check': { chosen: ['adult-yes'] } }),
    ...(given.limitsTold && { 'limits-read': { chosen: ['limits-clear'] } }),
  };
  for (const question of questions) {
    const words = said[question.id];
    const read = words === undefined ? 'nothing' : readAnswer(question, typed.parse(words));
    if (read !== 'nothing' && !('mistakes' in read)) await keepAnswer(inside, sheet, question.id, read);
  }
}

/** Whether somebody with this number waits in the programme already. */
async function waitsWithNumber(inside: Inside, programme: string, phone: string): Promise<boolean> {
  const people = await inside.db
    .selectFrom('contact')
    .select('person_id')
    .where('org_id', '=', inside.org)
    .where('lookup', '=', lookupOf(inside.scene.house, inside.org, 'phone', phone))
    .where('removed_at', 'is', null)
    .limit(20)
    .execute();
  for (const { person_id } of people) if ((await waitingRequest(inside, programme, person_id)) !== undefined) return true;
  return false;
}
