/** Personal traits count only where a person asked (P10), and whoever reads the result sees who asked for what. */
import type { Closeness } from './compare.ts';
import { NEUTRAL } from './compare.ts';
import type { Person, Wish } from './person.ts';

/** A wish that was looked at for this pair. `met` is null when the other person never told that trait. */
export interface WishRecord {
  readonly asker: 'seeker' | 'supporter';
  readonly trait: string;
  readonly strength: Wish['strength'];
  readonly met: boolean | null;
  readonly shared: readonly string[];
}

/** Every wish of either side, with what became of it. Without a wish the list is empty and no trait was read. */
export function wishesOf(seeker: Person, supporter: Person): readonly WishRecord[] {
  return [...askedBy('seeker', seeker, supporter), ...askedBy('supporter', supporter, seeker)];
}

function askedBy(asker: WishRecord['asker'], who: Person, other: Person): WishRecord[] {
  return (who.wishes ?? []).map(({ trait, wanted, strength }) => {
    const told = other.traits?.[trait], shared = (told ?? []).filter((code) => wanted.includes(code));
    return { asker, trait, strength, shared, met: told === undefined || told.length === 0 ? null : shared.length > 0 };
  });
}

/** A need that is not met. A need is a need: a trait nobody told does not meet it. */
export function unmetNeed(records: readonly WishRecord[]): WishRecord | undefined {
  return records.find((r) => r.strength === 'need' && r.met !== true);
}

/** Closeness of the hopes of both sides together: the share that is met, an untold trait counting half. Undefined when nobody hoped. */
export function hopesCloseness(records: readonly WishRecord[]): Closeness | undefined {
  const hopes = records.filter((r) => r.strength === 'hope');
  if (hopes.length === 0) return undefined;
  const halves = hopes.reduce((sum, r) => sum + (r.met === null ? 1 : r.met ? 2 : 0), 0);
  if (hopes.every((r) => r.met === null)) return NEUTRAL;
  const kind = hopes.some((r) => r.met === false) ? 'differs' : 'fits';
  return { num: halves, den: 2 * hopes.length, kind, shared: [...new Set(hopes.flatMap((r) => r.shared))] };
}
