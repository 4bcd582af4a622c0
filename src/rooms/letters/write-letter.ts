import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { personOf } from '../../platform/actor.ts';
import { absent, done } from '../../platform/outcome.ts';
import { programmeOf, runs } from '../programmes/index.ts';
import { LONGEST } from './rules.ts';
import { answered, keepLetter, memberOf, promiseAnswer } from './threads.ts';

/** What a letter may say it is about. */
export const aboutInput = z.object({ kind: z.enum(['support-request', 'application']), id: z.uuid() }).optional();

/**
 * Somebody writes. A member to the programme's team: from then on an answer is promised, with owner, back-up and time. Or one of the team to a
 * member: that is an answer by a person, so it keeps what was promised (P6). The member's own letter answers nothing, also when they are on the team.
 */
export const writeLetter = act({
  name: 'letters.write-letter',
  input: z.object({
    programme: z.uuid(),
    /** The member it is with; without, the one who writes. */
    person: z.uuid().optional(),
    about: aboutInput,
    words: z.string().trim().min(1, 'letters.mistake.empty').max(LONGEST, 'letters.mistake.long'),
  }),
  may: ({ actor }) => actor.kind === 'person',
  subject: ({ person, about, programme }) => about ?? (person === undefined ? { kind: 'programme', id: programme } : { kind: 'person', id: person }),

  async perform(inside, { programme, person: to, about, words }) {
    const me = inside.person();
    const person = to ?? me;
    const mine = person === me;
    if (!mine && !runs(inside.actor, programme)) return absent();
    await programmeOf(inside, programme);
    await memberOf(inside, programme, person);

    const given = { programme, person, about, words, fromProgramme: !mine, by: personOf(inside.actor) ?? null, channel: 'here' as const };
    const { letter, thread } = await keepLetter(inside, given);
    if (mine) {
      const { dueAt, owner } = await promiseAnswer(inside, thread, given);
      inside.record({ name: 'letters.received', subject: { kind: 'letter', id: letter }, programme, about: { person, owner } });
      inside.announce(`letters:${person}`);
      return done({ letter, answerBy: dueAt as Date | undefined });
    }
    await answered(inside, thread, given, 'letter');
    inside.record({ name: 'letters.sent', subject: { kind: 'letter', id: letter }, programme, about: { person } });
    inside.announce(`letters:${person}`);
    return done({ letter, answerBy: undefined as Date | undefined });
  },
});
