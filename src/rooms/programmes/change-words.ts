import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { done } from '../../platform/outcome.ts';
import { changeProgramme } from './change-programme.ts';
import { inProgramme, ownName } from './inputs.ts';
import { accents } from './kinds.ts';
import { programmeOf } from './programme.ts';
import { runs } from './rules.ts';
import { asJson } from './stored.ts';

const word = z.object({ one: ownName, many: ownName });

/** The programme gets its own name, its own words for the people in it, and its own colour (L4). */
export const changeWords = act({
  name: 'programmes.change-words',
  input: z.object({ ...inProgramme, name: ownName, seeker: word, supporter: word, group: word, accent: z.enum(accents) }),
  may: ({ actor }, { programme }) => runs(actor, programme),

  async perform(inside, { programme, name, accent, ...words }) {
    const { settings } = await programmeOf(inside, programme);
    const { seeker, supporter, group } = words;
    await changeProgramme(inside, programme, 'words', {
      name: asJson(name), words: asJson({ seeker, supporter, group }), settings: asJson({ ...settings, accent }),
    });
    return done();
  },
});
