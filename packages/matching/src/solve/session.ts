import { checked, mostMatched } from '../instance/check.ts';
import type { Market } from '../instance/instance.ts';
import { MOST_TOTAL } from '../instance/limits.ts';
import { refuse } from '../instance/refused.ts';
import { scoreOf } from './greatest-number.ts';
import { liftNumber } from './lift-number.ts';
import { optimise } from './optimise.ts';
import { reachMost } from './serve-most.ts';
import { newTransport, seekerSide, supporterSide, type Transport } from './transport.ts';

/** How a session is opened. */
export interface SessionOptions {
  /** `lexi` (default): number first, then total. `weight`: the best total. */
  objective?: 'lexi' | 'weight';
  /** How many seekers may still arrive who are not in the market. */
  spareSeekers?: number;
  /** How many supporters may still arrive who are not in the market. */
  spareSupporters?: number;
  /** The highest score any pair will have. Default: the highest in the market. */
  highestScore?: number;
}

/** Somebody whose supporter changed; -1 stands for nobody. */
export interface Move {
  seeker: number;
  from: number;
  to: number;
}

/** A possible pair of somebody who arrives. */
export interface Candidate {
  /** The person on the other side. */
  who: number;
  score: number;
}

/**
 * A round that stays optimal while people come and go. Open one with `openSession`. Every event is one or a few
 * shortest path searches from the prices there are: usually microseconds, and exactly optimal again afterwards.
 */
export interface Session {
  readonly t: Transport;
  /** What serving one person counts for; 0 when only the total counts. Larger than any sum of scores on a path. */
  readonly numberValue: number;
  readonly highestScore: number;
  /** 1 for seekers in play: not away and not held. */
  readonly inPlay: Uint8Array;
  /** The supporter of each held seeker, or -1. */
  readonly held: Int32Array;
  /** How many held seekers each supporter has. */
  readonly heldBy: Int32Array;
  /** Memory left in each person's list. */
  readonly spare: { seekers: Int32Array; supporters: Int32Array };
  seekers: number;
  supporters: number;
  readonly mostSeekers: number;
  readonly mostSupporters: number;
}

/** Solves a market and keeps the prices, ready for people to come and go. */
export function openSession(market: Market, options: SessionOptions = {}): Session {
  checked(market);
  if (market.seekerCapacity) refuse('contradiction', 'a session takes seekers with one place each');
  const larger = withSpares(market, options.spareSeekers ?? 0, options.spareSupporters ?? 0);
  const highestScore = options.highestScore ?? market.weight.reduce((a, b) => Math.max(a, b), 0);
  const t = newTransport(larger, { places: larger.capacity.map((places) => Math.min(places, larger.seekers)) });
  const lexi = options.objective !== 'weight';
  optimise(t, lexi);
  const numberValue = lexi ? enoughFor(larger, highestScore) : 0;
  if (lexi) {
    reachMost(t);
    liftNumber(t, numberValue);
  }
  return sessionOver(t, market, { numberValue, highestScore });
}

/** What one person must count for so that no sum of scores on a path makes up for them. @throws InstanceRefused when `times` of it leave the exact range. */
export function enoughFor(market: Market, highestScore: number, times = 1): number {
  const enough = (mostMatchedEver(market) + 1) * (highestScore + 1) * 2;
  if (times * enough * 4 > MOST_TOTAL * 8) refuse('too-large', 'a session of this size leaves the exact range');
  return enough;
}

/** A session over a state that is solved already; memory that the market does not use is for people who may still arrive. */
export function sessionOver(t: Transport, market: Market, { numberValue, highestScore }: Pick<Session, 'numberValue' | 'highestScore'>): Session {
  const larger = t.market;
  seekerSide(t);
  supporterSide(t);
  return {
    t,
    numberValue,
    highestScore,
    inPlay: new Uint8Array(larger.seekers).fill(1, 0, market.seekers),
    held: new Int32Array(larger.seekers).fill(-1),
    heldBy: new Int32Array(larger.supporters),
    spare: { seekers: new Int32Array(larger.seekers), supporters: new Int32Array(larger.supporters) },
    seekers: market.seekers,
    supporters: market.supporters,
    mostSeekers: larger.seekers,
    mostSupporters: larger.supporters,
  };
}

/** What a session holds now: everybody's supporter, held pairs included, with number and total. */
export function standing(s: Session): { match: Int32Array; matched: number; total: number } {
  const match = s.t.match.map((j, i) => (s.held[i] >= 0 ? s.held[i] : j));
  let matched = 0;
  let total = 0;
  for (let i = 0; i < s.seekers; i++) {
    if (match[i] < 0) continue;
    matched++;
    total += scoreOf(seekerSide(s.t), i, match[i]);
  }
  return { match: match.slice(0, s.seekers), matched, total };
}

/** Runs an event and returns who moved, each once, with where they were before it. */
export function watched(s: Session, event: () => void): Move[] {
  const changes: number[] = [];
  s.t.changes = changes;
  event();
  s.t.changes = undefined;
  const before = new Map<number, number>();
  for (let k = 0; k < changes.length; k += 2) if (!before.has(changes[k])) before.set(changes[k], changes[k + 1]);
  const moves: Move[] = [];
  for (const [seeker, from] of before) if (s.t.match[seeker] !== from) moves.push({ seeker, from, to: s.t.match[seeker] });
  return moves;
}

function withSpares(market: Market, seekers: number, supporters: number): Market {
  const rowPtr = new Int32Array(market.seekers + seekers + 1).fill(market.col.length);
  rowPtr.set(market.rowPtr);
  const capacity = new Int32Array(market.supporters + supporters);
  capacity.set(market.capacity);
  return { ...market, seekers: market.seekers + seekers, supporters: market.supporters + supporters, rowPtr, capacity };
}

function mostMatchedEver(market: Market): number {
  return Math.max(market.seekers, mostMatched(market));
}
