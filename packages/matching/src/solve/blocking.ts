import type { Assignment, Market } from '../instance/instance.ts';
import { ranked } from './preferences.ts';

/** Two people who would both rather have each other than what they have. */
export interface BlockingPair {
  seeker: number;
  supporter: number;
  /** The supporter the seeker has now, or -1. */
  instead: number;
  /** The person the supporter would let go, or -1 when there is a free place. */
  lettingGo: number;
}

/** Blocking pairs of an answer: how many, and the first few. */
export interface Blocking {
  count: number;
  pairs: BlockingPair[];
}

/** Finds every pair that would rather swap (weak stability: both strictly better off). Time: one pass over the pairs. */
export function blockingPairs(market: Market, match: Assignment, show = 20): Blocking {
  const { seekers, rowPtr, col, capacity, seekerRank, supporterRank } = ranked(market);
  const fill = new Int32Array(market.supporters);
  const worstRank = new Int32Array(market.supporters).fill(-1);
  const worstPerson = new Int32Array(market.supporters).fill(-1);
  const own = new Int32Array(seekers).fill(-1);
  for (let i = 0; i < seekers; i++) {
    const j = match[i];
    if (j < 0) continue;
    fill[j]++;
    for (let e = rowPtr[i]; e < rowPtr[i + 1]; e++) if (col[e] === j) own[i] = e;
    if (own[i] < 0 || supporterRank[own[i]] <= worstRank[j]) continue;
    worstRank[j] = supporterRank[own[i]];
    worstPerson[j] = i;
  }
  const found: Blocking = { count: 0, pairs: [] };
  for (let i = 0; i < seekers; i++) {
    const mine = own[i] < 0 ? Infinity : seekerRank[own[i]];
    for (let e = rowPtr[i], last = rowPtr[i + 1]; e < last; e++) {
      const j = col[e];
      if (seekerRank[e] >= mine || capacity[j] === 0) continue;
      const room = fill[j] < capacity[j];
      if (!room && supporterRank[e] >= worstRank[j]) continue;
      found.count++;
      if (found.pairs.length < show)
        found.pairs.push({ seeker: i, supporter: j, instead: match[i], lettingGo: room ? -1 : worstPerson[j] });
    }
  }
  return found;
}

/** A blocking pair as a sentence, with names of your choice. */
export function inWords(
  { seeker, supporter, instead, lettingGo }: BlockingPair,
  seekerName = (i: number) => `seeker ${i}`,
  supporterName = (j: number) => `supporter ${j}`,
): string {
  const now = instead < 0 ? 'having nobody' : supporterName(instead);
  const then = lettingGo < 0 ? 'has a free place' : `would rather have them than ${seekerName(lettingGo)}`;
  return `${seekerName(seeker)} would rather have ${supporterName(supporter)} than ${now}, and ${supporterName(supporter)} ${then}.`;
}
