import { found, open } from './found.ts';
import { chapters } from './story.ts';
import { worldOf } from './world.ts';
import type { MovableClock } from '../src/platform/clock.ts';
import type { House } from '../src/platform/house.ts';
import { keepCast } from '../src/rooms/demo/index.ts';

/** How far back the story begins, in days. */
const DAYS = 60;

/**
 * Tells the demo's story in an empty house: two months of a small programme, act by act, with the clock moved back and walked forward, so that what
 * was kept and what was late are true rows. At its end the clock shows the real time again.
 * @param tell hears how far the story is, from 0 to 1.
 */
export async function seedDemo({ house, clock, runRounds, tell = () => undefined }: { house: House; clock: MovableClock; runRounds(): Promise<void>; tell?: (share: number) => void }): Promise<{ org: string }> {
  const today = clock.now();
  clock.moveBy(-DAYS * 86_400_000);
  const founded = await found(house);
  const world = worldOf({ house, clock, today, runRounds, ...founded });
  await open(world);
  for (const [at, chapter] of chapters.entries()) {
    tell(at / chapters.length);
    await chapter(world);
  }
  await world.inside((inside) => keepCast(inside, world.people));
  clock.moveBy(-clock.ahead());
  await runRounds();
  tell(1);
  return { org: world.org };
}
