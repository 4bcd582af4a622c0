import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { done } from '../../platform/outcome.ts';
import { changeSettings } from './change-programme.ts';
import { inProgramme } from './inputs.ts';
import { runs } from './rules.ts';

/**
 * A person says what no program can check: that the local duty to report was written in with somebody who knows the law, and that the safety
 * texts were read by a clinician and by people with lived experience. The day is kept.
 */
export const confirmTexts = act({
  name: 'programmes.confirm-texts',
  input: z.object({ ...inProgramme, which: z.enum(['duty-to-report', 'safety-texts']) }),
  may: ({ actor }, { programme }) => runs(actor, programme),

  async perform(inside, { programme, which }) {
    const today = inside.now.toISOString().slice(0, 10);
    await changeSettings(inside, programme, which, which === 'duty-to-report' ? { dutyWrittenOn: today } : { safetyReadOn: today });
    return done();
  },
});
