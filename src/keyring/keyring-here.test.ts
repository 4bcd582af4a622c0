import { readFile, stat } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { anchorHolds } from '../trail/index.ts';
import { fileCustody } from './custody.ts';
import { keepsTheKeyringContract, type Stand } from './keyring-contract.ts';
import { membershipTable } from './membership-table.ts';
import { openKeyringHere } from './open-here.ts';
import { keyIdOf, valueKey, wordsKey } from './place.ts';
import type { Refusal } from './refusals.ts';
import { KeyStore } from './store.ts';
import { cast, keyOrWhy, markOf, noon, seat, spareDirectory } from './testing.ts';

interface Here extends Stand {
  readonly path: string;
  readonly refusals: Refusal[];
  at: number;
}

async function here(more: Partial<Parameters<typeof openKeyringHere>[0]> = {}): Promise<Here> {
  const [directory, table, refusals] = [await spareDirectory(), membershipTable(), [] as Refusal[]];
  seat(table);
  const clock = { at: noon };
  const keyring = await openKeyringHere({ directory: directory.path, membership: table, now: () => clock.at, log: (refusal) => refusals.push(refusal), ...more });
  return {
    keyring, table, refusals, path: directory.path, now: () => clock.at,
    get at() { return clock.at; },
    set at(at) { clock.at = at; },
    async close() {
      await keyring.close();
      await directory.remove();
    },
  };
}

describe('a keyring in this process', () => {
  keepsTheKeyringContract(() => here());

  it('logs every refused call with ids and a mark of the session, never the session or a key', async () => {
    const stand = await here();
    const place = wordsKey(cast.talk, cast.amina);
    await stand.keyring.unwrap('s-amina', [place]);
    expect(stand.refusals).toEqual([]);
    await stand.keyring.unwrap('s-chidi', [place]);
    await stand.keyring.tag('s-ben', [markOf(cast.amina)]);
    await stand.keyring.destroy('s-ben', { kind: 'author', author: cast.amina });
    await stand.keyring.unwrap('nobody', [place]);
    await stand.keyring.verify([{ mark: markOf(cast.amina), tag: Buffer.alloc(32), tagKeyId: '1.2026-11-21' }]);
    expect(stand.refusals.map(({ call, why, person }) => [call, why, person])).toEqual([
      ['unwrap', 'not-a-member', cast.chidi], ['tag', 'not-a-member', cast.ben], ['destroy', 'not-a-member', null], ['unwrap', 'no-session', null], ['verify', 'tag-does-not-hold', null],
    ]);
    expect(stand.refusals[0]?.ids).toEqual([keyIdOf(place)]);
    expect(JSON.stringify(stand.refusals)).not.toMatch(/s-chidi|s-ben|nobody/);
    await stand.close();
  });

  it('writes the refusals to a file only its owner may read', async () => {
    const directory = await spareDirectory();
    const keyring = await openKeyringHere({ directory: directory.path, membership: membershipTable(), now: () => noon });
    await keyring.unwrap('nobody', [wordsKey(cast.talk, cast.amina)]);
    expect(JSON.parse(await readFile(`${directory.path}/refusals.log`, 'utf8'))).toMatchObject({ call: 'unwrap', why: 'no-session', count: 1 });
    expect((await stat(`${directory.path}/refusals.log`)).mode & 0o077).toBe(0);
    await keyring.close();
    await directory.remove();
  });

  it('lets a session open only so many keys a minute, and says so in the log', async () => {
    const stand = await here({ caps: { keysPerSession: 5, keysForHouse: 2 } });
    const place = wordsKey(cast.talk, cast.amina);
    const first = await stand.keyring.unwrap('s-amina', Array.from({ length: 8 }, () => place));
    expect(first.map((answer) => answer.ok)).toEqual([true, true, true, true, true, false, false, false]);
    expect((await stand.keyring.unwrap('s-ben', [place]))[0]?.ok).toBe(true);
    stand.at += 24_000;
    expect((await stand.keyring.unwrap('s-amina', [place, place, place])).map((answer) => answer.ok)).toEqual([true, true, false]);
    expect((await stand.keyring.unwrap(null, [1, 2, 3].map((generation) => valueKey(cast.org, cast.ben, generation)))).map(keyOrWhy)[2]).toBe('too-many');
    expect(stand.refusals.map(({ why, ids }) => [why, ids.length])).toEqual([['too-many', 3], ['too-many', 1], ['too-many', 1]]);
    await stand.close();
  });

  it('signs anchors that a stranger can check with the public key alone', async () => {
    const stand = await here();
    const answer = await stand.keyring.anchor({ chain: cast.org, seq: 10, head: 'ab'.repeat(32), hour: '2026-11-21T10', tagsRoot: null });
    const { anchorKeys } = await stand.keyring.health();
    if (!answer.ok) return expect.unreachable();
    expect(anchorHolds(answer.anchor, anchorKeys)).toBe(true);
    expect(anchorHolds({ ...answer.anchor, seq: 11 }, anchorKeys)).toBe(false);
    await stand.close();
  });

  it('tells about destroyed keys so that copies can be wiped', async () => {
    const told: string[] = [];
    const stand = await here({ onDestroyed: (ids) => told.push(...ids) });
    await stand.keyring.unwrap('s-amina', [wordsKey(cast.talk, cast.amina)]);
    await stand.keyring.destroy(null, { kind: 'keys', ids: [keyIdOf(wordsKey(cast.talk, cast.amina))] });
    expect(told).toEqual([keyIdOf(wordsKey(cast.talk, cast.amina))]);
    await stand.close();
  });

  it('changes its key-encryption key once a week, and when an erasure still waits for it', async () => {
    const directory = await spareDirectory();
    const openAt = (at: number) => openKeyringHere({ directory: directory.path, membership: membershipTable(), now: () => at });
    const kekAt = async (at: number): Promise<string> => {
      const keyring = await openAt(at);
      await keyring.destroy(null, { kind: 'keys', ids: [] });
      await keyring.close();
      const again = await openAt(at);
      const { kek } = await again.health();
      await again.close();
      return kek.split('.')[1] ?? '';
    };
    const [day, week] = [86_400_000, 7 * 86_400_000];
    expect([await kekAt(noon), await kekAt(noon + week - day), await kekAt(noon + week + day), await kekAt(noon + week + 2 * day)]).toEqual(['1', '1', '2', '2']);
    const custody = await fileCustody(`${directory.path}/kek`);
    const store = await KeyStore.open({ directory: `${directory.path}/store`, custody, now: () => noon + week + 2 * day });
    await store.add([valueKey(cast.org, cast.ben)]);
    await store.destroy(() => true);
    await store.close();
    expect(await kekAt(noon + week + 2 * day)).toBe('3');
    await directory.remove();
  });

  it('does not let made-up sessions push out the count of a real one', async () => {
    const stand = await here({ caps: { keysPerSession: 1 }, log: () => undefined });
    const place = wordsKey(cast.talk, cast.amina);
    expect(keyOrWhy((await stand.keyring.unwrap('s-amina', [place]))[0])).toMatch(/^[0-9a-f]{64}$/);
    for (let at = 0; at < 10_001; at += 1) await stand.keyring.unwrap(`made up ${at}`, [place]);
    expect(keyOrWhy((await stand.keyring.unwrap('s-amina', [place]))[0])).toBe('too-many');
    await stand.close();
  });

  it('makes one key when many ask for a new one at once', async () => {
    const stand = await here();
    const answers = await Promise.all(Array.from({ length: 20 }, () => stand.keyring.unwrap('s-amina', [wordsKey(cast.talk, cast.amina)])));
    expect(new Set(answers.map(([answer]) => keyOrWhy(answer))).size).toBe(1);
    await stand.close();
  });
});
