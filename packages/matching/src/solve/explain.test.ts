import { expect, test } from 'vitest';
import { generate, USUAL } from '../instance/generated/generate.ts';
import { seeded } from '../instance/lots.ts';
import { onlyPairs } from '../instance/repeats.ts';
import { explainPair, openExplainer } from './explain.ts';
import { forcePair } from './force-pair.ts';
import { proposeRound } from './round.ts';
import { standing } from './session.ts';
import { bestValue, better, summaryOf, type Value } from './testing/enumerate.ts';
import { anySmallMarket } from './testing/small-market.ts';
import type { Market } from '../instance/instance.ts';

/** Forces random pairs and solves again from nothing: the stated loss must be the real one. */
function restated(market: Market, objective: 'lexi' | 'weight', pairs: number, draw: () => number): void {
  const explainer = openExplainer(market, { objective });
  const best = proposeRound(market, { objective });
  for (let k = 0; k < pairs; k++) {
    const seeker = Math.floor(draw() * market.seekers);
    const row = market.col.subarray(market.rowPtr[seeker], market.rowPtr[seeker + 1]).filter((j) => market.capacity[j] > 0);
    if (row.length === 0) continue;
    const supporter = row[Math.floor(draw() * row.length)];
    const said = explainPair(explainer, seeker, supporter);
    const forced = proposeRound(market, { objective, locked: [{ seeker, supporter }] });
    const people = best.matched - forced.matched;
    const points = best.total - forced.total;
    if (objective === 'lexi') expect(said.loss).toEqual({ people, standing: 0, points });
    else expect(said.loss.points).toBe(points);
    const aboveBound =
      objective === 'weight'
        ? points >= said.bound.points
        : people > said.bound.people || (people === said.bound.people && points >= said.bound.points);
    expect(aboveBound).toBe(true);
    expect(said.chain.every((move) => move.from !== move.to)).toBe(true);
  }
  const after = standing(explainer.session);
  expect(objective === 'lexi' ? [after.matched, after.total] : after.total).toEqual(
    objective === 'lexi' ? [best.matched, best.total] : best.total,
  );
}

test('a thousand random pairs of a balanced cohort lose exactly what was stated', () => {
  const market = generate({ ...USUAL, seekers: 300, supporters: 100 });
  restated(market, 'lexi', 700, seeded(21));
  restated(market, 'weight', 300, seeded(22));
});

test('ten thousand small markets state the exact loss of forced pairs, ties and empty lists included', () => {
  const draw = seeded(23);
  for (let run = 0; run < 10_000; run++) {
    const market = anySmallMarket(draw);
    if (market.seekers > 0) restated(market, draw() < 0.5 ? 'lexi' : 'weight', 2, draw);
  }
});

test('fifteen hundred small rounds with waiting classes state the exact loss of every forced pair: people, then who they are, then points', () => {
  const draw = seeded(25);
  for (let run = 0; run < 1500; run++) {
    const market = anySmallMarket(draw), classes = 1 + Math.floor(draw() * 4);
    const priority = Int32Array.from({ length: market.seekers }, () => Math.floor(draw() * classes));
    const standingOf = (match: Int32Array) => match.reduce((sum, j, i) => sum + (j >= 0 ? Math.max(...priority) - priority[i] : 0), 0);
    const locked = Array.from(proposeRound(market).match, (supporter, seeker) => ({ seeker, supporter })).filter(({ supporter }) => supporter >= 0 && draw() < 0.1);
    const explainer = openExplainer(market, { priority, locked }), best = proposeRound(market, { objective: 'lexi', priority, locked });
    for (let seeker = 0; seeker < market.seekers; seeker++) {
      if (locked.some((pair) => pair.seeker === seeker)) continue;
      for (const supporter of market.col.subarray(market.rowPtr[seeker], market.rowPtr[seeker + 1])) {
        if (explainer.open.capacity[supporter] === 0) continue;
        const { loss, bound, verdict } = explainPair(explainer, seeker, supporter);
        const forced = proposeRound(market, { objective: 'lexi', priority, locked: [...locked, { seeker, supporter }] });
        const real = { people: best.matched - forced.matched, standing: standingOf(best.match) - standingOf(forced.match), points: best.total - forced.total };
        expect(loss, `run ${run}, ${seeker}:${supporter}`).toEqual(real);
        expect(better([bound.people, bound.standing, bound.points], [real.people, real.standing, real.points])).toBe(false);
        if (verdict !== 'chosen') expect(verdict).toBe(Object.values(real).every((lost) => lost === 0) ? 'as-good' : 'costs');
      }
    }
    expect(standing(explainer.session).matched + locked.length).toBe(best.matched);
  }
});

test('what forcing a pair costs a round with a raised worst pair is what the best of all answers with that pair costs, waiting classes included', () => {
  const draw = seeded(26);
  for (let run = 0; run < 600; run++) {
    const market = anySmallMarket(draw), priority = draw() < 0.5 ? undefined : Int32Array.from({ length: market.seekers }, () => Math.floor(draw() * 2));
    const { match } = proposeRound(market, { objective: 'worst', ...(priority && { priority }) });
    const valueOf = (answer: ArrayLike<number>): Value => {
      const { matched, worst, total } = summaryOf(market, answer);
      return [matched, Array.from(answer).filter((j, i) => j >= 0 && priority?.[i] === 0).length, Number.isFinite(worst) ? worst : 0, total];
    };
    const now = valueOf(match);
    for (let seeker = 0; seeker < market.seekers; seeker++) {
      for (const supporter of market.col.subarray(market.rowPtr[seeker], market.rowPtr[seeker + 1])) {
        if (market.capacity[supporter] === 0 || match[seeker] === supporter) continue;
        const best = bestValue(market, (answer) => (answer[seeker] === supporter ? valueOf(answer) : [-1]));
        const { loss, verdict, chain } = forcePair(market, match, seeker, supporter, priority);
        const classes = priority?.includes(1) === true;
        expect([loss.people, loss.standing, loss.worst, loss.points], `run ${run}, ${seeker}:${supporter}`).toEqual(now.map((value, k) => (k === 1 && !classes ? 0 : value - best[k])));
        expect(verdict).toBe(better(now, best) ? 'costs' : 'as-good');
        expect(chain[0]).toEqual({ seeker, from: match[seeker], to: supporter });
      }
    }
  }
});

test('the chain tells who would move: from the forced pair to the end of the path', () => {
  const market = {
    seekers: 3,
    supporters: 3,
    capacity: Int32Array.of(1, 1, 1),
    rowPtr: Int32Array.of(0, 2, 4, 6),
    col: Int32Array.of(0, 1, 1, 2, 2, 0),
    weight: Int32Array.of(9, 8, 9, 7, 9, 1),
  };
  const said = explainPair(openExplainer(market), 0, 1);
  expect(said).toMatchObject({ verdict: 'costs', score: 8, loss: { people: 0, standing: 0, points: 11 } });
  expect(said.chain).toEqual([
    { seeker: 0, from: 0, to: 1 },
    { seeker: 1, from: 1, to: 2 },
    { seeker: 2, from: 2, to: 0 },
  ]);
});

test('a round with locked pairs and a raised worst pair is explained as it is', () => {
  const draw = seeded(24);
  for (let run = 0; run < 1000; run++) {
    const market = anySmallMarket(draw);
    const first = proposeRound(market);
    const locked = Array.from(first.match, (supporter, seeker) => ({ seeker, supporter })).filter(
      ({ supporter }) => supporter >= 0 && draw() < 0.3,
    );
    const round = proposeRound(market, { locked });
    const explainer = openExplainer(market, { locked, leastScore: round.worst ?? 0 });
    for (let seeker = 0; seeker < market.seekers; seeker++) {
      const fixed = locked.some((pair) => pair.seeker === seeker);
      for (let e = market.rowPtr[seeker]; e < market.rowPtr[seeker + 1]; e++) {
        const supporter = market.col[e];
        if (fixed || explainer.open.capacity[supporter] === 0) {
          expect(() => explainPair(explainer, seeker, supporter)).toThrow();
          continue;
        }
        const said = explainPair(explainer, seeker, supporter);
        const kept = Uint8Array.from(market.weight, (score, pair) =>
          score >= (round.worst ?? 0) || pair === e || locked.some((held) => isPair(market, pair, held)) ? 1 : 0,
        );
        const forced = proposeRound(onlyPairs(market, kept), { objective: 'lexi', locked: [...locked, { seeker, supporter }] });
        expect(said.loss).toEqual({ people: round.matched - forced.matched, standing: 0, points: round.total - forced.total });
      }
    }
  }
});

function isPair(market: Market, pair: number, { seeker, supporter }: { seeker: number; supporter: number }): boolean {
  return market.col[pair] === supporter && pair >= market.rowPtr[seeker] && pair < market.rowPtr[seeker + 1];
}
