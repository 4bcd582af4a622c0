import { expect, test } from 'vitest';
import type { Market } from '../instance/instance.ts';
import { seeded } from '../instance/lots.ts';
import { proposeRound } from './round.ts';
import { openSession, type Session, standing } from './session.ts';
import { hold, placesChange, release, seekerArrives, seekerLeaves, supporterArrives } from './session-events.ts';
import { anySmallMarket } from './testing/small-market.ts';

/** The world as the session should know it: candidates of everybody who is here, and places. */
interface World {
  here: (Map<number, number> | undefined)[];
  places: number[];
}

function worldOf(market: Market): World {
  const here = Array.from({ length: market.seekers }, (_, i) => {
    const row = new Map<number, number>();
    for (let e = market.rowPtr[i]; e < market.rowPtr[i + 1]; e++) row.set(market.col[e], market.weight[e]);
    return row;
  });
  return { here, places: Array.from(market.capacity) };
}

function marketOf({ here, places }: World): Market {
  const rowPtr = [0];
  const col: number[] = [];
  const weight: number[] = [];
  for (const row of here) {
    for (const [j, score] of row ?? []) {
      col.push(j);
      weight.push(score);
    }
    rowPtr.push(col.length);
  }
  return {
    seekers: here.length,
    supporters: places.length,
    capacity: Int32Array.from(places),
    rowPtr: Int32Array.from(rowPtr),
    col: Int32Array.from(col),
    weight: Int32Array.from(weight),
  };
}

function pairsHeld(session: Session): { seeker: number; supporter: number }[] {
  return Array.from(session.held.entries()).flatMap(([seeker, supporter]) => (supporter >= 0 ? [{ seeker, supporter }] : []));
}

test.each([31, 32])('ten thousand small worlds in two halves, drawn from %i: after every arrival, departure, hold and release the round is exactly optimal again', (seed) => {
  const draw = seeded(seed);
  const upTo = (most: number): number => Math.floor(draw() * (most + 1));
  for (let run = 0; run < 5000; run++) {
    const market = anySmallMarket(draw);
    const world = worldOf(market);
    const objective = draw() < 0.5 ? 'lexi' : 'weight';
    const session = openSession(market, { objective, spareSeekers: 6, spareSupporters: 4, highestScore: 2 ** 31 - 1 });
    const candidates = (others: number): { who: number; score: number }[] =>
      Array.from({ length: others }, (_, who) => ({ who, score: upTo([1, 5, 1000][upTo(2)] ?? 1) })).filter(() => draw() < 0.6);
    for (let event = 0; event < 8; event++) {
      const before = standing(session).match;
      const held = pairsHeld(session);
      const what = upTo(6);
      const i = upTo(world.here.length - 1);
      let moves: { seeker: number; from: number; to: number }[] | undefined;
      if (what === 0 && session.seekers < session.mostSeekers) {
        const row = candidates(world.places.length);
        moves = seekerArrives(session, row).moves;
        world.here.push(new Map(row.map(({ who, score }) => [who, score])));
      } else if (what === 1 && world.here[i]) {
        moves = seekerLeaves(session, i);
        world.here[i] = undefined;
      } else if (what === 2 && world.here.length > 0 && !world.here[i]) {
        const row = candidates(world.places.length);
        moves = seekerArrives(session, row, i).moves;
        world.here[i] = new Map(row.map(({ who, score }) => [who, score]));
      } else if (what === 3 && world.places.length > 0) {
        const j = upTo(world.places.length - 1);
        const places = held.filter((pair) => pair.supporter === j).length + upTo(2);
        moves = placesChange(session, j, places);
        world.places[j] = places;
      } else if (what === 4 && session.supporters < session.mostSupporters) {
        const row = candidates(world.here.length).filter(({ who }) => world.here[who] && session.held[who] < 0);
        const places = upTo(2);
        const arrived = supporterArrives(session, row, places);
        moves = arrived.moves;
        world.places.push(places);
        for (const { who, score } of row) world.here[who]?.set(arrived.supporter, score);
      } else if (what === 5 && world.here[i] && session.inPlay[i] === 1 && session.t.match[i] >= 0) hold(session, i);
      else if (what === 6 && session.held[i] >= 0) moves = release(session, i);
      const now = standing(session);
      const best = proposeRound(marketOf(world), { objective, locked: pairsHeld(session) });
      if (objective === 'lexi')
        expect([now.matched, now.total], `run ${run}, event ${event}, kind ${what}`).toEqual([best.matched, best.total]);
      else expect(now.total, `run ${run}, event ${event}, kind ${what}`).toBe(best.total);
      for (const { seeker, supporter } of held) if (session.held[seeker] >= 0) expect(now.match[seeker]).toBe(supporter);
      if (moves) {
        const told = before.slice();
        for (const { seeker, from, to } of moves) {
          if (seeker < told.length && session.held[seeker] < 0 && what !== 6) expect(told[seeker]).toBe(from);
          if (seeker < told.length) told[seeker] = to;
        }
        if (what !== 1 && what !== 6) expect(told).toEqual(now.match.slice(0, told.length));
      }
    }
  }
});
