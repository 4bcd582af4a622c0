import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { done } from '../../platform/outcome.ts';
import { changeProgramme } from './change-programme.ts';
import { inProgramme } from './inputs.ts';
import { programmeOf } from './programme.ts';
import { runs } from './rules.ts';
import { asJson } from './stored.ts';

/** Who chooses whom somebody meets, from how many, and who is asked first. */
export const changeChoosing = act({
  name: 'programmes.change-choosing',
  input: z.object({
    ...inProgramme,
    whoChooses: z.enum(['choose-for-me', 'choose-from-three', 'seeker-decides']),
    firstToAnswer: z.enum(['supporter', 'seeker']),
    show: z.coerce.number('programmes.mistake.number').int('programmes.mistake.number').min(2, 'programmes.mistake.number').max(7, 'programmes.mistake.number'),
  }),
  may: ({ actor }, { programme }) => runs(actor, programme),

  async perform(inside, { programme, whoChooses, firstToAnswer, show }) {
    const { settings } = await programmeOf(inside, programme);
    await changeProgramme(inside, programme, 'choosing', { who_chooses: whoChooses, first_to_answer: firstToAnswer, settings: asJson({ ...settings, show }) });
    return done();
  },
});
