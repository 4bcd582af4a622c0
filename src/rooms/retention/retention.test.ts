import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { carryOutErasures } from '../leaving/index.ts';
import { conversation, sendMessage } from '../conversations/index.ts';
import { closeRequest } from '../intake/index.ts';
import { writeLetter } from '../letters/index.ts';
import { endRelationship } from '../relationships/index.ts';
import { type Town, testTown } from '../../testing/town.ts';
import { askForSupport, value, walkTogether } from '../../testing/walking.ts';
import { chooseKept } from './choices.ts';
import { keptHere, keptPreview } from './kept.ts';
import { keptFor } from './kinds.ts';
import { sweepNight, sweepOlder } from './sweep.ts';

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

  test('Every kind has its bounds around what is usual', () => {
    for (const { least, usual, most } of keptFor) expect(least <= usual && usual <= most).toBe(true);
  });
});
