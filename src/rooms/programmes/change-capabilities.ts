import { z } from 'zod';
import { starter } from '../../content/index.ts';
import { act } from '../../platform/act.ts';
import { done } from '../../platform/outcome.ts';
import { changeProgramme } from './change-programme.ts';
import { inProgramme } from './inputs.ts';
import { runs } from './rules.ts';

/** What a programme offers. Safety and care for those who care are always on. */
export const changeCapabilities = act({
  name: 'programmes.change-capabilities',
  input: z.object({ ...inProgramme, on: z.array(z.string().max(60)).max(40) }),
  may: ({ actor }, { programme }) => runs(actor, programme),

  async perform(inside, { programme, on }) {
    const capabilities = starter().capabilities.filter((one) => 'alwaysOn' in one || on.includes(one.id)).map(({ id }) => id);
    await changeProgramme(inside, programme, 'capabilities', { capabilities });
    return done();
  },
});
