import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { readFacts } from '../../testing/settled.ts';
import { type CastName, type Town, testTown } from '../../testing/town.ts';
import { siteOfTown } from '../../testing/town-site.ts';
import { askForSupport, value, walkTogether } from '../../testing/walking.ts';
import { raiseConcern } from '../disclosures/index.ts';
import { suggestions } from '../matching/index.ts';
import { noticesReader } from '../notifications/index.ts';
import { appealBreach, breachesHere, decideAppeal, decideBreach, myBreach, myBreaches, recordBreach, recordingBreach, sweepAppeals } from './index.ts';
import { keepsAside, mayAppeal, whoLooksAgain } from './rules.ts';

let town: Town;
let talk: string;
let request: string;
beforeAll(async () => {
  town = await testTown();
  ({ conversation: talk } = await walkTogether(town, { seeker: 'Kit', supporter: 'Ben' }));
  request = await askForSupport(town, 'Jun');
});

const as = async (name: CastName) => (await town.session(await town.id(name))).scene;
const record = async (name: CastName, more: Record<string, unknown> = {}) =>
  recordBreach(await as(name), { programme: town.programme.id, person: await town.id('Ben'), line: 'conduct-no-money', weight: 'serious', words: 'CANARY-61 He borrowed money.', ...more });
const decide = async (name: CastName, breach: string, more: Record<string, unknown> = {}) =>
  decideBreach(await as(name), { breach, outcome: 'pause', reason: 'You borrowed money from somebody you support.', heard: true, ...more });
const benIsSuggested = async () => (await suggestions(await as('Chidi'), { request, limit: 20 })).chosen.some(({ name }) => name === 'Ben');

describe('a breach of the code of conduct', () => {
  test('Nobody decides before both sides were heard, about themselves, or about somebody they walk with', async () => {
    const { breach } = value(await record('Chidi'));
    expect(await decide('Chidi', breach, { heard: false })).toMatchObject({ kind: 'refused', code: 'hear-both-first' });
    for (const name of ['Ben', 'Kit', 'Maryam'] as const) expect(await decide(name, breach), name).toEqual({ kind: 'absent' });
    for (const name of ['Ben', 'Kit', 'Jun'] as const) expect(await record(name), name).toEqual({ kind: 'absent' });
    expect(await record('Chidi', { person: await town.id('Chidi') })).toMatchObject({ code: 'yourself' });
    await walkTogether(town, { seeker: 'Maryam', supporter: 'Dalia' });
    const { breach: dalias } = value(await record('Chidi', { person: await town.id('Dalia') }));
    await expect(breachesHere(await as('Dalia'), { breach: dalias })).rejects.toThrow('absent');
    expect(await record('Dalia', { person: await town.id('Maryam') })).toMatchObject({ code: 'too-close' });
    expect(await record('Chidi', { line: 'no-such-line' })).toEqual({ kind: 'absent' });
  });

  test('The person reads the step, the reason and the line, never what was written down about them nor who said it; it is told to them and to nobody they walk with', async () => {
    const concern = value(await raiseConcern(await as('Kit'), { now: 'now-no', seen: 'He asked me for money.', about: { kind: 'conversation', id: talk } })).id;
    const { breach } = value(await record('Esi', { concern, words: 'CANARY-62 Borrowed from somebody.' }));
    await expect(myBreach(await as('Ben'), { breach })).rejects.toThrow('absent');
    value(await decide('Esi', breach, { outcome: 'talk' }));
    const mine = await myBreach(await as('Ben'), { breach });
    expect(mine).toMatchObject({ decision: { outcome: 'talk', reason: 'You borrowed money from somebody you support.' }, line: { en: expect.stringContaining('lend') } });
    expect(JSON.stringify(mine)).not.toMatch(/CANARY|Kit|Esi/);
    for (const name of ['Kit', 'Jun', 'Maryam', 'Chidi'] as const) await expect(myBreach(await as(name), { breach }), name).rejects.toThrow('absent');
    for (const name of ['Kit', 'Jun', 'Ben'] as const) await expect(breachesHere(await as(name), { breach }), name).rejects.toThrow('absent');
    await readFacts(town.house, town.org, noticesReader);
    const told = await town.db.owner.selectFrom('notice').select(['person_id', 'kind']).where('about_kind', '=', 'my-breach').where('about_id', '=', breach).execute();
    expect(told).toEqual([{ person_id: await town.id('Ben'), kind: 'message-waiting' }]);
    const rows = await town.db.owner.selectFrom('breach').selectAll().where('id', '=', breach).execute();
    expect(Buffer.concat(rows.flatMap((row) => Object.values(row).map((cell) => (Buffer.isBuffer(cell) ? cell : Buffer.from(String(cell)))))).toString('latin1')).not.toMatch(/CANARY|borrowed/);
    // Whoever cannot open a concern cannot put it behind a breach, nor learn that way whether it is there.
    expect(await record('Chidi', { concern })).toEqual({ kind: 'absent' });
  });

  test('No page of a seeker holds anything of it', async () => {
    const { breach } = value(await record('Chidi', { words: 'CANARY-63 again' }));
    value(await decide('Chidi', breach, { outcome: 'talk', reason: 'CANARY-63 reason' }));
    const kit = await siteOfTown(town).browser('Kit');
    const { relationship } = await town.db.owner.selectFrom('relationship').select('id as relationship').where('conversation_id', '=', talk).executeTakeFirstOrThrow();
    for (const path of ['/home', `/conversations/${talk}`, `/relationships/${relationship}`, `/me/conduct/${breach}`, `/programmes/${town.programme.slug}/breaches/${breach}`, `/programmes/${town.programme.slug}/breaches`]) {
      const body = await (await kit.get(path)).text();
      expect(body, path).not.toMatch(/CANARY|Breaches of the code|decision about/);
    }
  });

  test('Who is paused is proposed to nobody until that day, and at once is at once', async () => {
    expect(await benIsSuggested()).toBe(true);
    const { breach } = value(await record('Chidi', { weight: 'at-once' }));
    expect(await benIsSuggested()).toBe(false);
    expect((await myBreach(await as('Ben'), { breach })).aside).toBe(true);
    const until = new Date(town.clock.now().getTime() + 30 * 86_400_000).toISOString().slice(0, 10);
    value(await decide('Chidi', breach, { until }));
    expect(await benIsSuggested()).toBe(false);
    town.clock.moveBy(31 * 86_400_000);
    expect(await benIsSuggested()).toBe(true);
  });
});

describe('an appeal', () => {
  test('It goes to somebody who had no part in it, with a promised day; they may change it, the others may not', async () => {
    const { breach } = value(await record('Chidi'));
    value(await decide('Dalia', breach, { outcome: 'end' }));
    expect(await benIsSuggested()).toBe(false);
    expect((await town.as('Ben')).actor.kind === 'person').toBe(true);
    expect(await appealBreach(await as('Kit'), { breach, words: 'x' })).toEqual({ kind: 'absent' });
    const { promisedAt } = value(await appealBreach(await as('Ben'), { breach, words: 'It was a bus ticket.' }));
    expect(promisedAt.getTime()).toBeGreaterThan(town.clock.now().getTime());
    expect(await appealBreach(await as('Ben'), { breach, words: 'again' })).toMatchObject({ code: 'already-appealed' });
    const seen = await breachesHere(await as('Hana'), { breach });
    expect(seen).toMatchObject({ appeal: 'waits', appealSeen: { by: 'Hana', words: 'It was a bus ticket.' } });
    for (const name of ['Chidi', 'Dalia'] as const) expect(await decideAppeal(await as(name), { breach, ending: 'stands', reason: 'no' }), name).toMatchObject({ code: 'had-a-part' });
    for (const name of ['Ben', 'Kit'] as const) expect(await decideAppeal(await as(name), { breach, ending: 'stands', reason: 'no' }), name).toEqual({ kind: 'absent' });
    expect(await decideAppeal(await as('Hana'), { breach, ending: 'changed', reason: 'A talk is enough.' })).toMatchObject({ code: 'say-what-instead' });
    value(await decideAppeal(await as('Hana'), { breach, ending: 'changed', outcome: 'talk', reason: 'A talk is enough.' }));
    expect(await myBreach(await as('Ben'), { breach })).toMatchObject({ appeal: { by: 'Hana', ending: 'changed', decision: { outcome: 'talk', reason: 'A talk is enough.' } } });
    expect(await benIsSuggested()).toBe(true);
    expect((await as('Ben')).actor).toMatchObject({ holds: [{ role: 'supporter' }] });
  });

  test('After thirty days it is too late; a promised day that passes is told once', async () => {
    const { breach } = value(await record('Chidi'));
    value(await decide('Chidi', breach, { outcome: 'talk' }));
    town.clock.moveBy(29 * 86_400_000);
    value(await appealBreach(await as('Ben'), { breach, words: 'Please look again.' }));
    const late = value(await record('Chidi'));
    value(await decide('Chidi', late.breach, { outcome: 'talk' }));
    town.clock.moveBy(31 * 86_400_000);
    expect(await appealBreach(await as('Ben'), { breach: late.breach, words: 'x' })).toMatchObject({ code: 'too-late' });
    expect(await sweepAppeals(town.house, town.org)).toBe(1);
    expect(await sweepAppeals(town.house, town.org)).toBe(0);
    expect((await myBreaches(await as('Ben'), {})).length).toBeGreaterThan(1);
    expect(await myBreaches(await as('Kit'), {})).toEqual([]);
    await expect(recordingBreach(await as('Ben'), { programme: town.programme.slug })).rejects.toThrow('absent');
  });

  test('Who looks again is reminded in time; when the promised day passes it goes to another without a part in it; who left is replaced', async () => {
    const { breach } = value(await record('Chidi'));
    value(await decide('Chidi', breach, { outcome: 'talk' }));
    const { promisedAt } = value(await appealBreach(await as('Ben'), { breach, words: 'Please.' }));
    const hands = async () => (await town.db.owner.selectFrom('breach_appeal').select(['answered_by_id', 'passed_from']).where('breach_id', '=', breach).executeTakeFirstOrThrow());
    const told = async () => (await town.db.owner.selectFrom('fact').select('name').select(sql<string>`about->>'to'`.as('to')).where('subject_id', '=', breach).where('name', 'like', 'breaches.appeal%').orderBy('xid').orderBy('id').execute()).map(({ name, to }) => `${name} ${to}`);
    const [hana, chidi, ben] = [await town.id('Hana'), await town.id('Chidi'), await town.id('Ben')];
    expect(await hands()).toEqual({ answered_by_id: hana, passed_from: null });
    expect(await sweepAppeals(town.house, town.org)).toBe(0);
    town.clock.moveBy(promisedAt.getTime() - town.clock.now().getTime() - 86_400_000);
    expect(await sweepAppeals(town.house, town.org)).toBe(1);
    expect(await sweepAppeals(town.house, town.org)).toBe(0);
    expect((await told()).at(-1)).toBe(`breaches.appeal-due ${hana}`);
    town.clock.moveBy(2 * 86_400_000);
    expect(await sweepAppeals(town.house, town.org)).toBe(1);
    const after = await hands();
    expect(after.passed_from).toBe(hana);
    expect([hana, chidi, ben]).not.toContain(after.answered_by_id);
    expect((await told()).filter((line) => line.startsWith('breaches.appeal-late')).toSorted()).toEqual(expect.arrayContaining([`breaches.appeal-late ${hana}`, `breaches.appeal-late ${after.answered_by_id}`]));
    expect((await told()).join()).not.toContain(`late ${ben}`);
    expect((await told()).join()).not.toContain(`late ${chidi}`);
    expect(await sweepAppeals(town.house, town.org)).toBe(0);
    await town.db.owner.updateTable('breach_appeal').set({ answered_by_id: null }).where('breach_id', '=', breach).execute();
    expect(await sweepAppeals(town.house, town.org)).toBe(1);
    expect((await hands()).answered_by_id).toBe(hana);
  });

  test('The rules: who looks again, until when, and what keeps somebody aside', () => {
    const staff = [{ person: 'c', role: 'coordinator' }, { person: 'h', role: 'administrator' }, { person: 's', role: 'safety-lead' }, { person: 'x', role: 'supporter' }];
    expect(whoLooksAgain(staff, new Set())).toBe('h');
    expect(whoLooksAgain(staff, new Set(['h', 'c']))).toBe('s');
    expect(whoLooksAgain(staff, new Set(['h', 'c', 's']))).toBeUndefined();
    const at = new Date('2026-11-23T12:00:00Z');
    expect(mayAppeal(at, false, new Date('2026-12-23T12:00:00Z'))).toBe(true);
    expect(mayAppeal(at, false, new Date('2026-12-23T12:00:01Z'))).toBe(false);
    expect(mayAppeal(at, true, at)).toBe(false);
    const decided = { asideAt: at, decidedAt: at, outcome: 'pause', pauseUntil: '2026-12-01' } as const;
    expect([keepsAside(decided, '2026-11-30'), keepsAside(decided, '2026-12-01'), keepsAside({ ...decided, pauseUntil: null }, '2030-01-01'), keepsAside({ ...decided, outcome: 'none' }, '2026-11-30'), keepsAside({ ...decided, decidedAt: null }, '2026-11-30')])
      .toEqual([true, false, true, false, true]);
  });
});
