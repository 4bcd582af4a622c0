import { found, open } from './found.ts';
import { askRound, bringSheets, readyAgain } from './sheets.ts';
import { chapters } from './story.ts';
import { type World, worldOf } from './world.ts';
import type { MovableClock } from '../src/platform/clock.ts';
import type { House } from '../src/platform/house.ts';
import { keepCast } from '../src/rooms/demo/index.ts';

/** How far back the story begins, in days. */
const DAYS = 60;

/** What the story is told in. */
export interface SeedGiven {
  readonly house: House;
  readonly clock: MovableClock;
  runRounds(): Promise<void>;
  readonly sheets?: string;
  readonly tell?: (share: number) => void;
}

/**
 * Tells the demo's story in an empty house: two months of a small programme, act by act, with the clock moved back and walked forward, so that what
 * was kept and what was late are true rows. At its end the clock shows the real time again.
 * @param sheets the directory of the sign-up sheets to bring in on the last day; without it nobody comes by sheet.
 * @param tell hears how far the story is, from 0 to 1.
 */
export async function seedDemo({ house, clock, runRounds, sheets, tell = () => undefined }: SeedGiven): Promise<{ org: string }> {
  const today = clock.now();
  clock.moveBy(-DAYS * 86_400_000);
  const founded = await found(house);
  const world = worldOf({ house, clock, today, runRounds, ...founded });
  await open(world);
  const parts = [...chapters, ...(sheets === undefined ? [] : [(one: World) => bringSheets(one, sheets), readyAgain, askRound])];
  for (const [at, part] of parts.entries()) {
    tell(at / parts.length);
    await part(world);
  }
  await world.inside((inside) => keepCast(inside, world.people));
  clock.moveBy(-clock.ahead());
  await runRounds();
  tell(1);
  return { org: world.org };
}
