import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { done } from '../../platform/outcome.ts';
import { promiseKinds } from './from-template.ts';
import { inProgramme } from './inputs.ts';
import { runs } from './rules.ts';
import { timeUnits } from './working-time.ts';

const amount = z.coerce.number('programmes.mistake.number').int('programmes.mistake.number').min(1, 'programmes.mistake.number').max(365, 'programmes.mistake.number');
const length = { amount, unit: z.enum(timeUnits) };
const term = z.object({ ...length, warnAmount: amount, warnUnit: z.enum(timeUnits), climbAmount: amount, climbUnit: z.enum(timeUnits) });

/** How soon the programme promises an answer or a match. What was promised before keeps the time it was given. */
export const changePromiseTerms = act({
  name: 'programmes.change-promise-terms',
  input: z.object({ ...inProgramme, terms: z.partialRecord(z.enum(promiseKinds), term) }),
  may: ({ actor }, { programme }) => runs(actor, programme),

  async perform(inside, { programme, terms }) {
    for (const [kind, given] of Object.entries(terms)) {
      const row = {
        amount: given.amount, unit: given.unit, warn_amount: given.warnAmount, warn_unit: given.warnUnit, climb_amount: given.climbAmount, climb_unit: given.climbUnit,
      };
      await inside.db
        .insertInto('promise_term')
        .values({ org_id: inside.org, programme_id: programme, kind, ...row })
        .onConflict((conflict) => conflict.columns(['org_id', 'programme_id', 'kind']).doUpdateSet(row))
        .execute();
    }
    inside.record({ name: 'programmes.settings-changed', subject: { kind: 'programme', id: programme }, programme, about: { what: 'promise-terms' } });
    return done();
  },
});
