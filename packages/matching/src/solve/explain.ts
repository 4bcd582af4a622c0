import { checked } from '../instance/check.ts';
import type { Market } from '../instance/instance.ts';
import { refuse } from '../instance/refused.ts';
import { onlyPairs } from '../instance/repeats.ts';
import { type Pair, positionOf, restricted } from '../instance/restrict.ts';
import { optimise } from './optimise.ts';
import { enoughFor, type Move, openSession, type Session, sessionOver, watched } from './session.ts';
import { leave, setPlaces } from './session-steps.ts';
import { newTransport, type Transport } from './transport.ts';

/** A difference between two rounds: people first, then who they are, then points. */
export interface Loss {
  people: number;
  /**
   * With waiting classes: each person who loses a place counts as many as there are classes after theirs, each who gains one as many less.
   * With two classes it is how many fewer of the first class are served. 0 without classes.
   */
  standing: number;
  points: number;
}

/** Why a pair is not in the round, exactly: what the whole round would lose if it were. */
export interface PairExplanation {
  seeker: number;
  supporter: number;
  /** The score of the pair itself. */
  score: number;
  /** `chosen`: it is in the round. `as-good`: it could be, at no loss. `costs`: forcing it loses people or points. */
  verdict: 'chosen' | 'as-good' | 'costs';
  /** A lower bound proved by the prices alone: profit + price - score. */
  bound: Loss;
  /** The exact loss, from solving again with the pair forced. */
  loss: Loss;
  /** Who would move, and from whom to whom (-1: nobody). The forced pair comes first; then one after the other. */
  chain: Move[];
}

/** Answers questions about one round. Make it with `openExplainer`; it leaves the round as it is. */
export interface Explainer {
  session: Session;
  /** The market as it was given. */
  market: Market;
  /** What is still open in it: without locked and forbidden pairs, and without pairs below the least score. */
  open: Market;
  locked: readonly Pair[];
  classes: Classes | undefined;
}

/** Waiting classes of a round: the class of each seeker, and how many there are. */
export interface Classes {
  readonly rank: Int32Array;
  readonly count: number;
}

/** The waiting classes that a list of ranks makes. */
export function classesOf(rank: Int32Array): Classes {
  return { rank, count: rank.reduce((a, b) => Math.max(a, b), 0) + 1 };
}

/** Which round is to be explained: the options it was made with. */
export interface ExplainerOptions {
  /** `lexi` (default; also for rounds made with `worst`) or `weight`. */
  objective?: 'lexi' | 'weight';
  locked?: readonly Pair[];
  forbidden?: readonly Pair[];
  /** The waiting class of each seeker. Number comes first then, whatever the objective. */
  priority?: Int32Array;
  /** For a round made with `worst`: its worst pair's score. All pairs but a forced one stay at least as good. */
  leastScore?: number;
}

/** Solves a round once and keeps it ready for questions. */
export function openExplainer(market: Market, options: ExplainerOptions = {}): Explainer {
  const { market: free, locked } = restricted(checked(market), options.locked, options.forbidden);
  const least = options.leastScore ?? 0;
  const open =
    least > 0
      ? onlyPairs(
          free,
          Uint8Array.from(free.weight, (score) => (score >= least ? 1 : 0)),
        )
      : free;
  const highestScore = market.weight.reduce((a, b) => Math.max(a, b), 0);
  const { priority } = options;
  if (!priority) return { session: openSession(open, { objective: options.objective ?? 'lexi', highestScore }), market, open, locked, classes: undefined };
  return { ...inClasses(open, priority, highestScore), market, open, locked };
}

/** What one person counts for, in steps from one class to the next, for each class there is: more than all the steps that the few who come and go with one forced pair can make up. */
const STEPS_EACH = 8;

/**
 * A session in which leaving somebody of an earlier class without a place costs more. Whom a supporter can serve together is a matroid, so whatever serves the
 * most people by such a value serves class by class, as the round does (terms.ts).
 */
function inClasses(open: Market, priority: Int32Array, highestScore: number): { session: Session; classes: Classes } {
  if (priority.length !== open.seekers) refuse('wrong-size', `priority has ${priority.length} entries for ${open.seekers} seekers`);
  if (priority.some((rank) => rank < 0)) refuse('negative', 'a waiting class is below 0');
  const classes = classesOf(priority), { count } = classes;
  const step = enoughFor(open, highestScore, (STEPS_EACH + 1) * count);
  const outside = Float64Array.from(priority, (rank) => -step * (STEPS_EACH * count + count - 1 - rank));
  const t = newTransport(open, { outside, places: open.capacity.map((places) => Math.min(places, open.seekers)) });
  optimise(t, true);
  return { session: sessionOver(t, open, { numberValue: step * STEPS_EACH * count, highestScore }), classes };
}

/**
 * What the round would lose if seeker and supporter were matched, and who would have to move. Exact: the pair is
 * forced, and one or two shortest path searches make the rest optimal again. Then everything is put back.
 * @throws InstanceRefused when the pair is not possible.
 */
export function explainPair({ session, market, open, locked, classes }: Explainer, seeker: number, supporter: number): PairExplanation {
  const at = positionOf(market, { seeker, supporter });
  if (at < 0) refuse('out-of-range', `${seeker}:${supporter} is not a possible pair`);
  if (locked.some((pair) => pair.seeker === seeker)) refuse('contradiction', `seeker ${seeker} has a match that does not move`);
  if (open.capacity[supporter] === 0) refuse('contradiction', `supporter ${supporter} has no place that is open`);
  const { t } = session;
  const score = market.weight[at];
  const about = { seeker, supporter, score };
  const nothing = { people: 0, standing: 0, points: 0 };
  if (t.match[seeker] === supporter) return { ...about, verdict: 'chosen', bound: nothing, loss: nothing, chain: [] };
  const bound = inWhatCounts(t.profit[seeker] + t.price[supporter] - score, session, classes);
  const kept = snapshot(t);
  const moves = watched(session, () => force(session, seeker, supporter));
  putBack(session, kept);
  const chain = chainOf(moves, { seeker, from: t.match[seeker], to: supporter });
  const loss = lossOf(market, chain, classes);
  return { ...about, verdict: loss.people === 0 && loss.standing === 0 && loss.points === 0 ? 'as-good' : 'costs', bound, loss, chain };
}

/** Every possible supporter of a seeker, least loss first: what was possible, and why it was not done. */
export function explainSeeker(explainer: Explainer, seeker: number, show = 20): PairExplanation[] {
  const { rowPtr, col, weight, seekers } = explainer.market;
  const { capacity } = explainer.open;
  if (!Number.isInteger(seeker) || seeker < 0 || seeker >= seekers) refuse('out-of-range', `seeker ${seeker} is not in this market`);
  const best = Array.from({ length: rowPtr[seeker + 1] - rowPtr[seeker] }, (_, k) => rowPtr[seeker] + k)
    .filter((e) => capacity[col[e]] > 0)
    .sort((a, b) => weight[b] - weight[a])
    .slice(0, show);
  const found = best.map((e) => explainPair(explainer, seeker, col[e]));
  return found.sort((a, b) => a.loss.people - b.loss.people || a.loss.standing - b.loss.standing || a.loss.points - b.loss.points);
}

/** Takes the seeker and one place of the supporter out of play, and makes the rest optimal again. */
function force(session: Session, seeker: number, supporter: number): void {
  const { t } = session;
  if (t.match[seeker] >= 0) leave(session, seeker);
  else {
    session.inPlay[seeker] = 0;
    t.profit[seeker] = Infinity;
  }
  setPlaces(session, supporter, t.capacity[supporter] - 1);
}

/** A loss counted with a value per person and per class, as people, standing and points. */
function inWhatCounts(value: number, { numberValue }: Session, classes: Classes | undefined): Loss {
  if (numberValue === 0) return { people: 0, standing: 0, points: value };
  const each = classes ? STEPS_EACH * classes.count : 1, step = numberValue / each, steps = Math.round(value / step), people = Math.round(steps / each);
  return { people, standing: steps - people * each, points: value - steps * step };
}

type Kept = Pick<Transport, 'match' | 'slot' | 'slotStart' | 'fill' | 'capacity' | 'price' | 'profit' | 'room'>;

function snapshot(t: Transport): Kept {
  return {
    match: t.match.slice(),
    slot: t.slot.slice(),
    slotStart: t.slotStart.slice(),
    fill: t.fill.slice(),
    capacity: t.capacity.slice(),
    price: t.price.slice(),
    profit: t.profit.slice(),
    room: t.room.slice(),
  };
}

function putBack(session: Session, kept: Kept): void {
  const { t } = session;
  t.match.set(kept.match);
  t.slot = kept.slot;
  t.slotStart = kept.slotStart;
  t.fill.set(kept.fill);
  t.capacity.set(kept.capacity);
  t.price.set(kept.price);
  t.profit.set(kept.profit);
  t.room.set(kept.room);
  for (let i = 0; i < session.seekers; i++) if (t.profit[i] !== Infinity) session.inPlay[i] = 1;
}

/** Orders moves, the forced one first, so that each one takes the place that the one before it was forced out of, where there is such a one. */
export function chainOf(moves: readonly Move[], forced: Move): Move[] {
  const left = moves.filter((move) => move.seeker !== forced.seeker);
  const chain = [forced];
  for (let place = forced.to; left.length > 0; ) {
    const next = left.findIndex((move) => move.from === place);
    const [move] = left.splice(Math.max(next, 0), 1);
    chain.push(move);
    place = move.to;
  }
  return chain;
}

/** What moves change, added up. */
export function lossOf(market: Market, chain: readonly Move[], classes: Classes | undefined): Loss {
  const loss = { people: 0, standing: 0, points: 0 };
  for (const { seeker, from, to } of chain) {
    const standing = classes ? classes.count - 1 - classes.rank[seeker] : 0;
    if (from >= 0) {
      loss.people++;
      loss.standing += standing;
      loss.points += market.weight[positionOf(market, { seeker, supporter: from })];
    }
    if (to >= 0) {
      loss.people--;
      loss.standing -= standing;
      loss.points -= market.weight[positionOf(market, { seeker, supporter: to })];
    }
  }
  return loss;
}
