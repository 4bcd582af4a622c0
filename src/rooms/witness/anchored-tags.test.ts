import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { type DisclosedMessage, hourOf, verifyDisclosure } from '../../proof/index.ts';
import { type Town, testTown } from '../../testing/town.ts';
import { value, walkTogether } from '../../testing/walking.ts';
import { sendMessage } from '../conversations/index.ts';
import { raiseConcern } from '../disclosures/index.ts';
import { concern } from '../safety/index.ts';
import { anchoredTags } from './anchored-tags.ts';
import { anchorHours } from './index.ts';
import { sealTrail } from '../../testing/settled.ts';

const HOUR = 3_600_000;
let town: Town;
let talk: string;
let sending = 0;
const as = async (name: Parameters<Town['as']>[0]) => (await town.session(await town.id(name))).scene;
const say = async (words: string) => value(await sendMessage(await as('Kit'), { conversation: talk, words, sending: `sending-${(sending += 1)}` }));
const hourGoesBy = async () => {
  await sealTrail(town.house, town.org);
  town.clock.moveBy(HOUR);
  await anchorHours(town.house, town.org);
};

/** What the safety lead sees of messages that Ben shows. */
async function shownBy(messages: number[]) {
  const { id } = value(await raiseConcern(await as('Ben'), { now: 'now-unsure', seen: 'It was said plainly.', about: { kind: 'conversation', id: talk }, messages }));
  const seen = await concern(await as('Esi'), { concern: id });
  return seen.as === 'answering' ? seen.shown : undefined;
}

beforeAll(async () => {
  town = await testTown();
  ({ conversation: talk } = await walkTogether(town, { seeker: 'Kit', supporter: 'Ben' }));
  await hourGoesBy();
  await say('First words');
  await say('Second words');
  for (let hour = 0; hour < 3; hour += 1) await hourGoesBy();
  await say('Words of this hour');
});

describe('a message that somebody shows', () => {
  test('of an hour that was signed is proved under it; one of this hour is genuine and not under an anchor yet', async () => {
    const shown = await shownBy([1, 2, 3]);
    expect(shown).toMatchObject({ genuine: true, items: [{ doubt: null, anchored: true }, { doubt: null, anchored: true }, { doubt: null, anchored: false }] });
  });

  test('made up afterwards by a thief of the tag key is doubted in every hour that is over, also in one in which nothing was said', async () => {
    const real = await town.db.owner.selectFrom('message').selectAll().where('conversation_id', '=', talk).where('seq', '=', 1).executeTakeFirstOrThrow();
    const forged = (time: number): DisclosedMessage => ({
      payload: randomBytes(8), kf: randomBytes(32), tag: randomBytes(32), tagKeyId: real.tag_key_id,
      mark: { conversation: talk, author: real.author_id, seq: 1, time, commitment: randomBytes(32), previous: null },
    });
    const hours = [real.sent_at.getTime(), real.sent_at.getTime() + HOUR, town.clock.now().getTime()];
    const { messages, anchoredRoot } = await town.inside((inside) => anchoredTags(inside, hours.map(forged)));
    expect(messages.map(({ underAnchor }) => underAnchor?.hour)).toEqual([hourOf(hours[0] ?? 0), hourOf(hours[1] ?? 0), undefined]);
    const roots = await Promise.all(hours.map((time) => anchoredRoot(hourOf(time))));
    expect(roots.map((root) => root?.length)).toEqual([32, 0, undefined]);
    // With everything else about it in order, the anchor alone gives it away.
    const shown = (await town.inside((inside) => anchoredTags(inside, [{ ...messages[0], tag: randomBytes(32) } as DisclosedMessage]))).messages;
    const verdict = await verifyDisclosure(shown, { tagsHold: async () => [true], anchoredRoot });
    expect(verdict.genuine).toBe(false);
  });

  test('has its tag kept with it, whoever writes the message; no login can take one away', async () => {
    const [{ tags }, { messages }] = await Promise.all([
      town.db.owner.selectFrom('proof_tag').select((e) => e.fn.countAll<number>().as('tags')).executeTakeFirstOrThrow(),
      town.db.owner.selectFrom('message').select((e) => e.fn.countAll<number>().as('messages')).executeTakeFirstOrThrow(),
    ]);
    expect(Number(tags)).toBe(Number(messages));
    expect(Object.keys(await town.db.owner.selectFrom('proof_tag').selectAll().executeTakeFirstOrThrow()).toSorted()).toEqual(['hour', 'org_id', 'tag']);
  });

  test('is doubted when its tag was taken out of the database after its hour was signed', async () => {
    const { tag } = await town.db.owner.selectFrom('message').select('tag').where('conversation_id', '=', talk).where('seq', '=', 2).executeTakeFirstOrThrow();
    await town.db.owner.deleteFrom('proof_tag').where('tag', '=', tag).execute();
    expect(await shownBy([1, 2])).toMatchObject({ genuine: false, items: [{ doubt: 'not-under-anchor' }, { doubt: 'not-under-anchor' }] });
  });
});
