import { z } from 'zod';
import type { House } from '../../platform/house.ts';
import { type Looking, view } from '../../platform/view.ts';
import { isOpen, isStaff, programmeBySlug } from '../programmes/index.ts';
import { keptShare } from './looking.ts';
import type { KeptShare } from './rules.ts';

/** How a programme kept its promise of a first answer lately, for everybody to read (A1). Staff see it before the programme opens. */
export const programmeKept = view({
  name: 'promises.programme-kept',
  input: z.object({ slug: z.string() }),
  may: () => true,
  async load(looking, { slug }) {
    const programme = await programmeBySlug(looking, slug);
    if (!isOpen(programme) && !isStaff(looking.actor, programme.id)) return undefined;
    return countedLately(looking, programme.id);
  },
});

/** A share counted less than this long ago is said again: it is public, and everybody who opens the page asks for it. */
const FRESH_MS = 60_000;

interface Counted {
  readonly at: number;
  readonly share: KeptShare;
}
const counted = new WeakMap<House, Map<string, Counted>>();

/** Counting thousands of rows takes tens of milliseconds, so it is done once a minute, and at once when a promise is made, kept or moved on. */
async function countedLately(looking: Looking, programme: string): Promise<KeptShare> {
  const now = looking.now.getTime();
  const known = countedIn(looking.scene.house);
  const last = known.get(`${looking.org} ${programme}`);
  if (last !== undefined && now >= last.at && now - last.at < FRESH_MS) return last.share;
  const share = await keptShare(looking, programme, 'first-answer');
  known.set(`${looking.org} ${programme}`, { at: now, share });
  return share;
}

function countedIn(house: House): Map<string, Counted> {
  const before = counted.get(house);
  if (before !== undefined) return before;
  const known = new Map<string, Counted>();
  counted.set(house, known);
  house.bus.subscribeAll('promises', ({ org }) => {
    for (const key of known.keys()) if (key.startsWith(org)) known.delete(key);
  });
  return known;
}
