import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { holds } from '../../platform/actor.ts';
import { done, present } from '../../platform/outcome.ts';
import { beginProgramme, templateIds } from './begin-programme.ts';
import { ownName, ownZone } from './inputs.ts';
import { giveRole } from './team.ts';

/** An administrator begins another programme from a template (L4) and is its coordinator until somebody else is named. It is not open yet. */
export const createProgramme = act({
  name: 'programmes.create-programme',
  input: z.object({ template: z.string('setup.mistake.template').refine((id) => templateIds().some((one) => one === id), 'setup.mistake.template'), name: ownName, zone: ownZone, lang: z.enum(['en', 'fr']) }),
  may: ({ actor }) => holds(actor, 'administrator', null),

  async perform(inside, { template, name, zone, lang }) {
    const known = present(templateIds().find((id) => id === template));
    const { id, slug } = await beginProgramme(inside, { template: known, name, zone, lang });
    await giveRole(inside, { person: inside.person(), programme: id, role: 'coordinator', duty: 'owner' });
    return done({ id, slug });
  },
});
