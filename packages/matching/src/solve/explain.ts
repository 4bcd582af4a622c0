import { checked } from '../instance/check.ts';
import type { Market } from '../instance/instance.ts';
import { refuse } from '../instance/refused.ts';
import { onlyPairs } from '../instance/repeats.ts';
import { type Pair, positionOf, restricted } from '../instance/restrict.ts';
import { type Move, openSession, type Session, watched } from './session.ts';
import { leave, setPlaces } from './session-steps.ts';
import type { Transport } from './transport.ts';

/** A difference between two rounds: people first, then points. */
export interface Loss {
  people: number;
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
}

/** Which round is to be explained: the options it was made with. */
export interface ExplainerOptions {
  /** `lexi` (default; also for rounds made with `worst`) or `weight`. */
  objective?: 'lexi' | 'weight';
  locked?: readonly Pair[];
  forbidden?: readonly Pair[];
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
  return { session: openSession(open, { objective: options.objective ?? 'lexi', highestScore }), market, open, locked };
}

/**
 * What the round would lose if seeker and supporter were matched, and who would have to move. Exact: the pair is
 * forced, and one or two shortest path searches make the rest optimal again. Then everything is put back.
 * @throws InstanceRefused when the pair is not possible.
 */
export function explainPair({ session, market, open, locked }: Explainer, seeker: number, supporter: number): PairExplanation {
  const at = positionOf(market, { seeker, supporter });
  if (at < 0) refuse('out-of-range', `${seeker}:${supporter} is not a possible pair`);
  if (locked.some((pair) => pair.seeker === seeker)) refuse('contradiction', `seeker ${seeker} has a match that does not move`);
  if (open.capacity[supporter] === 0) refuse('contradiction', `supporter ${supporter} has no place that is open`);
  const { t, numberValue } = session;
  const score = market.weight[at];
  const about = { seeker, supporter, score };
  const nothing = { people: 0, points: 0 };
  if (t.match[seeker] === supporter) return { ...about, verdict: 'chosen', bound: nothing, loss: nothing, chain: [] };
  const bound = inPeopleAndPoints(t.profit[seeker] + t.price[supporter] - score, numberValue);
  const kept = snapshot(t);
  const moves = watched(session, () => force(session, seeker, supporter));
  putBack(session, kept);
  const chain = chainOf(moves, { seeker, from: t.match[seeker], to: supporter });
  const loss = lossOf(market, chain);
  return { ...about, verdict: loss.people === 0 && loss.points === 0 ? 'as-good' : 'costs', bound, loss, chain };
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
  return found.sort((a, b) => a.loss.people - b.loss.people || a.loss.points - b.loss.points);
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

/** A loss counted with a value per person, as people and points. */
function inPeopleAndPoints(value: number, numberValue: number): Loss {
  if (numberValue === 0) return { people: 0, points: value };
  const people = Math.round(value / numberValue);
  return { people, points: value - people * numberValue };
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

/** Orders moves so that each one takes the place that the one before it was forced out of, where there is such a one. */
function chainOf(moves: Move[], forced: Move): Move[] {
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

function lossOf(market: Market, chain: readonly Move[]): Loss {
  const loss = { people: 0, points: 0 };
  for (const { seeker, from, to } of chain) {
    if (from >= 0) {
      loss.people++;
      loss.points += market.weight[positionOf(market, { seeker, supporter: from })];
    }
    if (to >= 0) {
      loss.people--;
      loss.points -= market.weight[positionOf(market, { seeker, supporter: to })];
    }
  }
  return loss;
}
