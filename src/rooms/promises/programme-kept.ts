import { z } from 'zod';
import { view } from '../../platform/view.ts';
import { isOpen, isStaff, programmeBySlug } from '../programmes/index.ts';
import { keptShare } from './looking.ts';

/** How a programme kept its promise of a first answer lately, for everybody to read (A1). Staff see it before the programme opens. */
export const programmeKept = view({
  name: 'promises.programme-kept',
  input: z.object({ slug: z.string() }),
  may: () => true,
  async load(looking, { slug }) {
    const programme = await programmeBySlug(looking, slug);
    if (!isOpen(programme) && !isStaff(looking.actor, programme.id)) return undefined;
    return keptShare(looking, programme.id, 'first-answer');
  },
});
