import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { done, present, refused } from '../../platform/outcome.ts';
import { changeProgramme } from './change-programme.ts';
import { inProgramme } from './inputs.ts';
import { programmeOf } from './programme.ts';
import { missingFor } from './readiness.ts';
import { runs } from './rules.ts';

/** Opens a programme to everybody. Refused while anything is missing that people would have to rely on; `missing` lists it. */
export const openProgramme = act({
  name: 'programmes.open-programme',
  input: z.object(inProgramme),
  may: ({ actor }, { programme }) => runs(actor, programme),

  async perform(inside, { programme }) {
    const { openedAt, closedAt } = present(await programmeOf(inside, programme));
    if (openedAt !== null && closedAt === null) return done();
    const missing = await missingFor(inside, programme);
    if (missing.length > 0) return refused('not-ready', { missing: missing.join(' '), count: missing.length });

    await changeProgramme(inside, programme, 'opened', { opened_at: openedAt ?? inside.now, closed_at: null });
    return done();
  },
});

/** Closes a programme to new people. Whoever is in it stays in it; everything promised is still kept. */
export const closeProgramme = act({
  name: 'programmes.close-programme',
  input: z.object(inProgramme),
  may: ({ actor }, { programme }) => runs(actor, programme),

  async perform(inside, { programme }) {
    const { closedAt } = await programmeOf(inside, programme);
    if (closedAt === null) await changeProgramme(inside, programme, 'closed', { closed_at: inside.now });
    return done();
  },
});
