import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { done, refused } from '../../platform/outcome.ts';
import { changeProgramme } from './change-programme.ts';
import { inProgramme } from './inputs.ts';
import { programmeOf } from './programme.ts';
import { runs } from './rules.ts';
import { asJson } from './stored.ts';

const count = (least: number, most: number) =>
  z.coerce.number('programmes.mistake.number').int('programmes.mistake.number').min(least, 'programmes.mistake.number').max(most, 'programmes.mistake.number');

/** How much a supporter carries in this programme (J1): people at first, later, at most; rest between matches; how long the hardest part must lie back. */
export const changeCapacity = act({
  name: 'programmes.change-capacity',
  input: z.object({ ...inProgramme, start: count(1, 20), later: count(1, 20), most: count(1, 40), hoursAWeek: count(1, 60), restDaysBetween: count(0, 365), steadyMonths: count(0, 120) }),
  may: ({ actor }, { programme }) => runs(actor, programme),

  async perform(inside, { programme, ...given }) {
    if (given.start > given.later || given.later > given.most) return refused('not-in-order');
    const { capacity } = await programmeOf(inside, programme);
    await changeProgramme(inside, programme, 'capacity', { capacity: asJson({ ...capacity, ...given }) });
    return done();
  },
});
