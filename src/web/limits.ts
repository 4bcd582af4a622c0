import { RateLimiterMemory, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import type { Pace } from './form.ts';

/** How many times within how many seconds. */
export interface Rate {
  readonly points: number;
  readonly seconds: number;
}

/** What is counted: page views of one network, and forms by pace, each for one network and for one person or browser. */
export type Counted = 'pages' | `${Pace}/${'network' | 'person'}`;

/** Keeps the pace of a site. Slows, never locks: an abuser must not be able to shut somebody else out for good (ASVS 6.1.1). */
export interface Limits {
  /** Counts one. Gives the seconds to wait when it was too many, else undefined. `key` names no one: it is a mark. */
  count(what: Counted, key: string): Promise<number | undefined>;
}

/**
 * The pace of an ordinary site. A whole hospital may stand behind one network address, so networks get a wide berth
 * except where somebody could be guessing.
 */
export const ordinaryRates: Readonly<Record<Counted, Rate>> = {
  pages: { points: 1200, seconds: 60 },
  'ordinary/network': { points: 600, seconds: 60 },
  'ordinary/person': { points: 60, seconds: 60 },
  'sign-in/network': { points: 30, seconds: 60 },
  'sign-in/person': { points: 8, seconds: 60 },
  'costly/network': { points: 60, seconds: 600 },
  'costly/person': { points: 12, seconds: 600 },
};

/** Makes the limiter of one kind of counting: in memory, or in a store that several nodes share. */
export type LimiterFor = (what: Counted, rate: Rate) => RateLimiterAbstract;

/**
 * Limits counted in this process, or by whatever limiter `limiterFor` makes (for several nodes: limits-across-nodes.ts).
 * A store that fails lets people through: a slow database must not turn into a closed door.
 */
export function limits(rates: Readonly<Record<Counted, Rate>> = ordinaryRates, limiterFor: LimiterFor = inMemory): Limits {
  const limiters = new Map(Object.entries(rates).map(([what, rate]) => [what, limiterFor(what as Counted, rate)]));
  return {
    async count(what, key) {
      try {
        await limiters.get(what)?.consume(key);
        return undefined;
      } catch (reason) {
        return reason instanceof RateLimiterRes ? Math.max(1, Math.ceil(reason.msBeforeNext / 1000)) : undefined;
      }
    },
  };
}

/** Counts in this process. */
export function inMemory(what: Counted, rate: Rate): RateLimiterAbstract {
  return new RateLimiterMemory({ keyPrefix: what, points: rate.points, duration: rate.seconds });
}
