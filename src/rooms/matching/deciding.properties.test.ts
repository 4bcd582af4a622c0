import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Outcome } from '../../platform/outcome.ts';
import type { Scene } from '../../platform/scene.ts';
import { cohortPlan, fillCohort } from '../../testing/cohort.ts';
import { type Town, testTown } from '../../testing/town.ts';
import { pauseSupporting, resumeSupporting } from '../intake/index.ts';
import { answerProposal } from './answer-proposal.ts';
import { askForRound } from './ask-for-round.ts';
import { decideRound } from './decide-round.ts';
import { holdPair } from './hold-pair.ts';
import { workRounds } from './making/work-rounds.ts';
import { withdrawProposal } from './propose-match.ts';
import { roundOf } from './round-of.ts';

let town: Town;
let db: pg.Client;
let cohort: { requests: string[]; supporters: string[] };
beforeAll(async () => {
  town = await testTown();
  db = new pg.Client({ ...town.db.server });
  await db.connect();
  cohort = await fillCohort(db, await town.inside((inside) => cohortPlan(inside, town.programme.id)), { seekers: 70, supporters: 14, most: 4 });
});
afterAll(() => db.end());

function pick<T>(list: readonly T[], at: number): T | undefined {
  return list[at % Math.max(1, list.length)];
}

/** Every proposal that lives, by id, with its two. */
async function livePairs(): Promise<ReadonlyMap<string, string>> {
  const rows = await town.db.owner.selectFrom('proposal').select(['id', 'request_id', 'supporter_id']).where('ended_at', 'is', null).orderBy('id').execute();
  return new Map(rows.map((row) => [row.id, `${row.request_id} ${row.supporter_id}`]));
}

async function walking(): Promise<ReadonlyMap<string, string>> {
  const rows = await town.db.owner.selectFrom('relationship').select(['id', 'seeker_id', 'supporter_id']).execute();
  return new Map(rows.map((row) => [row.id, `${row.seeker_id} ${row.supporter_id}`]));
}

async function newRound(): Promise<string> {
  const asked: Outcome<{ round: string }, string> = await askForRound(await town.as('Chidi'), { programme: town.programme.id });
  if (asked.kind !== 'done') throw new Error(JSON.stringify(asked));
  await workRounds(town.house, town.org);
  return asked.value.round;
}

/** One thing that happens; it gives the proposals that it may have ended. */
type Step = (rounds: readonly string[], who: number, more: number) => Promise<readonly string[]>;

const scenes = new Map<string, Promise<{ scene: Scene }>>();

/** Whoever's turn it is answers, in a session of their own. */
const answers = (answer: 'yes' | 'no'): Step => async (_, who) => {
  const proposal = pick([...(await livePairs()).keys()], who);
  if (proposal === undefined) return [];
  const found = await town.db.owner.selectFrom('proposal').select(['supporter_person', 'seeker_person', 'supporter_said']).where('id', '=', proposal).executeTakeFirstOrThrow();
  const person = found.supporter_said === null ? found.supporter_person : found.seeker_person;
  scenes.set(person, scenes.get(person) ?? town.session(person));
  const mine = await scenes.get(person);
  if (mine !== undefined) await answerProposal(mine.scene, { proposal, answer });
  return [proposal];
};

const steps: Readonly<Record<string, Step>> = {
  async decides(rounds, who, more) {
    // From the latest or an older one: what is given there too counts.
    const round = pick(rounds, who) ?? '';
    const scene = await town.as(who % 2 === 0 ? 'Chidi' : 'Dalia');
    const { lines } = await roundOf(scene, { round, limit: 200 });
    const all = lines.filter(({ kind }) => kind === 'chosen' || kind === 'held').map(({ request }) => request);
    await decideRound(scene, { round, requests: all.filter((_, at) => (at + who) % (1 + (more % 3)) === 0).slice(0, 12).concat(all.slice(0, 1)), why: 'They fit.' });
    return [];
  },
  'says yes': answers('yes'),
  'says no': answers('no'),
  async 'is taken back'(_, who) {
    const proposal = pick([...(await livePairs()).keys()], who);
    if (proposal === undefined) return [];
    await withdrawProposal(await town.as('Dalia'), { proposal });
    return [proposal];
  },
  async 'request goes'(_, who) {
    // As the seeker's own act does to the row; what lives of theirs stays with the people it was made for.
    await town.db.owner.updateTable('support_request').set({ withdrawn_at: town.clock.now() }).where('id', '=', pick(cohort.requests, who) ?? '').where('matched_at', 'is', null).execute();
    return [];
  },
  async pauses(_, who, more) {
    const supporter = pick(cohort.supporters, who) ?? '';
    await (more % 3 === 0 ? pauseSupporting(await town.as('Chidi'), { supporter, until: '' }) : resumeSupporting(await town.as('Chidi'), { supporter }));
    return [];
  },
  async holds(_, who, more) {
    await holdPair(await town.as('Chidi'), { request: pick(cohort.requests, who) ?? '', supporter: pick(cohort.supporters, more) ?? '', kind: more % 2 === 0 ? 'together' : 'apart', reason: '' });
    return [];
  },
};

/** Somebody takes fewer people from now on, never fewer than they have: rounds made before gave them more. */
async function takesFewer(who: number): Promise<void> {
  await db.query(`update supporter set capacity = greatest(1, least(capacity, (select supporter.running + count(*)::int from proposal where supporter_id = supporter.id and ended_at is null) + 1)) where id = $1
    and capacity > running + (select count(*) from proposal where supporter_id = supporter.id and ended_at is null)`, [pick(cohort.supporters, who)]);
}

/** Nobody has more than they said, and nobody has two. */
async function placesHold(): Promise<void> {
  const full = await town.db.owner
    .selectFrom('supporter').leftJoin('proposal', (join) => join.onRef('proposal.supporter_id', '=', 'supporter.id').on('proposal.ended_at', 'is', null))
    .select((e) => ['supporter.id', 'supporter.capacity', 'supporter.running', e.fn.count<string>('proposal.id').as('live')]).groupBy(['supporter.id', 'supporter.capacity', 'supporter.running']).execute();
  for (const one of full) expect(one.running + Number(one.live)).toBeLessThanOrEqual(one.capacity);
  const live = [...(await livePairs()).values()].map((pair) => pair.split(' ')[0]);
  expect(new Set(live).size).toBe(live.length);
}

test('However decisions, answers, withdrawals and holds interleave: no place is given twice, and what is announced or running never moves', async () => {
  const rounds = [await newRound()];
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(fc.tuple(fc.constantFrom('decides', 'says yes', 'says yes', ...Object.keys(steps)), fc.nat(500), fc.nat(500)), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }), async (happens) => {
      for (const atOnce of happens) {
        await takesFewer(atOnce.length + (atOnce[0]?.[1] ?? 0));
        const [before, walked] = [await livePairs(), await walking()];
        const ended = new Set((await Promise.all(atOnce.map(([what, who, more]) => steps[what]?.(rounds, who, more) ?? []))).flat());
        const [after, walk] = [await livePairs(), await walking()];
        for (const [proposal, pair] of before) if (!ended.has(proposal) || after.has(proposal)) expect(after.get(proposal)).toBe(pair);
        for (const [relationship, pair] of walked) expect(walk.get(relationship)).toBe(pair);
        await placesHold();
      }
      if ((runs += 1) % 6 !== 0) return;
      // The next round leaves everything announced where it is, and gives only places that are left.
      const round = await newRound();
      rounds.push(round);
      const { lines } = await roundOf(await town.as('Chidi'), { round, limit: 200 });
      const announced = new Set(lines.filter(({ kind }) => kind === 'live').map(({ request, supporter }) => `${request} ${supporter}`));
      const waiting = new Set((await town.db.owner.selectFrom('support_request').select('id').where('withdrawn_at', 'is', null).where('matched_at', 'is', null).execute()).map(({ id }) => id));
      for (const pair of (await livePairs()).values()) if (waiting.has(pair.split(' ')[0] ?? '')) expect(announced).toContain(pair);
      const rows = await town.db.owner.selectFrom('supporter').select(['id', 'capacity', 'running']).execute();
      for (const { id, capacity, running } of rows) expect(running + lines.filter(({ supporter }) => supporter === id).length).toBeLessThanOrEqual(capacity);
    }),
    { numRuns: 24 },
  );
  const began = await walking();
  expect(began.size).toBeGreaterThan(0);
});
