/**
 * Two-level capacities, as in student-project allocation: seekers choose offers (projects, topics), each offer belongs
 * to one supporter (supervisor), and both the offer and the supporter have a limit.
 */
export interface TwoLevelMarket {
  /** Each seeker's offers, best first; repeated or unknown offers are left out. */
  choices: readonly (readonly number[])[];
  /** Places of each offer. */
  offerCapacity: readonly number[];
  /** Whose offer it is. */
  offerOf: readonly number[];
  /** Places of each supporter, over all their offers. */
  supporterCapacity: readonly number[];
  /** How supporter k ranks seeker i: lower is better. Equal ranks fall by the seeker's number. */
  rankOf: (supporter: number, seeker: number) => number;
}

/**
 * The stable matching that is best for every seeker (Abraham, Irving & Manlove 2007). Returns each seeker's offer, or
 * -1. Time: proposals x (people one supporter holds).
 */
export function twoLevelStable(market: TwoLevelMarket): Int32Array {
  const offers = market.choices.map((list) => cleaned(list, market.offerCapacity.length));
  const match = new Int32Array(offers.length).fill(-1);
  const next = new Int32Array(offers.length);
  const inOffer: number[][] = market.offerCapacity.map(() => []);
  const withSupporter: number[][] = market.supporterCapacity.map(() => []);
  const waiting = Array.from(offers.keys()).reverse();
  for (let i = waiting.pop(); i !== undefined; i = waiting.pop()) {
    const offer = offers[i][next[i]];
    if (offer === undefined) continue;
    next[i]++;
    const supporter = market.offerOf[offer];
    const there = inOffer[offer];
    const theirs = withSupporter[supporter];
    match[i] = offer;
    there.push(i);
    theirs.push(i);
    const out = overfull(there, market.offerCapacity[offer], theirs, market.supporterCapacity[supporter], (k) =>
      market.rankOf(supporter, k),
    );
    if (out < 0) continue;
    remove(inOffer[match[out]], out);
    remove(theirs, out);
    match[out] = -1;
    waiting.push(out);
  }
  return match;
}

/** Pairs of seeker and offer that would both rather have each other (definition of Abraham, Irving & Manlove). */
export function twoLevelBlocking(market: TwoLevelMarket, match: Int32Array): { seeker: number; offer: number }[] {
  const inOffer: number[][] = market.offerCapacity.map(() => []);
  const withSupporter: number[][] = market.supporterCapacity.map(() => []);
  for (const [i, offer] of match.entries()) {
    if (offer < 0) continue;
    inOffer[offer].push(i);
    withSupporter[market.offerOf[offer]].push(i);
  }
  const found: { seeker: number; offer: number }[] = [];
  for (const [i, list] of market.choices.entries()) {
    for (const offer of cleaned(list, market.offerCapacity.length)) {
      if (offer === match[i]) break;
      if (wouldTake(market, i, offer, match, inOffer, withSupporter)) found.push({ seeker: i, offer });
    }
  }
  return found;
}

function wouldTake(
  market: TwoLevelMarket,
  i: number,
  offer: number,
  match: Int32Array,
  inOffer: number[][],
  withSupporter: number[][],
): boolean {
  const supporter = market.offerOf[offer];
  const there = inOffer[offer];
  const theirs = withSupporter[supporter];
  if (market.offerCapacity[offer] === 0 || market.supporterCapacity[supporter] === 0) return false;
  const rank = (k: number): number => market.rankOf(supporter, k);
  const before = (k: number): boolean => rank(i) < rank(k) || (rank(i) === rank(k) && i < k);
  if (there.length >= market.offerCapacity[offer]) return there.some(before);
  if (theirs.length < market.supporterCapacity[supporter]) return true;
  const own = match[i];
  return (own >= 0 && market.offerOf[own] === supporter) || theirs.some(before);
}

/** The person who has to go when an offer, or else the supporter, has one person too many; -1 when nobody has. */
function overfull(there: number[], offerPlaces: number, theirs: number[], supporterPlaces: number, rank: (i: number) => number): number {
  if (there.length > offerPlaces) return leastWanted(there, rank);
  return theirs.length > supporterPlaces ? leastWanted(theirs, rank) : -1;
}

function leastWanted(people: number[], rank: (i: number) => number): number {
  return people.reduce((worst, i) => (rank(i) > rank(worst) || (rank(i) === rank(worst) && i > worst) ? i : worst));
}

function remove(people: number[], out: number): void {
  people.splice(people.indexOf(out), 1);
}

function cleaned(list: readonly number[], offers: number): number[] {
  return [...new Set(list)].filter((offer) => offer >= 0 && offer < offers);
}
