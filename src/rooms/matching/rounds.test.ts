import pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Outcome } from '../../platform/outcome.ts';
import { fillCohort } from '../../testing/cohort.ts';
import { type Town, testTown } from '../../testing/town.ts';
import { keepApart } from '../safety/index.ts';
import { askForRound } from './ask-for-round.ts';
import { compareSupporters } from './compare-supporters.ts';
import { decideRound, setRoundAside } from './decide-round.ts';
import { pairOfRound, seekerOfRound } from './explain-round.ts';
import { holdPair, holdsOf, releasePair } from './hold-pair.ts';
import { workRounds } from './making/work-rounds.ts';
import { fairness, recruitment, wouldSwap } from './reports.ts';
import { roundOf } from './round-of.ts';
import { roundsOf } from './rounds.ts';
import { leaveRounds, sweepRounds } from './sweep-rounds.ts';

let town: Town;
let cohort: { requests: string[]; supporters: string[] };
beforeAll(async () => {
  town = await testTown();
  const db = new pg.Client({ ...town.db.server });
  await db.connect();
  cohort = await town.inside((inside) => fillCohort(db, inside, town.programme.id, { seekers: 300, supporters: 90 }));
  await db.end();
});

/** The value of an outcome that must have happened. */
function value<V>(outcome: Outcome<V, string>): V {
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome.value;
}

const programme = () => town.programme.id;

/** Asks for a round and has it made. */
async function round(weights: Record<string, number> = {}): Promise<string> {
  const { round: id } = value(await askForRound(await town.as('Chidi'), { programme: programme(), weights }));
  await workRounds(town.house, town.org);
  return id;
}

const linesOf = async (id: string) => (await roundOf(await town.as('Chidi'), { round: id, limit: 200 })).lines.concat((await roundOf(await town.as('Chidi'), { round: id, limit: 200, after: 199 })).lines);
const pairsIn = async (id: string) => (await linesOf(id)).map(({ request, supporter }) => [request, supporter] as const);

describe('a round for a whole programme', () => {
  let first: string;
  test('Three hundred people are matched in a thread, proved, with points that add up and a reason for whoever has nobody', async () => {
    const chidi = await town.as('Chidi');
    first = await round();
    const seen = await roundOf(chidi, { round: first });
    expect(seen).toMatchObject({ state: 'ready', fraction: 1, trial: false, askedBy: 'Chidi', inputsHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(seen.figures).toMatchObject({ seekers: 300, supporters: 90, proof: { proved: true, violations: 0 } });
    expect(seen.figures?.matched).toBeGreaterThan(80);
    const lines = await linesOf(first);
    expect(lines).toHaveLength(300);
    for (const line of lines) {
      if (line.kind === 'chosen') expect(line.reasons.reduce((sum, { points }) => sum + points, 0)).toBe(line.score);
      else expect(line.removed.length).toBeGreaterThan(0);
    }
    expect(lines.reduce((sum, { score, bonus }) => sum + (score ?? 0) + bonus, 0)).toBe(seen.figures?.total);
  });

  test('The same people give the same hash and the same answer, and a round after it changes nothing', async () => {
    const [second, third] = [await round(), await round()];
    expect(await pairsIn(second)).toEqual(await pairsIn(first));
    expect(await pairsIn(third)).toEqual(await pairsIn(second));
    const chidi = await town.as('Chidi');
    const [b, c] = [await roundOf(chidi, { round: second }), await roundOf(chidi, { round: third })];
    expect(c.inputsHash).toBe(b.inputsHash);
    expect(c.figures?.change).toMatchObject({ new: 0, moved: 0, noLonger: 0, left: 0, same: c.figures?.matched });
  });
});
