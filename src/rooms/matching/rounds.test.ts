import pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Outcome } from '../../platform/outcome.ts';
import { cohortPlan, fillCohort } from '../../testing/cohort.ts';
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
  cohort = await fillCohort(db, await town.inside((inside) => cohortPlan(inside, town.programme.id)), { seekers: 300, supporters: 90 });
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
      else expect(line.removed.length > 0).toBe(line.possible === 0);
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

  test('A pair that was not chosen says exactly what it would cost, and a seeker without anybody what would have to change', async () => {
    const chidi = await town.as('Chidi');
    const lines = await linesOf(first);
    const served = lines.find((line) => line.kind === 'chosen' && line.possible > 3);
    if (served === undefined) throw new Error('Nobody had a choice.');
    const asked = await seekerOfRound(chidi, { round: first, request: served.request });
    expect(asked.others.length).toBeGreaterThan(0);
    const chosen = await pairOfRound(chidi, { round: first, request: served.request, supporter: served.supporter ?? '' });
    expect(chosen).toMatchObject({ state: 'chosen', score: served.score, changedSince: false, ifForced: null });
    for (const { supporter, score } of asked.others.slice(0, 3)) {
      const pair = await pairOfRound(chidi, { round: first, request: served.request, supporter });
      expect(pair).toMatchObject({ state: 'not-chosen', score, changedSince: false });
      expect(pair.reasons.reduce((sum, { points }) => sum + points, 0)).toBe(score);
      expect(pair.ifForced?.loss.people).toBeGreaterThanOrEqual(0);
      expect(pair.ifForced?.chain[0]).toMatchObject({ request: served.request, from: { supporter: served.supporter }, to: { supporter } });
    }
    const alone = lines.find(({ kind }) => kind === 'nobody');
    const lone = await seekerOfRound(chidi, { round: first, request: alone?.request ?? '' });
    expect((lone.wouldChange?.possibleNow ?? 0) + (lone.wouldChange?.changes.length ?? 0) + (lone.wouldChange?.together.length ?? 0)).toBeGreaterThan(0);
    const [a, b] = asked.others;
    const beside = await compareSupporters(chidi, { request: served.request, supporters: [a?.supporter ?? '', b?.supporter ?? ''] });
    expect(beside.supporters.map(({ score }) => score)).toEqual([a?.score, b?.score]);
  });

  test('The round tells whom to look for, who is served, and who would rather swap; small numbers are left out', async () => {
    const chidi = await town.as('Chidi');
    const { list } = await recruitment(chidi, { programme: programme() });
    expect(list?.seekers).toBe(300);
    expect((list?.withoutAnyone ?? 0) + (list?.withoutRoom ?? 0)).toBe((await linesOf(first)).filter(({ kind }) => kind === 'nobody').length);
    const { report } = await fairness(chidi, { programme: programme() });
    const languages = report?.ofRound.by.find(({ name }) => name === 'language')?.lines ?? [];
    expect(languages.length).toBeGreaterThan(2);
    for (const line of languages) expect(line.people === null || line.people >= 5).toBe(true);
    expect(report?.exposure.capped).toBeLessThanOrEqual(report?.exposure.uncapped ?? 0);
    const swaps = await wouldSwap(chidi, { round: first });
    expect(swaps.pairs.length).toBe(Math.min(50, swaps.count));
  });

  test('Other weights are a trial: they are not saved, and nothing is decided from them', async () => {
    const chidi = await town.as('Chidi');
    const { weights } = await roundsOf(chidi, { programme: programme() });
    const [heaviest] = [...weights].sort((a, b) => b.weight - a.weight);
    const trial = await round({ [heaviest?.criterion ?? '']: 0 });
    expect(await roundOf(chidi, { round: trial, limit: 1 })).toMatchObject({ trial: true, state: 'ready' });
    expect((await roundsOf(chidi, { programme: programme() })).weights).toEqual(weights);
    expect((await roundsOf(chidi, { programme: programme() })).latest).not.toBe(trial);
    const request = (await linesOf(trial)).find(({ kind }) => kind === 'chosen')?.request ?? '';
    expect(await decideRound(chidi, { round: trial, requests: [request], why: 'To see.' })).toMatchObject({ kind: 'refused', code: 'only-a-trial' });
  });

  test('Pairs held together or apart stay so in every round until they are released; what a rule forbids is held in vain', async () => {
    const chidi = await town.as('Chidi');
    const lines = await linesOf(first);
    const [one, two] = lines.filter(({ kind }) => kind === 'chosen');
    if (one?.supporter == null || two?.supporter == null) throw new Error('Nobody was matched.');
    const other = (await seekerOfRound(chidi, { round: first, request: two.request })).others[0]?.supporter ?? '';
    const impossible = lines.find(({ kind, possible }) => kind === 'nobody' && possible === 0)?.request ?? '';
    const apart = value(await holdPair(chidi, { request: one.request, supporter: one.supporter, kind: 'apart', reason: 'They are neighbours.' })).hold;
    const together = value(await holdPair(chidi, { request: two.request, supporter: other, kind: 'together' })).hold;
    value(await holdPair(chidi, { request: impossible, supporter: cohort.supporters[0] ?? '', kind: 'together' }));
    expect(await holdPair(chidi, { request: two.request, supporter: two.supporter, kind: 'together' })).toMatchObject({ kind: 'refused', code: 'held-with-another' });
    expect((await holdsOf(chidi, { programme: programme() })).holds.map(({ reason }) => reason)).toContain('They are neighbours.');
    for (let again = 0; again < 2; again += 1) {
      const id = await round();
      const pairs = new Map(await pairsIn(id));
      expect(pairs.get(one.request)).not.toBe(one.supporter);
      expect(pairs.get(two.request)).toBe(other);
      expect((await roundOf(chidi, { round: id, limit: 1 })).figures?.heldInVain).toHaveLength(1);
    }
    for (const hold of [apart, together]) value(await releasePair(chidi, { hold }));
    expect(await releasePair(chidi, { hold: apart })).toMatchObject({ kind: 'refused', code: 'already-released' });
  });

  test('A person decides: pairs are asked again, what no longer holds is told, places are never exceeded, and what is announced does not move', async () => {
    const chidi = await town.as('Chidi');
    const id = await round();
    const chosen = (await linesOf(id)).filter(({ open }) => open).slice(0, 40);
    const [gone, resting, barred] = chosen;
    const owner = town.db.owner;
    const [seeker] = await owner.selectFrom('support_request').select('person_id').where('id', '=', barred?.request ?? '').execute();
    const [supporter] = await owner.selectFrom('supporter').select('person_id').where('id', '=', barred?.supporter ?? '').execute();
    await owner.updateTable('support_request').set({ withdrawn_at: town.clock.now() }).where('id', '=', gone?.request ?? '').execute();
    await owner.updateTable('supporter').set({ paused_at: town.clock.now() }).where('id', '=', resting?.supporter ?? '').execute();
    value(await keepApart(await town.as('Esi'), { programme: programme(), one: seeker?.person_id ?? '', other: supporter?.person_id ?? '' }));

    const { made, fell } = value(await decideRound(chidi, { round: id, requests: chosen.map(({ request }) => request), why: 'The longest waits first.' }));
    expect(made.length + fell.length).toBe(40);
    const why = new Map(fell.map((one) => [one.request, one.why]));
    expect([why.get(gone?.request ?? ''), why.get(barred?.request ?? '')]).toEqual(['not-waiting', 'exclusion']);
    expect(['paused']).toContain(why.get(resting?.request ?? ''));
    const taken = await owner.selectFrom('proposal').innerJoin('supporter', 'supporter.id', 'proposal.supporter_id').select((e) => ['supporter.id', 'supporter.capacity', 'supporter.running', e.fn.countAll<string>().as('live')]).where('proposal.ended_at', 'is', null).groupBy(['supporter.id', 'supporter.capacity', 'supporter.running']).execute();
    for (const one of taken) expect(one.running + Number(one.live)).toBeLessThanOrEqual(one.capacity);

    expect((await roundOf(chidi, { round: id, limit: 1 })).decisions).toMatchObject([{ by: 'Chidi', kind: 'proposed', made: made.length, fell: fell.length, why: 'The longest waits first.' }]);
    expect(await decideRound(chidi, { round: id, requests: made.map(({ request }) => request), why: 'Again.' })).toMatchObject({ kind: 'refused', code: 'nothing-chosen' });
    const before = new Map(chosen.map(({ request, supporter: with_ }) => [request, with_]));
    const after = new Map((await linesOf(await round())).map((line) => [line.request, line]));
    for (const { request } of made) expect(after.get(request)).toMatchObject({ kind: 'live', supporter: before.get(request) });
    expect(after.has(gone?.request ?? '')).toBe(false);

    value(await setRoundAside(chidi, { round: id, why: 'A newer one is better.' }));
    expect(await decideRound(chidi, { round: id, requests: chosen.map(({ request }) => request), why: 'Late.' })).toMatchObject({ kind: 'refused', code: 'not-ready' });
  });

  test('Whoever takes fewer people since the round is proposed to so many of those it gave them, in the order of waiting', async () => {
    const owner = town.db.owner;
    const id = await round();
    const open = (await linesOf(id)).filter((line) => line.open && line.supporter !== null);
    const full = [...new Set(open.map(({ supporter }) => supporter ?? ''))].filter((one) => open.filter(({ supporter }) => supporter === one).length > 1).slice(0, 5);
    expect(full.length).toBeGreaterThan(0);
    const live = async (one: string) => Number((await owner.selectFrom('proposal').select((e) => e.fn.countAll<string>().as('live')).where('supporter_id', '=', one).where('ended_at', 'is', null).executeTakeFirstOrThrow()).live);
    for (const one of full) await owner.updateTable('supporter').set({ capacity: (await live(one)) + 1 }).where('id', '=', one).execute();
    const theirs = open.filter(({ supporter }) => full.includes(supporter ?? ''));
    const { made, fell } = value(await decideRound(await town.as('Chidi'), { round: id, requests: theirs.map(({ request }) => request), why: 'All of them.' }));
    expect(made).toHaveLength(full.length);
    expect(new Set(fell.map(({ why }) => why))).toEqual(new Set(['capacity']));
    expect(new Set(made.map(({ request }) => request))).toEqual(new Set(full.map((one) => theirs.find(({ supporter }) => supporter === one)?.request)));
  });

  test('Two decisions at once for one last place propose it once', async () => {
    const [chidi, dalia] = [await town.as('Chidi'), await town.as('Dalia')];
    const id = await round();
    const open = (await linesOf(id)).filter(({ open: may }) => may).slice(0, 20).map(({ request }) => request);
    const both = await Promise.all([chidi, dalia].map((who) => decideRound(who, { round: id, requests: open, why: 'Now.' })));
    expect(both.filter(({ kind }) => kind === 'done')).toHaveLength(1);
    const live = await town.db.owner.selectFrom('proposal').select('request_id').where('ended_at', 'is', null).where('request_id', 'in', open).execute();
    expect(new Set(live.map(({ request_id }) => request_id)).size).toBe(live.length);
  });

  test('A node that fell silent is followed by another; after three tries the round says that it failed', async () => {
    const chidi = await town.as('Chidi');
    const { round: id } = value(await askForRound(chidi, { programme: programme() }));
    expect(await askForRound(chidi, { programme: programme() })).toMatchObject({ kind: 'refused', code: 'already-working' });
    const row = () => town.db.owner.updateTable('matching_round').where('id', '=', id);
    await row().set({ tries: 1, taken_until: new Date(town.clock.now().getTime() + 30_000) }).execute();
    expect(await workRounds(town.house, town.org)).toBe(0); // somebody works on it
    town.clock.moveBy(61_000);
    expect(await workRounds(town.house, town.org)).toBe(1);
    expect(await roundOf(chidi, { round: id, limit: 1 })).toMatchObject({ state: 'ready' });
    const { round: next } = value(await askForRound(chidi, { programme: programme() }));
    await town.db.owner.updateTable('matching_round').where('id', '=', next).set({ tries: 3 }).execute();
    expect(await workRounds(town.house, town.org)).toBe(0);
    expect(await roundOf(chidi, { round: next, limit: 1 })).toMatchObject({ state: 'failed', failedWhy: 'interrupted' });
  });

  test('Only those who run the programme see a round; a supporter and another role see nothing there', async () => {
    for (const name of ['Esi', 'Ben'] as const) {
      await expect(roundOf(await town.as(name), { round: first })).rejects.toThrow('absent');
      expect(await askForRound(await town.as(name), { programme: programme() })).toEqual({ kind: 'absent' });
    }
  });

  test('Whoever leaves is in no round any more, and rounds older than a year go', async () => {
    const lines = await linesOf(first);
    const line = lines.find(({ kind }) => kind === 'chosen');
    const owner = town.db.owner;
    const seeker = await owner.selectFrom('support_request').select('person_id').where('id', '=', line?.request ?? '').executeTakeFirstOrThrow();
    const supporter = await owner.selectFrom('supporter').select('person_id').where('id', '=', line?.supporter ?? '').executeTakeFirstOrThrow();
    await town.inside((inside) => leaveRounds(inside, seeker.person_id));
    await town.inside((inside) => leaveRounds(inside, supporter.person_id));
    const kept = await owner.selectFrom('matching_round_pair').select('position').where((e) => e.or([e('request_id', '=', line?.request ?? ''), e('supporter_id', '=', line?.supporter ?? ''), e('before_id', '=', line?.supporter ?? '')])).execute();
    expect(kept).toEqual([]);
    town.clock.moveBy(366 * 86_400_000);
    await sweepRounds(town.house, town.org);
    expect(await owner.selectFrom('matching_round').select('id').execute()).toEqual([]);
    expect(await owner.selectFrom('matching_round_pair').select('position').execute()).toEqual([]);
  });
});
