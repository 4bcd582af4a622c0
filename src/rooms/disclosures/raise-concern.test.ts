import { beforeAll, describe, expect, test } from 'vitest';
import { concernKey } from '../../keyring/place.ts';
import { decodePayload, encodePayload, type DisclosedMessage, openValue, unpackInner, verifyDisclosure } from '../../proof/index.ts';
import { type Town, testTown } from '../../testing/town.ts';
import { value, walkTogether } from '../../testing/walking.ts';
import { sendMessage } from '../conversations/index.ts';
import { giveRole } from '../programmes/index.ts';
import { sweepPromises } from '../promises/index.ts';
import { closeConcern, concern, concerns, handConcernOver, logConcernCall, noteOnConcern, openConcern, sweepConcerns, takeConcern } from '../safety/index.ts';
import { raiseConcern } from './raise-concern.ts';
import { raising } from './raising.ts';

let town: Town;
let talk: string;
let together: string;
beforeAll(async () => {
  town = await testTown();
  await town.inside(async (inside) => {
    await giveRole(inside, { person: await town.id('Dalia'), programme: town.programme.id, role: 'safety-lead', duty: 'safety-backup' });
  });
  ({ conversation: talk, relationship: together } = await walkTogether(town, { seeker: 'Kit', supporter: 'Ben' }));
  const [kit, ben] = [await as('Kit'), await as('Ben')];
  let sending = 0;
  for (const [scene, words] of [[kit, 'Hello Ben'], [ben, 'Hello Kit'], [kit, 'CANARY-7731 I don’t see how I get to Friday.'], [kit, 'Don’t tell anyone I said this.'], [ben, 'I am here.'], [kit, 'Good night']] as const) {
    value(await sendMessage(scene, { conversation: talk, words, sending: `sending-${(sending += 1)}` }));
  }
});

/** Somebody with a session that is new: a staff session ends after hours, and these stories go over days. */
const as = async (name: Parameters<Town['as']>[0]) => (await town.session(await town.id(name))).scene;
const at = (moment: string) => town.clock.moveBy(new Date(moment).getTime() - town.clock.now().getTime());
const about = () => ({ kind: 'conversation' as const, id: talk });
const raiseAs = async (name: Parameters<Town['as']>[0], more: Record<string, unknown> = {}) => value(await raiseConcern(await as(name), { now: 'now-unsure', seen: 'She said it plainly.', ...more }));

describe('raising a concern', () => {
  test('From a conversation it goes to the safety lead with the messages that were chosen, proved, with what lies between counted', async () => {
    const { id, lead } = await raiseAs('Ben', { about: about(), messages: [3, 6] });
    expect(lead).toBe('Esi');
    const seen = await concern(await as('Esi'), { concern: id });
    if (seen.as !== 'answering') return expect.unreachable();
    expect(seen.words.seen).toBe('She said it plainly.');
    expect(seen.about.name).toBe('Kit');
    expect(seen.shown).toMatchObject({ genuine: true, items: [{ seq: 3, author: 'Kit', body: 'CANARY-7731 I don’t see how I get to Friday.', doubt: null, gapBefore: 0 }, { seq: 6, gapBefore: 2, doubt: null }] });
  });

  test('Only the two on safety duty open it: no coordinator, administrator, member, stranger, and not whom it is about', async () => {
    const { id } = await raiseAs('Ben', { about: about() });
    for (const name of ['Esi', 'Dalia'] as const) expect((await concern(await as(name), { concern: id })).as, name).toBe('answering');
    for (const name of ['Chidi', 'Hana', 'Kit', 'Maryam'] as const) {
      await expect(concern(await as(name), { concern: id }), name).rejects.toThrow('absent');
      for (const act of [takeConcern, openConcern]) expect(await act(await as(name), { concern: id }), name).toEqual({ kind: 'absent' });
      expect(await noteOnConcern(await as(name), { concern: id, text: 'x' }), name).toEqual({ kind: 'absent' });
    }
    await expect(concern(town.stranger(), { concern: id })).rejects.toThrow('absent');
    for (const name of ['Chidi', 'Hana', 'Kit'] as const) await expect(concerns(await as(name), {}), name).rejects.toThrow('absent');
  });

  test('Who raised it reads how it stands and what left, and nothing of the record', async () => {
    const { id } = await raiseAs('Ben', { about: about(), messages: [3] });
    value(await takeConcern(await as('Esi'), { concern: id }));
    value(await noteOnConcern(await as('Esi'), { concern: id, text: 'NOTE-9 for safety only' }));
    value(await closeConcern(await as('Esi'), { concern: id, outcome: 'agreed-next-steps', text: 'RECORD-9 for safety only', back: 'Kit knows whom to call.' }));
    const seen = await concern(await as('Ben'), { concern: id });
    expect(seen).toMatchObject({ as: 'raising', lead: 'Esi', back: 'Kit knows whom to call.', shown: { items: [{ seq: 3 }] } });
    expect(JSON.stringify(seen)).not.toMatch(/NOTE-9|RECORD-9/);
  });

  test('It never goes to whom the raiser named; then the back-up, then the lead gets it', async () => {
    const esi = await town.id('Esi');
    expect((await raiseAs('Maryam', { notTo: [esi] })).lead).toBe('Dalia');
    const both = await raiseAs('Maryam', { notTo: [esi, await town.id('Dalia')] });
    expect(both.lead).toBe('Hana');
    for (const name of ['Esi', 'Dalia', 'Chidi'] as const) await expect(concern(await as(name), { concern: both.id }), name).rejects.toThrow('absent');
    expect((await concern(await as('Hana'), { concern: both.id })).as).toBe('answering');
    expect((await concerns(await as('Hana'), {})).open.map(({ id }) => id)).toEqual([both.id]);
  });

  test('One about the safety lead goes to the board, not to who stands in for them; with no board but the raiser it goes to the back-up after all', async () => {
    const aboutEsi = { about: { kind: 'person', id: await town.id('Esi') } };
    const { id, lead } = await raiseAs('Maryam', aboutEsi);
    expect(lead).toBe('Hana');
    for (const name of ['Esi', 'Dalia', 'Chidi'] as const) await expect(concern(await as(name), { concern: id }), name).rejects.toThrow('absent');
    expect((await concern(await as('Hana'), { concern: id })).as).toBe('answering');
    expect((await raiseAs('Hana', aboutEsi)).lead).toBe('Dalia');
  });

  test('When everybody who could answer is kept from it, nothing is taken that nobody would read, and the raiser is told so', async () => {
    const before = await town.db.owner.selectFrom('concern').select('id').execute();
    const notTo = await Promise.all((['Esi', 'Dalia', 'Hana'] as const).map((name) => town.id(name)));
    expect(await raiseConcern(await as('Maryam'), { now: 'now-yes', seen: 'All three of them.', notTo })).toMatchObject({ kind: 'refused', code: 'nobody-free' });
    expect(await town.db.owner.selectFrom('concern').select('id').execute()).toHaveLength(before.length);
  });

  test('A safety lead who walks with somebody stands close to them: a concern about them goes to the back-up', async () => {
    await walkTogether(town, { seeker: 'Jun', supporter: 'Esi' });
    const { id, lead } = await raiseAs('Maryam', { about: { kind: 'person', id: await town.id('Jun') } });
    expect(lead).toBe('Dalia');
    await expect(concern(await as('Esi'), { concern: id })).rejects.toThrow('absent');
    expect((await concern(await as('Dalia'), { concern: id })).as).toBe('answering');
  });

  test('Somebody not signed in can raise one, with or without a way to reach them; they can show no message', async () => {
    const raised = value(await raiseConcern(town.stranger(), { now: 'now-no', seen: 'I saw him push her.', who: 'a man at the ward', reach: '+1 604 555 0188', about: about(), messages: [3] }));
    const seen = await concern(await as('Esi'), { concern: raised.id });
    expect(seen).toMatchObject({ as: 'answering', raisedBy: { signedIn: false, reach: '+1 604 555 0188', contacts: [] }, shown: undefined, about: { name: undefined } });
    expect(value(await raiseConcern(town.stranger(), { now: 'now-no', seen: 'No name.' })).lead).toBe('Esi');
    expect(await raiseConcern(town.stranger(), { now: 'now-no', seen: ' ' })).toMatchObject({ kind: 'mistaken', mistakes: [{ path: 'seen', message: 'safety.mistake.seen' }] });
  });

  test('Only what the raiser can read can be shown: nothing of a conversation they are not in, and staff find no messages behind a relationship', async () => {
    for (const [name, what] of [['Maryam', about()], ['Chidi', { kind: 'relationship' as const, id: together }]] as const) {
      expect((await raising(await as(name), { about: what })).messages).toEqual([]);
      const { id } = await raiseAs(name, { about: what, messages: [1, 2, 3] });
      expect((await concern(await as('Esi'), { concern: id })).shown, name).toBeUndefined();
    }
    expect((await raising(await as('Ben'), { about: about() })).messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await raising(town.stranger(), { about: about() })).toMatchObject({ messages: [], about: undefined, lead: 'Esi' });
  });

  test('A session that began by e-mail alone shows no older words, not by this way either', async () => {
    const { scene } = await town.session(await town.id('Ben'));
    if (scene.actor.kind !== 'person') return expect.unreachable();
    await town.db.owner.updateTable('session').set({ history_from: new Date(town.clock.now().getTime() + 72 * 3_600_000), created_at: town.clock.now() }).where('id', '=', scene.actor.session).execute();
    town.clock.moveBy(60_000);
    const before = await town.db.owner.selectFrom('message').select('sent_at').where('conversation_id', '=', talk).execute();
    await town.db.owner.updateTable('message').set({ sent_at: new Date(town.clock.now().getTime() - 100 * 3_600_000) }).where('conversation_id', '=', talk).execute();
    expect((await raising(scene, { about: about() })).messages).toEqual([]);
    const { id } = value(await raiseConcern(scene, { now: 'now-no', seen: 'older', about: about(), messages: [1, 2, 3] }));
    expect((await concern(await as('Esi'), { concern: id })).shown).toBeUndefined();
    await town.db.owner.updateTable('message').set({ sent_at: before[0]?.sent_at ?? town.clock.now() }).where('conversation_id', '=', talk).execute();
  });

  test('No word of it lies open in the database, in facts or on the trail', async () => {
    await raiseAs('Ben', { about: about(), messages: [3], seen: 'CANARY-4410 seen', reach: 'CANARY-4411' });
    for (const table of ['concern', 'concern_note', 'concern_item', 'trail', 'fact', 'act_once'] as const) {
      const rows = await town.db.owner.selectFrom(table).selectAll().execute();
      const bytes = Buffer.concat(rows.flatMap((row) => Object.values(row).map((cell) => (Buffer.isBuffer(cell) ? cell : Buffer.from(String(JSON.stringify(cell)))))));
      expect(bytes.toString('latin1'), table).not.toMatch(/CANARY/);
      expect(bytes.toString('latin1'), table).not.toContain(Buffer.from('CANARY-7731').toString('base64').slice(0, 12));
    }
  });
});

describe('the clocks of a concern', () => {
  test('Danger is answered in minutes while somebody is there; at night the minutes run from the next morning, and the page says so', async () => {
    const minutes = ({ dueAt }: { dueAt: Date }) => (dueAt.getTime() - town.clock.now().getTime()) / 60_000;
    at('2026-11-24T18:00:00Z');
    expect(minutes(await raiseAs('Ben', { now: 'now-yes' }))).toBe(10);
    expect((await raising(await as('Ben'), {})).nextCover).toBeUndefined();
    at('2026-11-25T08:00:00Z');
    const page = await raising(await as('Ben'), {});
    expect(page.nextCover?.toISOString()).toBe('2026-11-25T16:00:00.000Z');
    expect(page.answeredBy['now-yes']?.toISOString()).toBe('2026-11-25T16:10:00.000Z');
    expect((await raiseAs('Ben', { now: 'now-yes' })).dueAt.toISOString()).toBe('2026-11-25T16:10:00.000Z');
  });

  test('Nobody took it: the back-up gets it, then the lead is brought in, once; a concern kept from the lead stays with safety', async () => {
    at('2026-11-25T18:00:00Z');
    const [open, kept] = [await raiseAs('Ben', { now: 'now-yes', about: about() }), await raiseAs('Maryam', { now: 'now-yes', notTo: [await town.id('Hana')] })];
    at('2026-11-25T18:31:00Z');
    await sweepPromises(town.house, town.org);
    expect((await sweepConcerns(town.house, town.org)).climbed).toBeGreaterThanOrEqual(2);
    expect((await sweepConcerns(town.house, town.org)).climbed).toBe(0);
    expect((await concern(await as('Hana'), { concern: open.id })).as).toBe('answering');
    await expect(concern(await as('Hana'), { concern: kept.id })).rejects.toThrow('absent');
    expect((await concern(await as('Dalia'), { concern: open.id })).as).toBe('answering');
  });

  test('A taken concern keeps its promise, is handed over with its record, called down, looked at again and closed once', async () => {
    const { id } = await raiseAs('Ben', { about: about() });
    const [esi, dalia] = [await as('Esi'), await as('Dalia')];
    expect(await closeConcern(esi, { concern: id, outcome: 'safe-now', text: 'too early' })).toMatchObject({ kind: 'refused', code: 'take-first' });
    value(await takeConcern(esi, { concern: id }));
    expect(await takeConcern(dalia, { concern: id })).toMatchObject({ kind: 'refused', code: 'already-taken' });
    value(await logConcernCall(esi, { concern: id, who: 'Ben', how: 'nobody' }));
    value(await handConcernOver(esi, { concern: id, text: 'I am off at five.' }));
    value(await openConcern(dalia, { concern: id }));
    value(await openConcern(dalia, { concern: id }));
    value(await closeConcern(dalia, { concern: id, outcome: 'safe-now', text: 'Spoke with both.' }));
    expect(await closeConcern(dalia, { concern: id, outcome: 'safe-now', text: 'again' })).toMatchObject({ kind: 'refused', code: 'closed' });
    const seen = await concern(dalia, { concern: id });
    if (seen.as !== 'answering') return expect.unreachable();
    expect(seen.notes.map(({ kind, by, how }) => [kind, by, how])).toEqual([['taken', 'Esi', undefined], ['call', 'Esi', 'nobody'], ['handed-over', 'Esi', undefined], ['opened', 'Dalia', undefined], ['closed', 'Dalia', undefined]]);
    expect(seen.promise?.keptAt).not.toBeNull();
    const facts = await town.db.owner.selectFrom('fact').select(['name', 'about']).where('subject_id', '=', id).orderBy('xid').orderBy('id').execute();
    expect(facts.map(({ name }) => name).filter((name) => name.startsWith('safety.'))).toEqual(['safety.concern-raised', 'safety.concern-taken', 'safety.concern-handed-over', 'safety.concern-closed']);
  });

  test('The record only grows: the app’s login can neither change nor remove a note or a shown message', async () => {
    const { sql } = await import('kysely');
    for (const statement of ['update concern_note set kind = \'x\'', 'delete from concern_note', 'update concern_item set seq = 9', 'delete from concern_item']) {
      for (const wall of ['app', 'member'] as const) await expect(town.db.within({ org: town.org, wall }, (db) => sql.raw(statement).execute(db)), statement).rejects.toThrow(/permission denied/);
    }
  });
});

describe('what was shown', () => {
  /** The disclosure as it is stored, opened with the concern's key: what a cheat would have to change. */
  async function stored(id: string): Promise<DisclosedMessage[]> {
    const rows = await town.db.owner.selectFrom('concern_item').selectAll().where('concern_id', '=', id).orderBy('seq').execute();
    const [answer] = await town.house.keyring.unwrap((await as('Esi')).sessionToken ?? '', [concernKey(town.org, id)]);
    if (answer?.ok !== true) throw new Error('The safety lead is given the key of a concern.');
    return Promise.all(rows.map(async (row) => {
      const { kf, payload } = unpackInner(Buffer.from(openValue(answer.key, { org: town.org, table: 'concern_item', column: 'words', row: row.id }, row.words), 'base64'));
      return { kf, payload, tag: row.tag, tagKeyId: row.tag_key_id, mark: { conversation: row.conversation_id, author: row.author_id, seq: row.seq, time: row.sent_at.getTime(), commitment: row.commitment, previous: row.previous } };
    }));
  }
  const judge = (shown: readonly DisclosedMessage[]) => verifyDisclosure(shown, { tagsHold: (some) => town.house.keyring.verify(some.map(({ tag, tagKeyId, mark }) => ({ tag, tagKeyId, mark }))), anchoredRoot: async () => null });

  test('Altered words, moved blame and back-dating are refused', async () => {
    const { id } = await raiseAs('Ben', { about: about(), messages: [3, 4] });
    const [third, fourth] = await stored(id);
    if (third === undefined || fourth === undefined) return expect.unreachable();
    expect((await judge([third, fourth])).genuine).toBe(true);
    const words = encodePayload({ ...decodePayload(third.payload), body: 'I hate you' });
    const ben = await town.id('Ben');
    for (const [cheat, doubt] of [
      [{ ...third, payload: words }, 'words-altered'], [{ ...third, mark: { ...third.mark, author: ben } }, 'blame-moved'],
      [{ ...third, mark: { ...third.mark, time: third.mark.time - 86_400_000 } }, 'mark-altered'], [{ ...third, mark: { ...third.mark, seq: 2 } }, 'mark-altered'],
    ] as const) expect((await judge([cheat])).messages[0]?.doubt).toBe(doubt);
  });

  test('A row changed in the database is told to the safety lead in words', async () => {
    const { id } = await raiseAs('Ben', { about: about(), messages: [3] });
    await town.db.owner.updateTable('concern_item').set({ author_id: await town.id('Ben') }).where('concern_id', '=', id).execute();
    expect((await concern(await as('Esi'), { concern: id })).shown).toMatchObject({ genuine: false, items: [{ doubt: 'blame-moved' }] });
  });

  test('It still proves when the keys of the conversation were destroyed and its messages are gone', async () => {
    const { id } = await raiseAs('Ben', { about: about(), messages: [3, 4] });
    const kit = await as('Kit');
    expect(await town.house.keyring.destroy(kit.sessionToken ?? '', { kind: 'author', author: await town.id('Kit') })).toMatchObject({ ok: true });
    await town.db.owner.deleteFrom('message').where('conversation_id', '=', talk).where('author_id', '=', await town.id('Kit')).execute();
    expect((await concern(await as('Esi'), { concern: id })).shown).toMatchObject({ genuine: true, items: [{ body: 'CANARY-7731 I don’t see how I get to Friday.' }, { body: 'Don’t tell anyone I said this.' }] });
  });
});
