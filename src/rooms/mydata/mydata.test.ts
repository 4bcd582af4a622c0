import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { sendMessage } from '../conversations/index.ts';
import { raiseConcern } from '../disclosures/index.ts';
import { takeBackMessages } from '../leaving/index.ts';
import { writeLetter } from '../letters/index.ts';
import { changeMe } from '../people/index.ts';
import { blockPerson } from '../safety/index.ts';
import type { Scene } from '../../platform/scene.ts';
import { type Town, testTown } from '../../testing/town.ts';
import { value, walkTogether } from '../../testing/walking.ts';
import { mayTakeMyData, myEntries, takeMyData } from './my-data.ts';
import type { Entry } from './section.ts';
import { leftOut, type SectionName, sectionNames, sections } from './sections.ts';

let town: Town;
let talk: string;
const fresh = async (name: 'Amina' | 'Ben' | 'Chidi') => (await town.session(await town.id(name))).scene;
async function all(scene: Scene, section: SectionName): Promise<readonly Entry[]> {
  const found: Entry[] = [];
  for await (const page of myEntries(scene, section)) found.push(...page);
  return found;
}
async function everything(scene: Scene): Promise<Record<string, readonly Entry[]>> {
  const found: Record<string, readonly Entry[]> = {};
  for (const name of sectionNames) found[name] = await all(scene, name);
  return found;
}

beforeAll(async () => {
  town = await testTown();
  ({ conversation: talk } = await walkTogether(town, { seeker: 'Amina', supporter: 'Ben' }));
  value(await changeMe(await town.as('Amina'), { name: 'Amina of the hill', pronouns: 'elle', lang: 'fr', zone: '' }));
  value(await sendMessage(await town.as('Amina'), { conversation: talk, sending: 'from-amina', words: 'words of Amina' }));
  value(await sendMessage(await town.as('Ben'), { conversation: talk, sending: 'from-ben-1', words: 'words of Ben' }));
  value(await sendMessage(await town.as('Ben'), { conversation: talk, sending: 'from-ben-2', words: 'taken back by Ben' }));
  value(await takeBackMessages(await town.as('Ben'), { conversation: talk, seqs: [3] }));
  value(await writeLetter(await town.as('Amina'), { programme: town.programme.id, words: 'A letter of Amina.' }));
});

describe('everything about me', () => {
  test('It holds what one wrote, answered, received and agreed to, in words', async () => {
    const found = await everything(await fresh('Amina'));
    expect(found['person']).toMatchObject([{ name: 'Amina of the hill', pronouns: 'elle', language: 'fr' }]);
    expect(found['contacts']).toMatchObject([{ value: 'amina@example.org' }]);
    expect(JSON.stringify(found['answers'])).toContain('Amina wrote this.');
    expect(found['messages']).toMatchObject([{ words: 'words of Amina', by_me: true, from: 'Amina of the hill' }, { words: 'words of Ben', by_me: false, from: 'Ben' }, { words: null }]);
    expect(found['letters']).toMatchObject([{ words: 'A letter of Amina.' }]);
    expect(found['relationships']).toMatchObject([{ other: 'Ben', my_side: 'seeker' }]);
    expect(found['introductions']).toHaveLength(1);
    expect(found['sign-ins']?.length).toBeGreaterThan(0);
    expect(found['did']?.some(({ act }) => act === 'conversations.send-message')).toBe(true);
    expect(JSON.stringify(found).match(/.{80}(taken back by Ben|[0-9a-f]{8}-[0-9a-f]{4}-).{20}/)).toBeNull();
  });

  test('Nothing of anybody else is in it: not what another wrote to the programme, not who blocked one, not a concern about one', async () => {
    value(await blockPerson(await fresh('Ben'), { person: await town.id('Amina') }));
    value(await writeLetter(await fresh('Chidi'), { programme: town.programme.id, person: await town.id('Amina'), words: 'A letter to Amina.' }));
    value(await raiseConcern(await fresh('Ben'), { about: { kind: 'person', id: await town.id('Amina') }, now: 'now-unsure', seen: 'CANARY-5511 about Amina' }));
    expect(JSON.stringify(await all(await fresh('Ben'), 'concerns'))).toContain('CANARY-5511');
    const copy = await everything(await fresh('Amina'));
    expect(JSON.stringify(copy)).not.toMatch(/CANARY-5511|ben@example/);
    // The trail knows who did what about whom. That somebody blocked one, or was worried about one, is told nowhere: not by a word, and not by a name and a time.
    expect(copy['looked']?.map(({ who, act }) => `${String(who)} ${String(act)}`).filter((line) => /Ben|safety|disclosures|breaches/.test(line))).toEqual([]);
    expect(copy['looked']).toMatchObject([{ who: 'Chidi', act: 'letters.write-letter' }]);
    expect((await all(await fresh('Ben'), 'blocks'))).toMatchObject([{ other: 'Amina of the hill' }]);
    expect(await all(await fresh('Amina'), 'blocks')).toEqual([]);
  });

  test('It takes a fresh sign-in: a session of long ago, one that began by e-mail alone and waits, and a stranger get nothing', async () => {
    const amina = await fresh('Amina');
    await town.db.owner.updateTable('session').set({ history_from: new Date(town.clock.now().getTime() + 3_600_000) }).where('id', '=', (amina.actor as { session: string }).session).execute();
    expect(await takeMyData(amina, {})).toMatchObject({ kind: 'refused', code: 'history-waits' });
    await expect(all(amina, 'letters')).rejects.toThrow('absent');
    const old = await fresh('Amina');
    town.clock.moveBy(2 * 3_600_000);
    expect((await mayTakeMyData(old, {})).may).toBe('sign-in-again');
    expect(await takeMyData(old, {})).toMatchObject({ kind: 'refused', code: 'sign-in-again' });
    for (const section of ['person', 'messages', 'agreements'] as const) await expect(all(old, section)).rejects.toThrow('absent');
    await expect(all(town.stranger(), 'person')).rejects.toThrow('absent');
  });

  test('Every table that names a person is in it, or left out with a reason', async () => {
    const { rows } = await sql<{ table: string }>`
      select distinct c.relname as table from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where n.nspname = 'public' and c.relkind = 'r' and format_type(a.atttypid, null) in ('uuid', 'uuid[]')
        and (a.attname ~ '(person|author|_by$|^by_|owner_id|backup_id|actor_id|promised_to|kept_from|also_for|seeker|supporter_id|raised)')`.execute(town.db.owner);
    const held = new Set<string>([...Object.values(sections).flatMap(({ tables }) => tables as readonly string[]), ...Object.keys(leftOut)]);
    expect(rows.map(({ table }) => table).filter((table) => !held.has(table)).sort()).toEqual([]);
    const { rows: there } = await sql<{ table: string }>`select c.relname as table from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'r'`.execute(town.db.owner);
    const names = new Set(there.map(({ table }) => table));
    expect([...held].filter((table) => !names.has(table))).toEqual([]);
  });

  test('A long list comes whole, in order, a page at a time', async () => {
    const amina = await town.id('Amina');
    await sql`insert into trail (org_id, id, at, actor_id, actor_kind, act, outcome, request_id)
      select ${town.org}, gen_random_uuid(), now(), ${amina}, 'person', 'test.number-' || n, 'done', 'test' from generate_series(1, 950) n`.execute(town.db.owner);
    const scene = await fresh('Amina');
    const sizes: number[] = [];
    const acts: unknown[] = [];
    for await (const page of myEntries(scene, 'did')) {
      sizes.push(page.length);
      acts.push(...page.map(({ act }) => act));
    }
    expect(Math.max(...sizes)).toBeLessThanOrEqual(200);
    expect(new Set(acts.filter((act) => String(act).startsWith('test.number-'))).size).toBe(950);
  });
});
