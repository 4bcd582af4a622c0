import { sql } from 'kysely';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Scene } from '../../platform/scene.ts';
import { asFile, photoWithPlace } from '../../testing/photos.ts';
import { type Town, testTown } from '../../testing/town.ts';
import { value } from '../../testing/walking.ts';
import { isPicture, makePicture, type Picture } from './make-picture.ts';
import { conversation } from './messages.ts';
import { picture } from './pictures.ts';
import { sendMessage } from './send-message.ts';
import { addMember, openConversation } from './steps.ts';

let town: Town;
let talk: string;
let amina: Scene;
let ben: Scene;
let photo: Picture;
beforeAll(async () => {
  town = await testTown();
  const members = [await town.id('Amina'), await town.id('Ben')];
  talk = await town.inside((inside) => openConversation(inside, { programme: town.programme.id, kind: 'one-to-one', members, started: true }));
  [amina, ben] = [await town.as('Amina'), await town.as('Ben')];
  const made = await makePicture(asFile(await photoWithPlace()));
  photo = isPicture(made) ? made : expect.unreachable(made);
});

let sendings = 0;
async function sent(scene: Scene, more: Record<string, unknown> = {}): Promise<{ seq: number; id: string }> {
  const { seq } = value(await sendMessage(scene, { conversation: talk, sending: `sending-${(sendings += 1)}`, picture: photo, ...more }));
  const { messages } = await conversation(scene, { conversation: talk, after: seq - 1 });
  return { seq, id: messages[0]?.words?.picture?.id ?? '' };
}
const stored = async (seq: number) => (await town.db.owner.selectFrom('attachment').select('sealed').where('conversation_id', '=', talk).where('seq', '=', seq).execute()).map(({ sealed }) => sealed);

describe('a picture in a conversation', () => {
  test('The other one sees it with its words, its size and what its sender says of it, and gets the same bytes', async () => {
    const { seq, id } = await sent(amina, { words: 'Our garden', description: 'A red gate', note: 'note-good-news' });
    const { messages } = await conversation(ben, { conversation: talk, after: seq - 1 });
    expect(messages[0]?.words).toEqual({ body: 'Our garden', note: 'note-good-news', picture: { id, width: 300, height: 400, description: 'A red gate' } });
    const seen = await picture(ben, { conversation: talk, picture: id });
    expect(seen.mediaType).toBe('image/webp');
    expect(seen.bytes.equals(photo.bytes)).toBe(true);
  });

  test('It needs no words; nothing at all is still too little, and bytes that were not made here are never taken', async () => {
    const { seq } = await sent(ben);
    expect((await conversation(amina, { conversation: talk, after: seq - 1 })).messages[0]?.words).toMatchObject({ body: '', picture: { description: '' } });
    const said = (more: Record<string, unknown>) => sendMessage(ben, { conversation: talk, sending: 'sending-nothing', ...more });
    expect(await said({ words: ' ' })).toMatchObject({ kind: 'mistaken', mistakes: [{ path: 'words', message: 'conversations.mistake.empty' }] });
    for (const forged of [{ ...photo }, photo.bytes, 'not-a-picture', null, Object.create(null)]) {
      expect(await said({ picture: forged })).toMatchObject({ kind: 'mistaken', mistakes: [{ path: 'picture', message: 'conversations.mistake.not-a-picture' }] });
    }
    for (const [trouble, message] of [['too-large', 'picture-large'], ['broken', 'picture-broken'], ['busy', 'picture-busy']]) {
      expect(await said({ picture: trouble })).toMatchObject({ kind: 'mistaken', mistakes: [{ path: 'picture', message: `conversations.mistake.${message}` }] });
    }
  });

  test('A retry of one sending is one message with one picture', async () => {
    const once = { conversation: talk, sending: 'a-picture-once', picture: photo };
    const { seq } = value(await sendMessage(amina, once));
    expect(value(await sendMessage(amina, once))).toEqual({ seq });
    expect(await stored(seq)).toHaveLength(1);
  });

  test('What is stored is noise: no part of the picture, nothing of its description, and two sendings of it are nothing alike', async () => {
    const [one, two] = [await sent(amina, { description: 'CANARY-4711' }), await sent(amina, { description: 'CANARY-4711' })];
    const [[first], [second]] = [await stored(one.seq), await stored(two.seq)];
    if (first === undefined || second === undefined) return expect.unreachable();
    for (const bytes of [first, second]) expect(bytes.includes(photo.bytes.subarray(0, 12))).toBe(false);
    await expect(sharp(first).metadata()).rejects.toThrow();
    expect(first.subarray(45, 77).equals(second.subarray(45, 77))).toBe(false);
    const rows = await town.db.owner.selectFrom('message').select('envelope').execute();
    expect(Buffer.concat(rows.map(({ envelope }) => envelope)).toString('latin1')).not.toContain('CANARY-4711');
  });

  test('For staff, another member and a stranger it is not there, nor under another conversation, and a guessed id looks the same', async () => {
    const { id } = await sent(amina);
    for (const scene of [await town.as('Chidi'), await town.as('Hana'), await town.as('Esi'), await town.as('Kit'), town.stranger()]) {
      await expect(picture(scene, { conversation: talk, picture: id })).rejects.toThrow('absent');
    }
    const members = [await town.id('Kit'), await town.id('Ben')];
    const other = await town.inside((inside) => openConversation(inside, { programme: town.programme.id, kind: 'one-to-one', members, started: true }));
    for (const scene of [ben, await town.as('Kit')]) await expect(picture(scene, { conversation: other, picture: id })).rejects.toThrow('absent');
    await expect(picture(ben, { conversation: talk, picture: crypto.randomUUID() })).rejects.toThrow('absent');
  });

  test('The login of staff pages has no privilege on it, and the members’ login shows it to nobody else and lets nobody remove it', async () => {
    const look = (person: string, wall: 'app' | 'member') => town.db.within({ org: town.org, person, wall }, (db) => sql`select 1 from attachment`.execute(db));
    await expect(look(await town.id('Chidi'), 'app')).rejects.toThrow(/permission denied/);
    expect((await look(await town.id('Chidi'), 'member')).rows).toEqual([]);
    expect((await look(await town.id('Amina'), 'member')).rows.length).toBeGreaterThan(0);
    const gone = await town.db.within({ org: town.org, person: await town.id('Kit'), wall: 'member' }, (db) => db.deleteFrom('attachment').where('conversation_id', '=', talk).executeTakeFirst());
    expect(Number(gone.numDeletedRows)).toBe(0);
  });

  test('Who joins later, and a session that began by e-mail alone, see the pictures that they see the words of', async () => {
    const before = await sent(amina);
    await town.inside(async (inside) => addMember(inside, talk, await town.id('Maryam')));
    const maryam = await town.as('Maryam');
    await expect(picture(maryam, { conversation: talk, picture: before.id })).rejects.toThrow('absent');
    const after = await sent(amina);
    expect((await picture(maryam, { conversation: talk, picture: after.id })).bytes.equals(photo.bytes)).toBe(true);

    const { scene } = await town.session(await town.id('Ben'));
    if (scene.actor.kind !== 'person') return expect.unreachable();
    town.clock.moveBy(60_000);
    await town.db.owner.updateTable('session').set({ history_from: new Date(town.clock.now().getTime() + 72 * 3_600_000), created_at: town.clock.now() }).where('id', '=', scene.actor.session).execute();
    await expect(picture(scene, { conversation: talk, picture: after.id })).rejects.toThrow('absent');
    town.clock.moveBy(60_000);
    const fresh = await sent(amina);
    expect((await picture(scene, { conversation: talk, picture: fresh.id })).bytes.equals(photo.bytes)).toBe(true);
  });

  test('Bytes that were changed or put in another’s place open nowhere', async () => {
    const [one, two] = [await sent(amina), await sent(amina)];
    const [other] = await stored(two.seq);
    await town.db.owner.updateTable('attachment').set({ sealed: other ?? Buffer.alloc(0) }).where('id', '=', one.id).execute();
    await expect(picture(ben, { conversation: talk, picture: one.id })).rejects.toThrow('these are not the bytes that were sent');
  });

  test('When a key is destroyed, what it opened goes with it, whoever the house is at that moment', async () => {
    const [hers, his] = [await sent(amina), await sent(ben)];
    const keys = await town.db.owner.selectFrom('data_key').select('id').where('conversation_id', '=', talk).where('author_id', '=', await town.id('Amina')).execute();
    await town.inside(({ db, org, now }) => db.updateTable('data_key').set({ destroyed_at: now }).where('org_id', '=', org).where('id', 'in', keys.map(({ id }) => id)).execute());
    expect(await stored(hers.seq)).toEqual([]);
    expect(await stored(his.seq)).toHaveLength(1);
    await expect(picture(ben, { conversation: talk, picture: hers.id })).rejects.toThrow('absent');
  });
});
