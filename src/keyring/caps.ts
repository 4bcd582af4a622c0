/** How much one session, and the house itself, may ask in a minute. Above it the answer is `too-many`. */
export interface Caps {
  readonly keysPerSession: number;
  readonly tagsPerSession: number;
  readonly keysForHouse: number;
}

/**
 * Judgement: a person who reads all evening opens some dozens of authors; a thief of a live session wants thousands.
 * The house opens contact details in bulk at an import or a large sending, so its cap is wide, and only slows a dump.
 */
export const usualCaps: Caps = { keysPerSession: 600, tagsPerSession: 120, keysForHouse: 20_000 };

/** Gives out up to `perMinute` turns for each name, refilled evenly. Holds at most 10,000 names; the longest unused go first. */
export function cap(perMinute: number, now: () => number): (name: string, wanted: number) => number {
  const buckets = new Map<string, { left: number; at: number }>();
  return (name, wanted) => {
    const [at, bucket] = [now(), buckets.get(name)];
    const refilled = bucket === undefined ? perMinute : bucket.left + (Math.max(0, at - bucket.at) * perMinute) / 60_000;
    const left = Math.min(perMinute, refilled);
    const given = Math.min(wanted, Math.floor(left));
    buckets.delete(name);
    buckets.set(name, { left: left - given, at });
    if (buckets.size > 10_000) buckets.delete(buckets.keys().next().value ?? name);
    return given;
  };
}
