import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { done, refused } from '../../platform/outcome.ts';
import { changeProgramme } from './change-programme.ts';
import { inProgramme, ownZone } from './inputs.ts';
import { runs } from './rules.ts';

const time = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'programmes.mistake.time');
/** A stretch of hours as a page sends it; two empty times are no stretch. */
const stretch = z
  .object({ weekday: z.coerce.number().int().min(1).max(7), opens: z.union([z.literal(''), time], 'programmes.mistake.time'), closes: z.union([z.literal(''), time], 'programmes.mistake.time') })
  .refine(({ opens, closes }) => (opens === '') === (closes === ''), { path: ['closes'], message: 'programmes.mistake.both-times' })
  .refine(({ opens, closes }) => opens === '' || closes === '' || opens < closes, { path: ['closes'], message: 'programmes.mistake.closes-first' });

/** The hours in which somebody answers. Never promise hours that nobody covers. Promises made before keep their time. */
export const changeHours = act({
  name: 'programmes.change-hours',
  input: z.object({ ...inProgramme, zone: ownZone, hours: z.array(stretch).max(42) }),
  may: ({ actor }, { programme }) => runs(actor, programme),

  async perform(inside, { programme, zone, hours: sent }) {
    const hours = sent.filter(({ opens }) => opens !== '');
    if (overlap(hours)) return refused('hours-overlap');
    const mine = { org_id: inside.org, programme_id: programme };
    await inside.db.deleteFrom('programme_hours').where('org_id', '=', inside.org).where('programme_id', '=', programme).execute();
    if (hours.length > 0) await inside.db.insertInto('programme_hours').values(hours.map((one) => ({ ...mine, ...one }))).execute();
    await changeProgramme(inside, programme, 'hours', { zone });
    return done();
  },
});

function overlap(hours: readonly z.output<typeof stretch>[]): boolean {
  return hours.some((one, at) => hours.some((other, place) => place > at && one.weekday === other.weekday && one.opens < other.closes && other.opens < one.closes));
}
