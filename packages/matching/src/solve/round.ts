import { checked } from '../instance/check.ts';
import type { Assignment, Market } from '../instance/instance.ts';
import { type DrawnOrder, drawnOrder, inOriginalOrder } from '../instance/lots.ts';
import { refuse } from '../instance/refused.ts';
import { type Pair, positionOf, restricted, withLocked } from '../instance/restrict.ts';
import { type CheckedAnswer, checkAnswer, type Prices } from './certificate.ts';
import { type Cover, coverOf, coverProves } from './cover.ts';
import { fewestChanges } from './fewest-changes.ts';
import { optimise, serveWhatIsFree } from './optimise.ts';
import { reachMost } from './serve-most.ts';
import { termsFor, type Wishes } from './terms.ts';
import { type Effort, newTransport, type Transport } from './transport.ts';
import { raiseWorst } from './worst-pair.ts';

/**
 * What a round aims at, in order.
 * `lexi`: as many people as possible, then the best total. `worst`: as many people as possible, then the best worst
 * pair, then the best total. `weight`: the best total, then as many people as possible.
 */
export type Objective = 'lexi' | 'worst' | 'weight';

/** How a round is to be made. Everything is optional. */
export interface RoundOptions extends Wishes {
  /** Default `worst`: number, worst pair, total. */
  objective?: Objective;
  /** Pairs that stay: announced and running matches. Their seekers and places are not in play. */
  locked?: readonly Pair[];
  /** Pairs that must not be made. */
  forbidden?: readonly Pair[];
  /** Draws lots between equally good answers; the same seed gives the same answer on every machine. */
  seed?: number;
  /** An earlier answer to stay near to: among equally good answers, the one that keeps the most of its pairs. */
  previous?: Assignment;
  /** Told before each stage begins, so that whoever waits can see how far it is. */
  onStage?: (stage: Stage) => void;
}

/** The stages of a round, in order; those that are not asked for are left out. */
export type Stage = 'total' | 'number' | 'worst-pair' | 'fewest-changes' | 'proof';

/** A round for everybody, with its proof. */
export interface Round {
  /** The supporter of each seeker, or -1; locked pairs included. */
  match: Assignment;
  /** Number of pairs, locked ones included. */
  matched: number;
  /** Sum of the scores of all pairs. */
  total: number;
  /** The lowest score of a pair that was not locked; `undefined` without any. */
  worst: number | undefined;
  /** The proof, already checked. */
  certificate: Certificate;
  /** Work done, in counts that do not depend on the machine. */
  effort: Effort;
}

/** Everything a third party needs to check a round, with the result of having checked it. */
export interface Certificate {
  /** True when every check passed. A round is never returned otherwise. */
  proved: boolean;
  /** Prices over the market without locked and forbidden pairs: optimal for its number and least score. */
  prices: Prices;
  /** Proof of the number, one cover per waiting class and those before it (one in all without classes). */
  covers: Cover[];
  /** Result of checking prices against the answer. */
  checked: CheckedAnswer;
}

/** Thrown when a result fails its own proof. It cannot be caused by an instance; it would be a mistake in this library. */
export class NotProved extends Error {}

/**
 * Makes a round for everybody: exact, proved, and the same on every machine.
 * Time: about that of one sort of all pairs plus a few thousand short path searches; see the README.
 * @throws InstanceRefused for a malformed market, contradictory locks, wishes that do not fit or an earlier answer of another length.
 */
export function proposeRound(market: Market, options: RoundOptions = {}): Round {
  checked(market);
  if (market.seekerCapacity) refuse('contradiction', 'this market has seekers with several places; use proposeCohort');
  if (options.previous && options.previous.length !== market.seekers) refuse('wrong-size', `the earlier answer has ${options.previous.length} entries for ${market.seekers} seekers`);
  const { market: open, locked } = restricted(market, options.locked, options.forbidden);
  const drawn = options.seed === undefined ? undefined : drawnOrder(open, options.seed);
  const solved = solve(drawn?.market ?? open, inDrawnOrder(options, drawn));
  options.onStage?.('proof');
  const round = proved(drawn?.market ?? open, solved, options.objective ?? 'worst');
  const match = drawn ? inOriginalOrder(solved.match, drawn) : solved.match;
  return withLocks(market, { ...round, match }, locked);
}

interface Solved {
  t: Transport;
  match: Assignment;
  leastScore: number;
  classes: number[][] | undefined;
}

function solve(market: Market, given: RoundOptions): Solved {
  const options = given.priority ? { ...given, priority: withoutGaps(given.priority) } : given, objective = options.objective ?? 'worst';
  const { terms, numberFirst } = termsFor(market, options, objective !== 'weight');
  const t = newTransport(market, terms);
  options.onStage?.('total');
  optimise(t, objective !== 'weight', true);
  options.onStage?.('number');
  if (objective === 'weight') serveWhatIsFree(t);
  else if (!numberFirst) reachMost(t);
  const classes = options.priority && classesOf(options.priority);
  let served = 0;
  for (const j of t.match) if (j >= 0) served++;
  if (objective === 'worst') options.onStage?.('worst-pair');
  const leastScore = objective === 'worst' ? raiseWorst(t, served, classes) : 0;
  if (options.previous) options.onStage?.('fewest-changes');
  // With place costs no path search knows what is free; among equally good answers the one that serves the most is found on their face.
  const previous = options.previous ?? (objective === 'weight' && t.placeCost ? new Int32Array(market.seekers).fill(-1) : undefined);
  const match = previous ? fewestChanges(t, previous, leastScore) : t.match;
  return { t, match, leastScore, classes };
}

/** Waiting classes that nobody is in decide nothing, and would cost a proof each: days or minutes may be handed in as they are. Ranks below 0 are refused later. */
function withoutGaps(priority: Int32Array): Int32Array {
  const place = new Map<number, number>();
  for (const rank of priority.slice().sort()) if (!place.has(rank)) place.set(rank, place.size);
  return priority.some((rank) => rank < 0) ? priority : priority.map((rank) => place.get(rank) ?? 0);
}

function classesOf(priority: Int32Array): number[][] {
  const classes: number[][] = [];
  for (const [i, rank] of priority.entries()) (classes[rank] ??= []).push(i);
  return Array.from(classes, (members) => members ?? []);
}

/** Checks prices and covers against the market alone. */
function proved(market: Market, { t, match, leastScore, classes }: Solved, objective: Objective): Omit<Round, 'match'> {
  const prices: Prices = { price: t.price, profit: t.profit, outside: t.outside, floor: t.floor, placeCost: t.placeCost, leastScore };
  const found = checkAnswer(market, t.capacity, match, prices);
  if (found.violations > 0) throw new NotProved(`The round is not proved: ${found.reasons.join('; ')}.`);
  const covers = objective === 'weight' ? [] : numberCovers(market, match, classes);
  const certificate = { proved: true, prices, covers, checked: found };
  return { matched: found.matched, total: found.total, worst: found.worst, certificate, effort: t.effort };
}

function numberCovers(market: Market, match: Assignment, classes: number[][] | undefined): Cover[] {
  const prefixes = classes ? prefixesOf(market.seekers, classes) : [undefined];
  return prefixes.map((counts) => {
    const cover = coverOf(market, match, counts);
    let matched = 0;
    for (let i = 0; i < match.length; i++) if (match[i] >= 0 && !(counts && counts[i] === 0)) matched++;
    if (!cover || !coverProves(market, cover, matched, counts))
      throw new NotProved('The round is not proved: somebody more could be served.');
    return cover;
  });
}

function prefixesOf(seekers: number, classes: number[][]): Uint8Array[] {
  const counts = new Uint8Array(seekers);
  return classes.map((members) => {
    for (const i of members) counts[i] = 1;
    return counts.slice();
  });
}

/** Wishes by person, in the order that was drawn. */
function inDrawnOrder(options: RoundOptions, drawn: DrawnOrder | undefined): RoundOptions {
  if (!drawn) return options;
  const { seekerAt, supporterAt } = drawn;
  const place = new Int32Array(supporterAt.length);
  for (const [k, j] of supporterAt.entries()) place[j] = k;
  const { priority, leastLoad, previous } = options;
  return {
    ...options,
    ...(priority && { priority: seekerAt.map((i) => priority[i]) }),
    ...(leastLoad && { leastLoad: supporterAt.map((j) => leastLoad[j]) }),
    ...(previous && { previous: seekerAt.map((i) => place[previous[i]] ?? -1) }),
  };
}

function withLocks(market: Market, round: Round, locked: readonly Pair[]): Round {
  let total = round.total;
  for (const pair of locked) total += market.weight[positionOf(market, pair)];
  return { ...round, match: withLocked(round.match, locked), matched: round.matched + locked.length, total };
}
