import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { done } from '../../platform/outcome.ts';
import { runs } from '../programmes/index.ts';
import { callEnds, channelOf, LONGEST } from './rules.ts';
import { answered, keepLetter, memberOf } from './threads.ts';
import { aboutInput } from './write-letter.ts';

/**
 * One of the team phoned a member, or met them. The note stands among the letters and the member can read it too. Only a call that reached
 * somebody answers them; a message left with a machine, and a phone nobody picked up, leave every promise as it was (P6).
 */
export const logCall = act({
  name: 'letters.log-call',
  input: z.object({
    programme: z.uuid(),
    person: z.uuid(),
    about: aboutInput,
    how: z.enum(callEnds, 'letters.mistake.how'),
    words: z.string().trim().max(LONGEST, 'letters.mistake.long').default(''),
  }),
  may: ({ actor, }, { programme, person }) => runs(actor, programme) && actor.kind === 'person' && actor.person !== person,
  subject: ({ person, about }) => about ?? { kind: 'person', id: person },

  async perform(inside, { programme, person, about, how, words }) {
    await memberOf(inside, programme, person);
    const { channel, reached } = channelOf(how);
    const given = { programme, person, about, words, fromProgramme: true, by: inside.person(), channel, reached };
    const { letter, thread } = await keepLetter(inside, given);
    if (reached) await answered(inside, thread, given, channel);
    inside.record({ name: 'letters.call-logged', subject: { kind: 'letter', id: letter }, programme, about: { person, reached } });
    return done({ letter, answered: reached });
  },
});
