import { beforeAll, describe, expect, test } from 'vitest';
import { asFile, photoWithPlace } from '../../testing/photos.ts';
import { type CastName, type Town, testTown } from '../../testing/town.ts';
import { value, walkTogether } from '../../testing/walking.ts';
import { conversation, makePicture, sendMessage } from '../conversations/index.ts';
import { removeOwnMessages } from '../conversations/index.ts';
import { type ConcernAnswered, concern, shownPicture } from '../safety/index.ts';
import { raiseConcern } from './raise-concern.ts';

let town: Town;
let talk: string;
const ids: string[] = [];
let bytes: Buffer;
beforeAll(async () => {
  town = await testTown();
  ({ conversation: talk } = await walkTogether(town, { seeker: 'Kit', supporter: 'Ben' }));
  const picture = await makePicture(asFile(await photoWithPlace()));
  if (typeof picture === 'string') return expect.unreachable();
  bytes = picture.bytes;
  for (const at of [1, 2, 3]) value(await sendMessage(await as('Kit'), { conversation: talk, picture, description: `shows ${at}`, sending: `picture-${at}` }));
  ids.push(...(await conversation(await as('Ben'), { conversation: talk })).messages.map((one) => one.words?.picture?.id ?? ''));
});

const as = async (name: CastName) => (await town.session(await town.id(name))).scene;
const raiseAs = async (name: CastName, messages: readonly number[]) => value(await raiseConcern(await as(name), { now: 'now-unsure', seen: 'Look.', about: { kind: 'conversation', id: talk }, messages })).id;
const answering = async (id: string): Promise<ConcernAnswered> => {
  const seen = await concern(await as('Esi'), { concern: id });
  return seen.as === 'answering' ? seen : expect.unreachable();
};

describe('a picture that is shown with a concern', () => {
  test('comes with its message, proved by it, for those who answer and for who raised it; the other pictures stay closed', async () => {
    const id = await raiseAs('Ben', [2]);
    expect((await answering(id)).shown).toMatchObject({ genuine: true, items: [{ seq: 2, doubt: null, picture: { id: ids[1], width: 300, height: 400, description: 'shows 2', here: true } }] });
    for (const name of ['Esi', 'Ben'] as const) expect((await shownPicture(await as(name), { concern: id, picture: ids[1] ?? '' })).bytes.equals(bytes), name).toBe(true);
    for (const picture of [ids[0], ids[2], crypto.randomUUID()]) await expect(shownPicture(await as('Esi'), { concern: id, picture: picture ?? '' })).rejects.toThrow('absent');
  });

  test('is not there for a coordinator, an administrator, a member, a stranger, or the one it is about', async () => {
    const id = await raiseAs('Ben', [1]);
    for (const scene of [await as('Chidi'), await as('Hana'), await as('Maryam'), await as('Kit'), town.stranger()]) {
      await expect(shownPicture(scene, { concern: id, picture: ids[0] ?? '' })).rejects.toThrow('absent');
    }
  });

  test('is only ever the one that was sent: other bytes in its place open for nobody', async () => {
    const id = await raiseAs('Ben', [1, 3]);
    const [first] = await town.db.owner.selectFrom('concern_picture').select('sealed').where('concern_id', '=', id).where('id', '=', ids[0] ?? '').execute();
    await town.db.owner.updateTable('concern_picture').set({ sealed: first?.sealed ?? Buffer.alloc(0) }).where('concern_id', '=', id).where('id', '=', ids[2] ?? '').execute();
    await expect(shownPicture(await as('Esi'), { concern: id, picture: ids[2] ?? '' })).rejects.toThrow('these are not the bytes that were sent');
  });

  test('is stored as noise, and the record only grows: the app’s login cannot take it out', async () => {
    const id = await raiseAs('Ben', [3]);
    const [row] = await town.db.owner.selectFrom('concern_picture').select('sealed').where('concern_id', '=', id).execute();
    expect(row?.sealed.includes(bytes.subarray(0, 12))).toBe(false);
    await expect(town.inside(({ db, org }) => db.deleteFrom('concern_picture').where('org_id', '=', org).execute())).rejects.toThrow(/permission denied/);
  });

  test('stays proved when its sender took it back since; shown after that, there is nothing to show', async () => {
    const id = await raiseAs('Ben', [1]);
    const kit = await as('Kit');
    await town.db.within({ org: town.org, person: await town.id('Kit'), wall: 'member' }, (db) => removeOwnMessages({ ...insideOf(kit), db }, talk, [1]));
    expect((await answering(id)).shown).toMatchObject({ genuine: true, items: [{ picture: { here: true } }] });
    expect((await shownPicture(await as('Esi'), { concern: id, picture: ids[0] ?? '' })).bytes.equals(bytes)).toBe(true);
    expect((await answering(await raiseAs('Ben', [1]))).shown).toBeUndefined();
  });
});

/** What a step needs of an act that Kit performs. */
function insideOf(scene: Awaited<ReturnType<typeof as>>) {
  const person = scene.actor.kind === 'person' ? scene.actor.person : expect.unreachable();
  return {
    scene, org: scene.org, actor: scene.actor, now: town.clock.now(), newId: () => crypto.randomUUID(), person: () => person, record: () => undefined, announce: () => undefined, afterCommit: () => undefined,
  };
}
