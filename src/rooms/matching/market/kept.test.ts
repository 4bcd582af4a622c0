import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Inside } from '../../../platform/inside.ts';
import { cohortPlan, fillCohort } from '../../../testing/cohort.ts';
import { type Town, testTown } from '../../../testing/town.ts';
import { keepAnswer, pauseSupporting, resumeSupporting, standingOf } from '../../intake/index.ts';
import { keepApart } from '../../safety/index.ts';
import { holdPair } from '../hold-pair.ts';
import { askedRequest } from '../people.ts';
import { proposeMatch, withdrawProposal } from '../propose-match.ts';
import { fairMost } from '../rules.ts';
import { suggestions } from '../suggestions.ts';
import { keptSupporters } from './kept-supporters.ts';
import { indexOf } from './make-index.ts';
import { rankedAll, rankedKept } from './ranked-kept.ts';
import type { SupporterRead } from './supporter-now.ts';
import { everySupporterRead } from './supporter-rows.ts';
import { wouldChange, wouldChangeAll } from './would-change.ts';

let town: Town;
let cohort: { requests: string[]; supporters: string[] };
let db: pg.Client;
beforeAll(async () => {
  town = await testTown();
  db = new pg.Client({ ...town.db.server });
  await db.connect();
  cohort = await fillCohort(db, await town.inside((inside) => cohortPlan(inside, town.programme.id)), { seekers: 60, supporters: 120 });
});
afterAll(() => db.end());

const pick = <T>(list: readonly T[], at: number): T => {
  const one = list[at % list.length];
  if (one === undefined) throw new Error('Nobody is there.');
  return one;
};
const supporter = (at: number) => pick(cohort.supporters, at);
const request = (at: number) => pick(cohort.requests, at);
const personOf = async (id: string) => (await town.inside((inside) => standingOf(inside, id))).person;

/** Both answers to the same question at the same moment: who is suggested, and what would have to change. */
async function both(at: number, limit: number, weights: readonly number[]) {
  return town.inside(async (inside) => {
    const asked = await askedRequest(inside, request(at));
    const tried = { ...asked, criteria: asked.criteria.map((one, place) => (one.strength === 'soft' && weights.length > 0 ? { ...one, weight: weights[place % weights.length] ?? 0 } : one)) };
    const kept = { ranked: await rankedKept(inside, tried, limit, 300), would: await wouldChange(inside, tried) };
    return [kept, { ranked: await rankedAll(inside, tried, limit, 300), would: await wouldChangeAll(inside, tried) }] as const;
  });
}

/** What happens in a programme, small and at random. Numbers choose who. */
const changes: Readonly<Record<string, (who: number, more: number) => Promise<unknown>>> = {
  pause: async (who, more) => pauseSupporting(await town.as('Chidi'), { supporter: supporter(who), until: more % 2 === 0 ? '' : new Date(town.clock.now().getTime() + (1 + (more % 4)) * 86_400_000).toISOString().slice(0, 10) }),
  resume: async (who) => resumeSupporting(await town.as('Chidi'), { supporter: supporter(who) }),
  capacity: (who, more) => db.query('update supporter set capacity = $2 where id = $1', [supporter(who), more % 4]),
  ends: (who) => db.query('update supporter set ended_at = $2 where id = $1', [supporter(who), town.clock.now()]),
  back: (who) => db.query('update supporter set ended_at = null where id = $1', [supporter(who)]),
  languages: (who, more) => town.inside(async (inside: Inside) => {
    const standing = await standingOf(inside, supporter(who));
    await keepAnswer(inside, { id: standing.sheet, person: standing.person }, 'languages', { coded: { chosen: more % 2 === 0 ? ['fr', 'pl'] : ['en'] }, written: {} });
  }),
  'skips an answer': (who) => db.query(`update answer set skipped = true from supporter s where s.id = $1 and answer.sheet_id = s.sheet_id and question_id = 'times'`, [supporter(who)]),
  'training lapses': (who, more) => db.query(`update training_record set expires_on = $2::date + $3::int from supporter s where s.id = $1 and training_record.person_id = s.person_id`, [supporter(who), town.clock.now(), more % 5]),
  'takes the yes back': (who, more) => db.query(`update consent set withdrawn_at = $2 from supporter s where s.id = $1 and consent.person_id = s.person_id`, [supporter(who), more % 2 === 0 ? town.clock.now() : null]),
  apart: async (who, more) => {
    const { rows } = await db.query<{ person_id: string }>('select person_id from support_request where id = $1', [request(more)]);
    return keepApart(await town.as('Chidi'), { programme: town.programme.id, one: rows[0]?.person_id ?? '', other: await personOf(supporter(who)) });
  },
  hold: async (who, more) => holdPair(await town.as('Chidi'), { request: request(more), supporter: supporter(who), kind: 'apart', reason: 'They asked.' }),
  proposes: async (_, more) => {
    const chidi = await town.as('Chidi');
    const first = (await suggestions(chidi, { request: request(more) })).chosen[0];
    if (first !== undefined) await proposeMatch(chidi, { request: request(more), supporter: first.supporter });
  },
  'proposed often': (who, more) => db.query(
    `insert into proposal (org_id, id, programme_id, request_id, supporter_id, seeker_person, supporter_person, place, proposed_by, engine_version, reasons, proposed_at, expires_at, ended_at, ended_how)
     select s.org_id, gen_random_uuid(), s.programme_id, r.id, s.id, r.person_id, s.person_id, 1, s.person_id, 'x', '{}', $3, $3, $3, 'withdrawn' from supporter s, support_request r, generate_series(1, 4) where s.id = $1 and r.id = $2`,
    [supporter(who), request(more), town.clock.now()],
  ),
  'time passes': async (_, more) => town.clock.moveBy((more % 40) * 3_600_000),
};

test('The same few do not stand first on every list: who was put forward often lately comes after the others, is not lost, and leads again four weeks later', async () => {
  const chidi = await town.as('Chidi');
  let asked = '';
  const look = async (limit = 50) => (await suggestions(chidi, { request: asked, limit })).chosen;
  for (asked of cohort.requests) if ((await look()).length >= 6) break;
  const [leading] = await look();
  if (leading === undefined) throw new Error('Nobody is possible.');
  const first: string[] = [];
  for (let turn = 0; turn < 10; turn += 1) {
    const [best] = await look(1);
    if (best === undefined) throw new Error('Nobody is possible any more.');
    first.push(best.supporter);
    const made = await proposeMatch(chidi, { request: asked, supporter: best.supporter });
    if (made.kind !== 'done') throw new Error(JSON.stringify(made));
    await withdrawProposal(chidi, { proposal: made.value.proposal });
  }
  expect(first.slice(0, 4)).toEqual([leading.supporter, leading.supporter, leading.supporter, expect.not.stringMatching(leading.supporter)]);
  for (const one of first) expect(first.filter((other) => other === one).length).toBeLessThanOrEqual(fairMost(first.length, cohort.supporters.length));
  const all = await look();
  const behind = all.filter(({ heldBack }) => heldBack).map(({ supporter: one }) => one);
  expect(behind).toContain(leading.supporter);
  expect(all.slice(-behind.length).map(({ supporter: one }) => one)).toEqual(behind);
  town.clock.moveBy(29 * 86_400_000);
  expect((await look(1))[0]?.supporter).toBe(leading.supporter);
});

test('Kept supporters answer as if everybody were read again, whatever changed meanwhile', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom(...Object.keys(changes)), fc.nat(200), fc.nat(200)), { maxLength: 6 }), fc.nat(60), fc.integer({ min: 1, max: 30 }),
      fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 4 }),
      async (happened, at, limit, weights) => {
        for (const [what, who, more] of happened) await changes[what]?.(who, more);
        const [kept, all] = await both(at, limit, weights);
        expect(kept).toEqual(all);
      },
    ),
    { numRuns: 15 },
  );
});

test('A change that was not yet over when changes were looked up is found by the next look, however late it ends', async () => {
  const late = new pg.Client({ ...town.db.server });
  await late.connect();
  await both(0, 5, []);
  const [before] = (await both(0, 5, []))[0].ranked.chosen;
  await late.query('begin');
  await late.query('update supporter set capacity = 0 where id = $1', [before?.standing.id]);
  await db.query('update supporter set capacity = capacity where id = $1', [supporter(3)]); // a later transaction ends first
  expect((await both(0, 5, []))[0].ranked.chosen[0]?.standing.id).toBe(before?.standing.id);
  await late.query('commit');
  await late.end();
  const [kept, all] = await both(0, 5, []);
  expect(kept.ranked.chosen.map(({ standing }) => standing.id)).not.toContain(before?.standing.id);
  expect(kept).toEqual(all);
});

test('Nobody is read again who did not change', async () => {
  const one = () => town.inside(async (inside) => {
    const asked = await askedRequest(inside, request(1));
    return keptSupporters(inside, asked.reads, asked.criteria);
  });
  const first = await one();
  await db.query('update supporter set rest_days = rest_days + 1 where id = $1', [supporter(7)]);
  const second = await one();
  expect(second.index).toBe(first.index);
  expect(second.changed.size).toBeLessThanOrEqual(first.changed.size + 1);
  expect(second.changed.has(supporter(7))).toBe(true);
});

test('The index that a thread makes is the very one that is made here, and so is what would have to change', async () => {
  const { about, slices } = await town.inside(async (inside) => {
    const asked = await askedRequest(inside, request(1));
    const found: (readonly SupporterRead[])[] = [];
    for await (const slice of everySupporterRead(inside, asked.reads)) found.push(slice);
    return { about: { criteria: asked.criteria, now: inside.now.getTime(), zone: asked.reads.zone }, slices: found };
  });
  const again = async function* () {
    yield* slices;
  };
  expect(await indexOf(about, again(), 1)).toEqual(await indexOf(about, again()));
  await town.inside(async (inside) => {
    const asked = await askedRequest(inside, request(1));
    expect(await wouldChangeAll(inside, asked, 1)).toEqual(await wouldChangeAll(inside, asked));
  });
});

test('While many supporters are read for the first time nobody waits for what would have to change; a moment later it is there, and exact', async () => {
  const look = () => town.inside(async (inside) => {
    const asked = await askedRequest(inside, request(1));
    // Another rule: another picture, which nobody has made yet.
    const other = { ...asked, criteria: asked.criteria.filter(({ id }) => id !== 'conduct') };
    return [await wouldChange(inside, other, 1), await wouldChangeAll(inside, other)] as const;
  });
  expect((await look())[0]).toBeUndefined();
  await vi.waitFor(async () => expect((await look())[0]).toBeDefined(), { timeout: 10_000, interval: 100 });
  const [kept, all] = await look();
  expect(kept).toEqual(all);
});
