// One arrives, one leaves: time and moves per event, exactly optimal after each. usage: node bench/matching/events.ts [s10k] [EVENTS]
// Number, then total. One JSON line: microseconds by kind of event, and whether the round is the best one after all of them.
import { readFileSync } from 'node:fs';
import { seeded } from '../../packages/matching/src/instance/lots.ts';
import { readInstance } from '../../packages/matching/src/instance/read.ts';
import { proposeRound } from '../../packages/matching/src/solve/round.ts';
import { openSession, standing } from '../../packages/matching/src/solve/session.ts';
import { placesChange, seekerLeaves, seekerReturns } from '../../packages/matching/src/solve/session-events.ts';
import { quantile } from './floor.ts';
import { instanceFile } from './instances.ts';

const [name = 's10k', count = '4000'] = process.argv.slice(2);
const prefix = instanceFile(name);
const { market } = readInstance(JSON.parse(readFileSync(`${prefix}.json`, 'utf8')), readFileSync(`${prefix}.bin`));
const session = openSession(market, { objective: 'lexi' });
const draw = seeded(99);
const pick = (most: number): number => Math.floor(draw() * most);
for (let k = 0; k < market.seekers / 10; k++) {
  const i = pick(market.seekers);
  if (session.inPlay[i] === 1) seekerLeaves(session, i);
}
const micros = new Map<string, number[]>();
let moved = 0;
for (let k = 0; k < Number(count); k++) {
  const i = pick(market.seekers);
  const j = pick(market.supporters);
  const seeker = draw() < 0.85;
  const event = seeker
    ? session.inPlay[i] === 1
      ? 'seeker leaves'
      : 'seeker arrives'
    : (session.t.capacity[j] ?? 0) > 0
      ? 'supporter leaves'
      : 'supporter arrives';
  const from = performance.now();
  const moves =
    event === 'seeker leaves'
      ? seekerLeaves(session, i)
      : event === 'seeker arrives'
        ? seekerReturns(session, i)
        : placesChange(session, j, event === 'supporter leaves' ? 0 : (market.capacity[j] ?? 0));
  const took = (performance.now() - from) * 1000;
  micros.set(event, [...(micros.get(event) ?? []), took]);
  moved += moves.length;
}
const told = (times: readonly number[]) => ({ events: times.length, p50: tenth(quantile(times, 0.5)), p99: tenth(quantile(times, 0.99)), longest: tenth(quantile(times, 1)) });
console.log(JSON.stringify({ exact: exact(), moved: tenth(moved / Number(count)), all: told([...micros.values()].flat()), kinds: Object.fromEntries([...micros].map(([event, times]) => [event, told(times)])) }));

/** Solves the market as it is now from nothing and compares. */
function exact(): boolean {
  const capacity = session.t.capacity.map((places, j) => Math.min(places, market.capacity[j] ?? 0));
  const rowPtr = [0];
  const pairs: number[] = [];
  for (let i = 0; i < market.seekers; i++) {
    if (session.inPlay[i] === 1) for (let e = market.rowPtr[i] ?? 0; e < (market.rowPtr[i + 1] ?? 0); e++) pairs.push(e);
    rowPtr.push(pairs.length);
  }
  const fresh = proposeRound({
    seekers: market.seekers,
    supporters: market.supporters,
    capacity,
    rowPtr: Int32Array.from(rowPtr),
    col: Int32Array.from(pairs, (e) => market.col[e] ?? 0),
    weight: Int32Array.from(pairs, (e) => market.weight[e] ?? 0),
  }, { objective: 'lexi' });
  const now = standing(session);
  return now.total === fresh.total && now.matched === fresh.matched;
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
