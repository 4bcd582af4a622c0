// One arrives, one leaves: time and moves per event, exactly optimal after each. usage: node bench/matching/events.ts [s10k,a10k,b10k] [EVENTS]
import { readFileSync } from 'node:fs';
import { seeded } from '../../packages/matching/src/instance/lots.ts';
import { readInstance } from '../../packages/matching/src/instance/read.ts';
import { type Objective, proposeRound } from '../../packages/matching/src/solve/round.ts';
import { openSession, type Session, standing } from '../../packages/matching/src/solve/session.ts';
import { placesChange, seekerLeaves, seekerReturns } from '../../packages/matching/src/solve/session-events.ts';
import { instanceFile } from './instances.ts';

const [which = 's10k,a10k,b10k', count = '4000'] = process.argv.slice(2);

for (const name of which.split(',')) {
  const prefix = instanceFile(name);
  const { market } = readInstance(JSON.parse(readFileSync(`${prefix}.json`, 'utf8')), readFileSync(`${prefix}.bin`));
  for (const objective of ['lexi', 'weight'] as const satisfies readonly Objective[]) {
    const session = openSession(market, { objective });
    const draw = seeded(99);
    const pick = (most: number): number => Math.floor(draw() * most);
    for (let k = 0; k < market.seekers / 10; k++) away(session, pick(market.seekers));
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
    console.log(
      `${name} ${objective}: ${(moved / Number(count)).toFixed(1)} seekers change per event; exact: ${exact(session, objective) ? 'yes' : 'NO'}`,
    );
    for (const [event, times] of micros)
      console.log(
        `  ${event.padEnd(18)} ${String(times.length).padStart(5)} events  p50 ${quantile(times, 0.5)} µs  p99 ${quantile(times, 0.99)} µs  longest ${quantile(times, 1)} µs`,
      );
  }

  function away(session: Session, i: number): void {
    if (session.inPlay[i] === 1) seekerLeaves(session, i);
  }

  /** Solves the market as it is now from nothing and compares. */
  function exact(session: Session, objective: 'lexi' | 'weight'): boolean {
    const here = { ...market, capacity: session.t.capacity.map((places, j) => Math.min(places, market.capacity[j] ?? 0)) };
    const rowPtr = [0];
    const pairs: number[] = [];
    for (let i = 0; i < market.seekers; i++) {
      if (session.inPlay[i] === 1) for (let e = market.rowPtr[i] ?? 0; e < (market.rowPtr[i + 1] ?? 0); e++) pairs.push(e);
      rowPtr.push(pairs.length);
    }
    const fresh = proposeRound(
      {
        seekers: here.seekers,
        supporters: here.supporters,
        capacity: here.capacity,
        rowPtr: Int32Array.from(rowPtr),
        col: Int32Array.from(pairs, (e) => market.col[e] ?? 0),
        weight: Int32Array.from(pairs, (e) => market.weight[e] ?? 0),
      },
      { objective },
    );
    const now = standing(session);
    return now.total === fresh.total && (objective === 'weight' || now.matched === fresh.matched);
  }
}

function quantile(times: number[], share: number): string {
  const sorted = [...times].sort((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1);
}
