import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { readFacts } from '../../testing/settled.ts';
import { appealBreach, decideAppeal, decideBreach, recordBreach } from '../breaches/index.ts';
import { noticesReader } from '../notifications/index.ts';
import { openFor } from '../people/index.ts';
import { carryOutErasures } from '../leaving/index.ts';
import { conversation, sendMessage } from '../conversations/index.ts';
import { closeRequest } from '../intake/index.ts';
import { writeLetter } from '../letters/index.ts';
import { askForAnotherFit, endRelationship } from '../relationships/index.ts';
import { type Town, testTown } from '../../testing/town.ts';
import { askForSupport, value, walkTogether } from '../../testing/walking.ts';
import { chooseKept } from './choices.ts';
import { keptHere, keptPreview } from './kept.ts';
import { keptFor } from './kinds.ts';
import { sweepNight, sweepOlder } from './sweep.ts';
import { talkKept } from './talk-kept.ts';

let town: Town;
const DAY = 86_400_000;
const count = async (table: 'answer' | 'letter' | 'introduction' | 'erasure' | 'session') => Number((await town.db.owner.selectFrom(table as 'answer').select(({ fn }) => fn.countAll<string>().as('n')).executeTakeFirstOrThrow()).n);
const answersOf = async (request: string) => (await town.db.owner.selectFrom('answer').innerJoin('support_request', 'support_request.sheet_id', 'answer.sheet_id').select('answer.question_id').where('support_request.id', '=', request).execute()).length;
/** A whole day and night goes by. */
async function night(days = 1): Promise<number> {
  town.clock.moveBy(days * DAY);
  const swept = await sweepNight(town.house, town.org);
  await carryOutErasures(town.house, town.org, sweepOlder);
  return swept;
}
beforeEach(async () => {
  town = await testTown();
});

describe('what was kept long enough goes', () => {
  test('A closed request loses its answers when its time is over, and not a day before', async () => {
    const request = await askForSupport(town, 'Kit');
    value(await closeRequest(await town.as('Chidi'), { request, how: 'answered-another-way' }));
    const had = await answersOf(request);
    expect(had).toBeGreaterThan(0);
    await night(364);
    expect(await answersOf(request)).toBe(had);
    await night(3);
    expect(await answersOf(request)).toBe(0);
    expect(await town.db.owner.selectFrom('support_request').select('id').where('id', '=', request).execute()).toHaveLength(1);
  });

  test('A running relationship is never swept, however old; once it ended its conversation goes after ninety days, keys and all', async () => {
    const { relationship, conversation: talk } = await walkTogether(town, { seeker: 'Amina', supporter: 'Ben' });
    value(await sendMessage(await town.as('Amina'), { conversation: talk, sending: 'from-amina', words: 'words of Amina' }));
    await night(2000);
    const amina = await town.session(await town.id('Amina'));
    expect((await conversation(amina.scene, { conversation: talk })).messages).toHaveLength(1);
    expect(await count('introduction')).toBeGreaterThanOrEqual(0);
    value(await endRelationship(amina.scene, { relationship, how: 'complete' }));
    await night(89);
    const keys = await town.db.owner.selectFrom('data_key').select('id').where('conversation_id', '=', talk).execute();
    expect(await town.db.owner.selectFrom('conversation').select('shredded_at').where('id', '=', talk).executeTakeFirstOrThrow()).toEqual({ shredded_at: null });
    await night(2);
    const row = await town.db.owner.selectFrom('conversation').select('shredded_at').where('id', '=', talk).executeTakeFirstOrThrow();
    expect(row.shredded_at).not.toBeNull();
    const later = await town.session(await town.id('Amina'));
    const answers = await town.house.keyring.unwrap(later.token, keys.map(({ id }) => id));
    expect(answers.map((answer) => (answer.ok ? 'open' : answer.why))).toEqual(keys.map(() => 'destroyed'));
  });

  test('Who waits again after a road that ended keeps what they wrote, and reads until when the words of that road are kept', async () => {
    const { relationship } = await walkTogether(town, { seeker: 'Amina', supporter: 'Ben' });
    const amina = async () => (await town.session(await town.id('Amina'))).scene;
    expect(await talkKept(await amina(), { relationship })).toBe('open');
    const { request } = value(await askForAnotherFit(await amina(), { relationship }));
    expect(await talkKept(await amina(), { relationship })).toEqual(new Date(town.clock.now().getTime() + 90 * 86_400_000));
    await night(500);
    expect(await answersOf(request ?? '')).toBeGreaterThan(0);
    expect(await talkKept(await amina(), { relationship })).toBe('gone');
    await expect(talkKept((await town.session(await town.id('Kit'))).scene, { relationship })).rejects.toThrow('absent');
  });

  test('Nothing about somebody goes while a concern about them is open', async () => {
    const request = await askForSupport(town, 'Kit');
    value(await closeRequest(await town.as('Chidi'), { request, how: 'answered-another-way' }));
    const [id, kit] = [crypto.randomUUID(), await town.id('Kit')];
    await sql`insert into concern (org_id, id, about_person, level, words, raised_at) values (${town.org}, ${id}, ${kit}, 'worry', '', now())`.execute(town.db.owner);
    await night(500);
    expect(await answersOf(request)).toBeGreaterThan(0);
    await town.db.owner.updateTable('concern').set({ closed_at: town.clock.now() }).where('id', '=', id).execute();
    await night();
    expect(await answersOf(request)).toBe(0);
  });

  test('Letters go by their age, but not while somebody waits for an answer', async () => {
    await askForSupport(town, 'Kit');
    value(await writeLetter(await town.as('Kit'), { programme: town.programme.id, words: 'A question.' }));
    await night(800);
    expect(await count('letter')).toBe(1);
    await town.db.owner.updateTable('letter_thread').set({ waiting_since: null }).execute();
    await night();
    expect(await count('letter')).toBe(0);
    expect(await town.db.owner.selectFrom('letter_thread').select('id').execute()).toEqual([]);
  });

  test('The sweep runs once a night, takes each thing once, and goes on where it broke off', async () => {
    const requests = [await askForSupport(town, 'Kit'), await askForSupport(town, 'Jun')];
    for (const request of requests) value(await closeRequest(await town.as('Chidi'), { request, how: 'answered-another-way' }));
    town.clock.moveBy(400 * DAY);
    const broken = { ...town.house, db: { ...town.house.db, within: async (who: never, work: never) => { if (breaks-- === 0) throw new Error('broke off'); return town.house.db.within(who, work); } } } as typeof town.house;
    let breaks = 1;
    await expect(sweepNight(broken, town.org)).rejects.toThrow('broke off');
    expect(await sweepNight(town.house, town.org)).toBeGreaterThan(0);
    expect(await sweepNight(town.house, town.org)).toBe(0);
    for (const request of requests) expect(await answersOf(request)).toBe(0);
    const lines = await town.db.owner.selectFrom('erasure').select(['about']).where('kind', '=', 'older-than').execute();
    expect(lines.filter(({ about }) => (about as { what: string }).what === 'requests')).toHaveLength(1);
  });

  test('A breach goes with its appeal and its key when its time is over; one that is not decided, waits to be looked at again, or still holds somebody back stays', async () => {
    await walkTogether(town, { seeker: 'Amina', supporter: 'Ben' });
    const record = async () => value(await recordBreach(await town.as('Chidi'), { programme: town.programme.id, person: await town.id('Ben'), line: 'conduct-no-money', weight: 'serious', words: 'He borrowed money.' })).breach;
    const decide = async (breach: string, outcome: 'talk' | 'pause' | 'end') => value(await decideBreach((await town.session(await town.id('Chidi'))).scene, { breach, outcome, reason: 'You borrowed money.', heard: true }));
    const [open, over, appealed, paused, ended] = [await record(), await record(), await record(), await record(), await record()];
    await decide(over, 'talk');
    await decide(appealed, 'talk');
    await decide(paused, 'pause');
    value(await appealBreach(await town.as('Ben'), { breach: appealed, words: 'It was a bus ticket.' }));
    await decide(ended, 'end');
    const there = async () => new Set((await town.db.owner.selectFrom('breach').select('id').execute()).map(({ id }) => id));
    const opens = async (id: string) => town.inside(async (inside) => (await town.db.owner.selectFrom('breach').select('words').where('id', '=', id).execute()).length > 0 && (await openFor(inside, id, `breach/words/${id}`, (await town.db.owner.selectFrom('breach').select('words').where('id', '=', id).executeTakeFirstOrThrow()).words)) !== '');
    const words = (await town.db.owner.selectFrom('breach').select('words').where('id', '=', over).executeTakeFirstOrThrow()).words;
    await night(1094);
    expect((await there()).size).toBe(5);
    await night(3);
    expect(await there()).toEqual(new Set([open, appealed, paused, ended]));
    expect(await town.inside((inside) => openFor(inside, over, `breach/words/${over}`, words))).toBe('');
    expect(await opens(open)).toBe(true);
    value(await decideAppeal((await town.session(await town.id('Hana'))).scene, { breach: appealed, ending: 'taken-back', reason: 'It was a ticket.' }));
    await town.db.owner.updateTable('supporter').set({ ended_at: town.clock.now() }).execute();
    await night(1094);
    expect(await there()).toEqual(new Set([open, appealed, paused]));
    await night(3);
    expect(await there()).toEqual(new Set([open, paused]));
    expect(await town.db.owner.selectFrom('breach_appeal').select('id').execute()).toEqual([]);
  });

  test('Released contact details and lists of danger calls go after their time, never while their concern is open or the person was not told', async () => {
    const [kit, esi, dalia] = [await town.id('Kit'), await town.id('Esi'), await town.id('Dalia')];
    const [concern, told, untold] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
    const at = town.clock.now();
    await sql`insert into concern (org_id, id, level, words, raised_at) values (${town.org}, ${concern}, 'danger', '', ${at})`.execute(town.db.owner);
    for (const id of [told, untold]) await sql`insert into contact_release (org_id, id, concern_id, person_id, asked_by, asked_at, reason, tell_at, confirmed_by, confirmed_at, open_until, told_at)
      values (${town.org}, ${id}, ${concern}, ${kit}, ${esi}, ${at}, '', ${at}, ${dalia}, ${at}, ${at}, ${id === told ? at : null})`.execute(town.db.owner);
    await sql`insert into danger_call (org_id, id, concern_id, person_id, position) values (${town.org}, ${crypto.randomUUID()}, ${concern}, ${esi}, 0)`.execute(town.db.owner);
    const left = async () => [(await town.db.owner.selectFrom('contact_release').select('id').execute()).map(({ id }) => id).toSorted(), (await town.db.owner.selectFrom('danger_call').select('id').execute()).length];
    await night(2000);
    expect(await left()).toEqual([[told, untold].toSorted(), 1]);
    await town.db.owner.updateTable('concern').set({ closed_at: town.clock.now() }).where('id', '=', concern).execute();
    await night(367);
    expect(await left()).toEqual([[told, untold].toSorted(), 0]);
    await night(366);
    expect(await left()).toEqual([[untold], 0]);
  });

  test('What the house noted for itself goes after four hundred days, and never before each of its readers has read it; the trail stays', async () => {
    const facts = async () => Number((await town.db.owner.selectFrom('fact').select(({ fn }) => fn.countAll<string>().as('n')).executeTakeFirstOrThrow()).n);
    const trail = async () => Number((await town.db.owner.selectFrom('trail').select(({ fn }) => fn.countAll<string>().as('n')).executeTakeFirstOrThrow()).n);
    await readFacts(town.house, town.org, noticesReader);
    value(await closeRequest(await town.as('Chidi'), { request: await askForSupport(town, 'Kit'), how: 'answered-another-way' }));
    const [had, lines] = [await facts(), await trail()];
    const unread = await town.db.owner.selectFrom('fact').select('id').where('name', '=', 'intake.request-received').execute();
    await night(401);
    expect(await facts()).toBeLessThan(had);
    for (const { id } of unread) expect(await town.db.owner.selectFrom('fact').select('id').where('id', '=', id).execute()).toHaveLength(1);
    await readFacts(town.house, town.org, noticesReader);
    await night();
    for (const { id } of unread) expect(await town.db.owner.selectFrom('fact').select('id').where('id', '=', id).execute()).toEqual([]);
    expect(await trail()).toBeGreaterThanOrEqual(lines);
    await expect(town.db.within({ org: town.org }, (db) => db.deleteFrom('fact').execute())).rejects.toThrow(/permission denied/);
  });

  test('A night begins at two o’clock where the organisation lives', async () => {
    town.clock.moveBy(new Date('2026-11-24T08:30:00Z').getTime() - town.clock.now().getTime());
    await sweepNight(town.house, town.org);
    expect(await town.db.owner.selectFrom('retention_night').select('day').execute()).toEqual([]);
    town.clock.moveBy(2 * 3_600_000);
    await sweepNight(town.house, town.org);
    expect(await town.db.owner.selectFrom('retention_night').select('day').execute()).toHaveLength(1);
  });
});

describe('choosing how long', () => {
  test('A coordinator looks first, sees counts by month alone, and chooses within the bounds', async () => {
    const request = await askForSupport(town, 'Kit');
    const chidi = await town.as('Chidi');
    value(await closeRequest(chidi, { request, how: 'answered-another-way' }));
    const preview = await keptPreview(chidi, { programme: town.programme.id, kind: 'requests', days: 60 });
    expect(preview).toMatchObject({ days: 365, asked: 60, later: 0 });
    expect(preview.months.filter(({ count: n }) => n > 0)).toEqual([{ month: '2027-01', count: 1 }]);
    expect(await chooseKept(chidi, { programme: town.programme.id, kind: 'requests', days: 5 })).toMatchObject({ kind: 'refused', code: 'out-of-bounds' });
    value(await chooseKept(chidi, { programme: town.programme.id, kind: 'requests', days: 60 }));
    value(await chooseKept(chidi, { programme: town.programme.id, kind: 'requests', days: 90 }));
    expect((await keptHere(chidi, { programme: town.programme.id })).find(({ kind }) => kind === 'requests')).toMatchObject({ days: 90, tonight: 0 });
    await night(89);
    expect(await answersOf(request)).toBeGreaterThan(0);
    await night(3);
    expect(await answersOf(request)).toBe(0);
  });

  test('What is kept for the whole organisation is an administrator’s to choose, and nobody else sees any of it', async () => {
    const input = { programme: town.programme.id, kind: 'notices' as const, days: 60 };
    expect(await chooseKept(await town.as('Chidi'), input)).toEqual({ kind: 'absent' });
    value(await chooseKept(await town.as('Hana'), input));
    for (const name of ['Kit', 'Esi'] as const) await expect(keptHere(await town.as(name), { programme: town.programme.id })).rejects.toThrow('absent');
    await expect(keptHere(town.stranger(), { programme: town.programme.id })).rejects.toThrow('absent');
  });

  test('For a programme that is not there, or another organisation’s, nothing can be chosen, by an administrator neither', async () => {
    const elsewhere = '01a20000-0000-7000-8000-000000000001';
    for (const kind of ['notices', 'import-sheets'] as const) expect(await chooseKept(await town.as('Hana'), { programme: elsewhere, kind, days: 24 })).toEqual({ kind: 'absent' });
  });

  test('Every kind has its bounds around what is usual', () => {
    for (const { least, usual, most } of keptFor) expect(least <= usual && usual <= most).toBe(true);
  });
});
