import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { done } from '../../platform/outcome.ts';
import { inProgramme } from './inputs.ts';
import { programmeOf } from './programme.ts';
import { runs } from './rules.ts';

const day = z.iso.date('programmes.mistake.date');

/** A day on which nobody is there: promises do not count it. Naming the same day again changes its name. */
export const addClosedDay = act({
  name: 'programmes.add-closed-day',
  input: z.object({ ...inProgramme, day, name: z.string().trim().max(80, 'programmes.mistake.too-long').default('') }),
  may: ({ actor }, { programme }) => runs(actor, programme),

  async perform(inside, { programme, day: closed, name }) {
    await programmeOf(inside, programme);
    await inside.db
      .insertInto('programme_closed_day')
      .values({ org_id: inside.org, programme_id: programme, day: closed, name })
      .onConflict((conflict) => conflict.columns(['org_id', 'programme_id', 'day']).doUpdateSet({ name }))
      .execute();
    inside.record({ name: 'programmes.settings-changed', subject: { kind: 'programme', id: programme }, programme, about: { what: 'closed-days' } });
    return done();
  },
});

/** Somebody is there on that day after all. */
export const removeClosedDay = act({
  name: 'programmes.remove-closed-day',
  input: z.object({ ...inProgramme, day }),
  may: ({ actor }, { programme }) => runs(actor, programme),

  async perform(inside, { programme, day: closed }) {
    await programmeOf(inside, programme);
    await inside.db
      .deleteFrom('programme_closed_day')
      .where('org_id', '=', inside.org)
      .where('programme_id', '=', programme)
      .where('day', '=', closed)
      .execute();
    inside.record({ name: 'programmes.settings-changed', subject: { kind: 'programme', id: programme }, programme, about: { what: 'closed-days' } });
    return done();
  },
});
