import { afterEach, beforeEach, expect, it } from 'vitest';
import { dayOf, hourOf, type Mark } from '../proof/index.ts';
import type { Keyring } from './keyring.ts';
import type { MembershipTable } from './membership-table.ts';
import { ANCHOR_KEY, keyIdOf, TAG_ROOT, valueKey, wordsKey } from './place.ts';
import { cast, keyOrWhy, markOf as markAt } from './testing.ts';

/** A keyring under test: opened by the suite, whichever way it runs. */
export interface Stand {
  readonly keyring: Keyring;
  readonly table: MembershipTable;
  /** What the keyring's clock says, in milliseconds. */
  now(): number;
  close(): Promise<void>;
}

/** What every keyring does, in this process or in its own. Called within `describe`. */
export function keepsTheKeyringContract(open: () => Promise<Stand>): void {
  let stand: Stand;
  beforeEach(async () => void (stand = await open()));
  afterEach(() => stand.close());
  const one = async (session: string | null, ask: Parameters<Keyring['unwrap']>[1][number]) => keyOrWhy((await stand.keyring.unwrap(session, [ask]))[0]);
  const markOf = (author: string, more: Partial<Mark> = {}) => markAt(author, { time: stand.now(), ...more });
  const hour = (before: number) => hourOf(stand.now() - before * 3_600_000);
  const aminas = wordsKey(cast.talk, cast.amina);

  it('makes an author’s key at the first ask and gives the same one to every member', async () => {
    const key = await one('s-amina', aminas);
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(await one('s-amina', aminas)).toBe(key);
    expect(await one('s-ben', aminas)).toBe(key);
    expect(await one('s-ben', keyIdOf(aminas))).toBe(key);
  });

  it('gives every author, conversation and generation a key of its own', async () => {
    const keys = [await one('s-amina', aminas), await one('s-ben', wordsKey(cast.talk, cast.ben)), await one('s-amina', wordsKey(cast.circle, cast.amina)), await one('s-amina', wordsKey(cast.talk, cast.amina, 2))];
    expect(new Set(keys).size).toBe(4);
  });

  it('does not let a reader make a key in another’s name', async () => {
    expect(await one('s-ben', aminas)).toBe('absent');
    stand.table.join(cast.talk, cast.amina, 'read');
    expect(await one('s-amina', aminas)).toBe('absent');
  });

  it('refuses a coordinator, a former member, a stranger and the house itself', async () => {
    await one('s-amina', aminas);
    expect(await one('s-chidi', aminas)).toBe('not-a-member');
    expect(await one('s-chidi', keyIdOf(aminas))).toBe('not-a-member');
    expect(await one('nobody', aminas)).toBe('no-session');
    expect(await one(null, aminas)).toBe('not-a-member');
    stand.table.leave(cast.talk, cast.ben);
    expect(await one('s-ben', wordsKey(cast.talk, cast.ben))).toBe('not-a-member');
  });

  it('refuses everything once a session has ended', async () => {
    stand.table.signOut('s-amina');
    expect(await one('s-amina', aminas)).toBe('no-session');
    expect((await stand.keyring.tag('s-amina', [markOf(cast.amina)]))[0]).toEqual({ ok: false, why: 'no-session' });
  });

  it('answers nobody while membership cannot be checked', async () => {
    stand.table.down = true;
    await expect(stand.keyring.unwrap('s-amina', [aminas])).rejects.toMatchObject({ name: 'KeyringUnavailable' });
    await expect(stand.keyring.destroy(null, { kind: 'author', author: cast.amina })).rejects.toMatchObject({ name: 'KeyringUnavailable' });
  });

  it('never hands out its own keys', async () => {
    expect(await one('s-amina', keyIdOf(TAG_ROOT))).toBe('absent');
    expect(await one(null, keyIdOf(ANCHOR_KEY))).toBe('absent');
  });

  it('gives keys of contact details to the house and to no session', async () => {
    const key = await one(null, valueKey(cast.org, cast.amina));
    expect(await one(null, valueKey(cast.org, cast.amina))).toBe(key);
    expect(await one('s-amina', valueKey(cast.org, cast.amina))).toBe('not-a-member');
  });

  it('opens a contact sheet or a concern only for those it was released to', async () => {
    const sheet = { kind: 'sheet', org: cast.org, person: cast.ben, generation: 1 } as const;
    expect(await one(null, sheet)).toBe('not-a-member');
    expect(await one('s-chidi', sheet)).toBe('not-a-member');
    stand.table.release(cast.ben, cast.ben, 'write');
    stand.table.release(cast.ben, cast.chidi);
    const key = await one('s-ben', sheet);
    expect(await one('s-chidi', sheet)).toBe(key);
  });

  it('gives the key of a new contact sheet once to whoever writes it down for somebody, and then only to its owner', async () => {
    const sheet = { kind: 'sheet', org: cast.org, person: cast.ben, generation: 1 } as const;
    stand.table.release(cast.ben, cast.chidi, 'make');
    stand.table.release(cast.ben, cast.ben, 'write');
    const key = await one('s-chidi', sheet);
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect([await one('s-chidi', sheet), await one('s-chidi', keyIdOf(sheet))]).toEqual(['not-a-member', 'not-a-member']);
    expect(await one('s-ben', sheet)).toBe(key);
    expect(await one('s-chidi', { ...sheet, generation: 2 })).not.toBe(key);
  });

  it('gives the key of a new concern to the house once, and then only to those who answer it', async () => {
    const concern = { kind: 'concern', org: cast.org, concern: cast.talk, generation: 1 } as const;
    expect(await one('s-chidi', concern)).toBe('not-a-member');
    const key = await one(null, concern);
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(await one(null, concern)).toBe('not-a-member');
    stand.table.join(cast.talk, cast.ben, 'read');
    expect(await one('s-ben', concern)).toBe(key);
    expect(await one('s-chidi', concern)).toBe('not-a-member');
    expect(await stand.keyring.destroy(null, { kind: 'concern', org: cast.org, concern: cast.talk })).toMatchObject({ ok: true, destroyed: { length: 1 } });
    expect(await one('s-ben', concern)).toBe('destroyed');
    expect(await one(null, concern)).toBe('not-a-member');
  });

  it('answers a mixed list one by one, in order', async () => {
    const answers = await stand.keyring.unwrap('s-amina', [aminas, valueKey(cast.org, cast.amina), wordsKey(cast.talk, cast.ben), keyIdOf(TAG_ROOT), wordsKey(cast.circle, cast.amina)]);
    expect(answers.map((answer) => (answer.ok ? answer.key.id : answer.why))).toEqual([keyIdOf(aminas), 'not-a-member', 'absent', 'absent', keyIdOf(wordsKey(cast.circle, cast.amina))]);
  });

  it('tags a message of the session’s own person, now, and knows its tag again', async () => {
    const mark = markOf(cast.amina);
    const [answer] = await stand.keyring.tag('s-amina', [mark]);
    if (answer?.ok !== true) return expect.unreachable();
    expect(answer.tagKeyId).toBe(`1.${dayOf(mark.time)}`);
    const messages = [mark, { ...mark, seq: 2 }, { ...mark, time: mark.time + 1 }, { ...mark, author: cast.ben }].map((some) => ({ tag: answer.tag, tagKeyId: answer.tagKeyId, mark: some }));
    expect(await stand.keyring.verify([...messages, { tag: answer.tag, tagKeyId: `1.${dayOf(mark.time - 86_400_000)}`, mark }])).toEqual([true, false, false, false, false]);
  });

  it('tags no message in another’s name, by a non-member, or at another time', async () => {
    const whys = async (session: string, mark: ReturnType<typeof markOf>) => (await stand.keyring.tag(session, [mark]))[0];
    expect(await whys('s-ben', markOf(cast.amina))).toEqual({ ok: false, why: 'not-a-member' });
    expect(await whys('s-chidi', markOf(cast.chidi))).toEqual({ ok: false, why: 'not-a-member' });
    expect(await whys('s-amina', markOf(cast.amina, { time: stand.now() - 3_600_000 }))).toEqual({ ok: false, why: 'wrong-time' });
    expect(await whys('s-amina', markOf(cast.amina, { time: stand.now() + 3_600_000 }))).toEqual({ ok: false, why: 'wrong-time' });
  });

  it('destroys an author’s words everywhere and leaves the others’ words', async () => {
    await Promise.all([aminas, wordsKey(cast.circle, cast.amina)].map((place) => one('s-amina', place)));
    const bens = await one('s-ben', wordsKey(cast.talk, cast.ben));
    const answer = await stand.keyring.destroy('s-amina', { kind: 'author', author: cast.amina });
    expect(answer).toEqual({ ok: true, final: true, destroyed: expect.arrayContaining([keyIdOf(aminas), keyIdOf(wordsKey(cast.circle, cast.amina))]) });
    expect(await one('s-amina', aminas)).toBe('destroyed');
    expect(await one('s-ben', keyIdOf(aminas))).toBe('destroyed');
    expect(await one('s-chidi', aminas)).toBe('not-a-member');
    expect(await one('s-amina', wordsKey(cast.talk, cast.ben))).toBe(bens);
    expect(await one('s-amina', wordsKey(cast.talk, cast.amina, 2))).toMatch(/^[0-9a-f]{64}$/);
  });

  it('destroys a conversation, and a person’s details, and says the same when asked again', async () => {
    await one('s-amina', aminas);
    await one('s-ben', wordsKey(cast.talk, cast.ben));
    await one('s-ben', wordsKey(cast.circle, cast.ben));
    await one(null, valueKey(cast.org, cast.ben));
    expect(await stand.keyring.destroy(null, { kind: 'conversation', conversation: cast.talk })).toMatchObject({ ok: true, destroyed: { length: 2 } });
    expect(await stand.keyring.destroy(null, { kind: 'person', org: cast.org, person: cast.ben })).toMatchObject({ ok: true, destroyed: { length: 1 } });
    expect(await stand.keyring.destroy(null, { kind: 'person', org: cast.org, person: cast.ben })).toEqual({ ok: true, destroyed: [], final: true });
    expect(await one(null, valueKey(cast.org, cast.ben))).toBe('destroyed');
    expect(await one('s-ben', wordsKey(cast.circle, cast.ben))).toMatch(/^[0-9a-f]{64}$/);
  });

  it('destroys nothing for somebody who may not', async () => {
    const key = await one('s-amina', aminas);
    expect(await stand.keyring.destroy('s-ben', { kind: 'author', author: cast.amina })).toEqual({ ok: false, why: 'not-a-member' });
    expect(await one('s-ben', aminas)).toBe(key);
  });

  it('does not destroy its own keys, not even by id', async () => {
    await stand.keyring.destroy(null, { kind: 'keys', ids: [keyIdOf(TAG_ROOT), keyIdOf(ANCHOR_KEY)] });
    expect(await stand.keyring.health()).toMatchObject({ keys: 2, destroyed: 0 });
  });

  it('signs an hour that is over, once, and never a second history', async () => {
    const body = { chain: cast.org, seq: 10, head: 'ab'.repeat(32), hour: hour(3), tagsRoot: null };
    const signed = await stand.keyring.anchor(body);
    expect(signed.ok).toBe(true);
    expect(await stand.keyring.anchor(body)).toEqual(signed);
    for (const other of [{ head: 'cd'.repeat(32) }, { seq: 9 }, { seq: 11 }, { tagsRoot: 'ab'.repeat(32) }, { hour: hour(4) }, { hour: hour(2), seq: 9 }, { hour: hour(2), head: 'cd'.repeat(32) }])
      expect(await stand.keyring.anchor({ ...body, ...other })).toMatchObject({ ok: false });
    expect(await stand.keyring.anchor({ ...body, hour: hour(0) })).toEqual({ ok: false, why: 'wrong-time' });
    expect(await stand.keyring.anchor({ ...body, chain: 'another' })).toMatchObject({ ok: true });
  });

  it('tells how it is without telling a secret', async () => {
    const key = await one('s-amina', aminas);
    await one('s-chidi', aminas);
    const health = await stand.keyring.health();
    expect(health).toMatchObject({ keys: 3, destroyed: 0, rotationDue: false, refusals: 1, anchorKeys: { 1: expect.stringMatching(/^[\w-]{43}$/) } });
    expect(JSON.stringify(health)).not.toContain(key);
  });
}
