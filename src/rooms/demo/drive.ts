import type { Clock, MovableClock } from '../../platform/clock.ts';
import type { House } from '../../platform/house.ts';

/** What moves a demo: its clock, and everything the house does by itself. */
export interface DemoDrive {
  readonly clock: MovableClock;
  /** Runs every round now, in order, until what they left each other is done. */
  runRounds(): Promise<void>;
}

/** By the house's clock, which every copy of a house shares. */
const drives = new WeakMap<Clock, DemoDrive>();

/** Makes a house a demo that can be driven. Whoever opens a demo calls it; nobody else can. */
export function attachDemo(house: House, drive: DemoDrive): void {
  if (!house.config.demo) throw new Error('Only a demo house has a clock to move.');
  drives.set(house.clock, drive);
}

/** The drive of a demo; undefined in every real house. */
export function driveOf(house: House): DemoDrive | undefined {
  return house.config.demo ? drives.get(house.clock) : undefined;
}
