import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { Secret, TOTP } from 'otpauth';
import { openNotice } from '../../platform/notices.ts';
import type { Scene } from '../../platform/scene.ts';
import { noting } from '../../testing/statements.ts';
import { type Town, testTown } from '../../testing/town.ts';
import { value, walkTogether } from '../../testing/walking.ts';
import { conversation, sendMessage } from '../conversations/index.ts';
import { askForLink } from './ask-for-link.ts';
import { isBreached } from './breached-passwords.ts';
import { letIn } from './let-in.ts';
import { makeSignInLink } from './make-sign-in-link.ts';
import { actorOf } from './doorkeeper.ts';
import { endAllDevices, endDevice, endOtherDevices, myDevices } from './devices.ts';
import { deviceOf, readDevice } from './device.ts';
import { addMyEmail, confirmMyEmail, makeMain, removeMyContact } from './my-contacts.ts';
import { me, changeMe } from './me.ts';
import { sayNotMe } from './not-me.ts';
import { beginOwnAccount, useOwnAccount } from './own-account.ts';
import { beginOneTimeCodes, giveSecondStep, oneTimeSetUp } from './one-time-codes.ts';
import { hashPassword, passwordFits } from './password-hash.ts';
import { whyTooEasy } from './password-rules.ts';
import { removePassword, setPassword, usePassword } from './passwords.ts';
import { makeRecoveryCodes, useRecoveryCode } from './recovery-codes.ts';
import { hashOf } from './secrets.ts';
import { delayAfter, passkeysWorkAt, wordsOpenSince } from './rules.ts';
import { beginSession, type SessionBegun } from './sessions.ts';
import { mySessions, signEverybodyOut, signSomebodyOut } from './sign-out-others.ts';
import { useCode, useLink } from './use-link.ts';
import { waysIn } from './ways-in.ts';

let town: Town;
beforeAll(async () => {
  town = await testTown();
});

const HOUR = 3_600_000;
const GOOD = 'four kites over Paspébiac';

/** What a letter carries that nobody else sees. */
async function secretOf(effect: string): Promise<{ token: string; code: string; path: string; dropped: string | null }> {
  const row = await town.db.owner.selectFrom('notice').selectAll().where('effect', '=', effect).executeTakeFirstOrThrow();
  return { ...(JSON.parse(openNotice(town.house, town.org, row.id, 'secret', row.secret)) as { token: string; code: string; path: string }), dropped: row.dropped_why };
}

/** Somebody signs in by e-mail from one browser. */
async function byLink(email: string, browser: string, shared = false): Promise<SessionBegun> {
  const { asked } = value(await askForLink(town.stranger(browser), { email }));
  const { token } = await secretOf(`sign-in-link/${asked}`);
  return value(await useLink(town.stranger(browser), { token, shared, device: 'Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0' }));
}

async function sceneOf({ token }: { token: string }): Promise<Scene> {
  const known = await actorOf(town.house, town.org, token);
  if (known === undefined) throw new Error('not signed in');
  return { house: town.house, org: town.org, actor: known.actor, lang: known.lang, requestId: 'test', sessionToken: token };
}

async function newSignIns(person: string) {
  return town.db.owner.selectFrom('notice').selectAll().where('person_id', '=', person).where('kind', '=', 'new-sign-in').orderBy('made_at').execute();
}

describe('a password', () => {
  test('What everybody tries first is refused, dressed up or not; several words together are fine', () => {
    for (const easy of ['password1234', 'P4ssw0rd2024!', 'qwertyuiop12', 'aaaaaaaaaaaa', '123456789012', 'companionway', 'motdepasse2026', 'dragondragon', 'abababababab', 'zyxwvutsrqpo', 'Ben2026ben!!1']) {
      expect([easy, whyTooEasy(easy, ['Ben', 'ben@example.org'])]).not.toEqual([easy, undefined]);
    }
    for (const good of [GOOD, 'correct horse battery staple', 'Zk3!vaq#9pLw', 'le chat dort sous la table']) expect([good, whyTooEasy(good, ['Ben', 'ben@example.org'])]).toEqual([good, undefined]);
  });

  test('What stands in a known breach is refused, in whatever capitals; the list is no list of words', async () => {
    for (const known of ['PolniyPizdec0211', 'mailcreated5240', 'Sojdlg123aljg', 'LeaveMeAlone', 'chickenwing101']) expect([known, await isBreached(known)]).toEqual([known, true]);
    for (const good of [GOOD, 'correct horse battery staple', 'le chat dort sous la table', 'Zk3!vaq#9pLw']) expect([good, await isBreached(good)]).toEqual([good, false]);
    await town.id('Ben');
    const ben = await sceneOf(await byLink('ben@example.org', 'bens-phone'));
    expect(await setPassword(ben, { password: 'Sojdlg123aljg' })).toMatchObject({ kind: 'refused', code: 'too-easy' });
    await fc.assert(fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 12, maxLength: 40 }), async (typed) => typeof (await isBreached(typed)) === 'boolean'));
  });

  test('A password fits exactly as it was typed: no other capitals, no blank more, no other form of the same letter; one set before that is still known', async () => {
    const stored = await hashPassword('Été à Paspébiac ﬁn');
    expect(await passwordFits('Été à Paspébiac ﬁn', stored)).toBe(true);
    for (const other of ['été à paspébiac ﬁn', 'Été à Paspébiac ﬁn ', 'Été à Paspébiac ﬁn'.normalize('NFD'), 'Été à Paspébiac fin', 'Été à Paspébiac ﬁ']) expect([other, await passwordFits(other, stored)]).toEqual([other, false]);
    const before = await hashPassword('Été à Paspébiac fin'.normalize('NFKC'));
    expect(await passwordFits('Été à Paspébiac ﬁn', before.replace(/^exact/, ''))).toBe(true);
  });

  test('The organisation’s own words make no password', async () => {
    await town.db.owner.updateTable('organisation').set({ name: 'Riverbank House' }).where('org_id', '=', town.org).execute();
    const ben = await town.as('Ben');
    for (const easy of ['RiverbankHouse1', 'Companionway2026', '2026-companionway!']) expect([easy, await setPassword(ben, { password: easy })]).toMatchObject([easy, { kind: 'refused', code: 'too-easy' }]);
  });
  test('Whatever is typed is judged without a fault', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', minLength: 0, maxLength: 80 }), (typed) => { whyTooEasy(typed, ['Amina']); }));
  });

  test('Ben chooses one; it opens his own device at once, and on another one a code goes to his mailbox as well', async () => {
    const ben = await town.id('Ben');
    const first = await sceneOf(await byLink('ben@example.org', 'bens-phone'));
    expect(await setPassword(first, { password: 'short' })).toMatchObject({ kind: 'mistaken' });
    expect(await setPassword(first, { password: 'password1234' })).toMatchObject({ kind: 'refused', code: 'too-easy' });
    value(await setPassword(first, { password: GOOD }));
    const stored = await town.db.owner.selectFrom('password').selectAll().where('person_id', '=', ben).executeTakeFirstOrThrow();
    expect(stored.hash).toMatch(/^exact\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const changes = await town.db.owner.selectFrom('notice').select('secret').where('person_id', '=', ben).where('kind', '=', 'sign-in-changed').execute();
    expect(changes, 'the owner hears of it, with a way to say “this was not me”').toHaveLength(1);

    const here = value(await usePassword(town.stranger('bens-phone'), { email: 'Ben@example.org', password: GOOD }));
    expect(here.is).toBe('in');
    const elsewhere = value(await usePassword(town.stranger('a-library'), { email: 'ben@example.org', password: GOOD }));
    if (elsewhere.is !== 'code') throw new Error('the mailbox was not asked');
    const { code } = await secretOf(`sign-in-link/${elsewhere.asked}`);
    const session = value(await useCode(town.stranger('a-library'), { asked: elsewhere.asked, code, shared: true }));
    if (session.wrong) throw new Error('the code was refused');
    expect((await actorOf(town.house, town.org, session.token))?.actor.proof).toBe('password');
  });

  test('From 12 signs to 1000, of whatever kind, each makes a password that opens; one fewer or one more makes none', async () => {
    const hana = await town.id('Hana');
    const known = async () => sceneOf(await byLink('hana@example.org', 'hanas-desk'));
    const scene = await known();
    const signs = 'wren 7!é漢字🪁~kΩ ';
    const of = (length: number) => Array.from(signs.repeat(100)).slice(0, length).join('').replace(/ $/, '.');
    for (const length of [0, 11]) expect([length, (await setPassword(scene, { password: of(length) })).kind]).toEqual([length, 'mistaken']);
    expect((await setPassword(scene, { password: `${'a wren and '.repeat(91)}` })).kind).toBe('mistaken');
    for (const length of [12, 64, 900]) {
      await town.db.owner.deleteFrom('password').where('person_id', '=', hana).execute();
      value(await setPassword(scene, { password: of(length) }));
      expect([length, value(await usePassword(town.stranger('hanas-desk'), { email: 'hana@example.org', password: of(length) })).is]).toEqual([length, 'in']);
    }
  });

  test('An unknown address, one without a password and a wrong password look the same, in the answer and in the statements behind it', async () => {
    await town.id('Kit');
    const statements = async (email: string) => {
      const seen: string[] = [];
      const spy = noting(town.house, seen);
      const answer = await usePassword({ ...town.stranger('a-thief'), house: spy }, { email, password: 'none of their words' });
      return { answer, seen };
    };
    const [wrong, without, unknown] = [await statements('ben@example.org'), await statements('kit@example.org'), await statements('nobody@example.org')];
    expect(wrong.answer).toEqual({ kind: 'done', value: { is: 'wrong' } });
    expect(without).toEqual(wrong);
    expect(unknown).toEqual(wrong);
    expect(wrong.seen.length).toBeGreaterThan(3);
  });

  test('Asking for a link runs the same statements for whoever is known and for whoever is not', async () => {
    const statements = async (email: string) => {
      const seen: string[] = [];
      const answer = await askForLink({ ...town.stranger('a-thief'), house: noting(town.house, seen) }, { email });
      return { kind: answer.kind, seen };
    };
    const known = await statements('kit@example.org');
    expect(await statements('nobody@example.org')).toEqual(known);
    expect(known.seen.length).toBeGreaterThan(3);
  });

  test('Wrong ones slow down and never lock; whom nobody knows is slowed alike', async () => {
    for (const email of ['ben@example.org', 'nobody-at-all@example.org']) {
      let slowed = 0;
      for (let tries = 0; tries < 6; tries += 1) slowed += (await usePassword(town.stranger('a-thief'), { email, password: 'still none of them' })).kind === 'refused' ? 1 : 0;
      expect(slowed).toBeGreaterThan(0);
    }
    town.clock.moveBy(6 * 60_000);
    expect(value(await usePassword(town.stranger('bens-phone'), { email: 'ben@example.org', password: GOOD })).is).toBe('in');
    fc.assert(fc.property(fc.nat(1000), (failures) => delayAfter(failures) <= 5 * 60_000));
  });

  test('Another one takes the one before it; wrong ones slow down, and whoever forgot it does without it first', async () => {
    const scene = await sceneOf(await byLink('ben@example.org', 'bens-phone'));
    const other = 'five kites over Bonaventure';
    expect(value(await setPassword(scene, { password: other }))).toEqual({ wrong: true });
    expect(value(await setPassword(scene, { password: other, current: 'none of his words' }))).toEqual({ wrong: true });
    expect(value(await usePassword(town.stranger('bens-phone'), { email: 'ben@example.org', password: GOOD })).is, 'nothing changed').toBe('in');
    value(await setPassword(scene, { password: other, current: GOOD }));
    expect(value(await usePassword(town.stranger('bens-phone'), { email: 'ben@example.org', password: other })).is).toBe('in');
    value(await setPassword(scene, { password: GOOD, current: other }));
    let slowed = 0;
    for (let tries = 0; tries < 6; tries += 1) slowed += (await setPassword(scene, { password: other, current: 'still none' })).kind === 'refused' ? 1 : 0;
    expect(slowed).toBeGreaterThan(0);
    town.clock.moveBy(6 * 60_000);
  });

  test('Doing without it steps around no second factor: by mailbox alone it stays until a code of the app, or two of the team who met him', async () => {
    const ben = await town.id('Ben');
    const first = await sceneOf(await byLink('ben@example.org', 'bens-phone'));
    value(await beginOneTimeCodes(first, {}));
    const app = new TOTP({ secret: Secret.fromBase32((await oneTimeSetUp(first, { label: 'Companionway' })).words?.replaceAll(' ', '') ?? '') });
    const code = () => app.generate({ timestamp: town.clock.now().getTime() });
    const stepped = value(await giveSecondStep(first, { code: code() }));
    if (stepped.wrong) throw new Error('the code was refused');

    const scene = await sceneOf(await byLink('ben@example.org', 'bens-phone'));
    expect(await removePassword(scene, {})).toMatchObject({ kind: 'refused', code: 'second-step-first' });
    expect((await waysIn(scene, {})).mayResetPassword).toBe(false);

    const met = await sceneOf(await byLink('ben@example.org', 'bens-new-phone'));
    const session = met.actor.kind === 'person' ? met.actor.session : '';
    const opening = { org_id: town.org, id: session, person_id: ben, session_id: session, programme_id: town.programme.id, met_by: await town.id('Chidi'), met_at: town.clock.now() };
    await town.db.owner.insertInto('older_words_opening').values(opening).execute();
    expect((await waysIn(met, {})).mayResetPassword, 'one of the team alone is not enough').toBe(false);
    await town.db.owner.updateTable('older_words_opening').set({ confirmed_by: await town.id('Dalia'), confirmed_at: town.clock.now() }).where('id', '=', session).execute();
    expect((await waysIn(met, {})).mayResetPassword).toBe(true);
    town.clock.moveBy(30_000);
    const again = value(await giveSecondStep(scene, { code: code() }));
    if (again.wrong) throw new Error('the code was refused');
    expect((await waysIn(await sceneOf(again), {})).mayResetPassword).toBe(true);
    await town.db.owner.deleteFrom('one_time_secret').where('person_id', '=', ben).execute();
  });

  test('He does without one again', async () => {
    const scene = await sceneOf(await byLink('ben@example.org', 'bens-phone'));
    value(await removePassword(scene, {}));
    expect((await waysIn(scene, {})).passwordSetAt).toBeNull();
    expect(value(await usePassword(town.stranger('bens-phone'), { email: 'ben@example.org', password: GOOD })).is).toBe('wrong');
  });
});

describe('a new device', () => {
  test('The first sign-in is nothing new, the same browser is known again, and another one is told to every confirmed address', async () => {
    const person = await town.id('Grace');
    await byLink('grace@example.org', 'graces-phone');
    await byLink('grace@example.org', 'graces-phone');
    expect(await newSignIns(person)).toEqual([]);
    await byLink('grace@example.org', 'a-stranger');
    const [told, ...more] = await newSignIns(person);
    expect(more).toEqual([]);
    expect(told?.dropped_at).toBeNull();
  });

  test('A browser that only wrote a request under an address is not known by it', async () => {
    const person = await town.id('Ivo');
    await town.inside((inside) => beginSession({ ...inside, actor: { kind: 'stranger', visitor: 'wrote-a-request' } }, { person, proof: 'begun' }));
    await byLink('ivo@example.org', 'ivos-phone');
    expect(await newSignIns(person)).toEqual([]);
    await byLink('ivo@example.org', 'wrote-a-request');
    expect((await newSignIns(person)).length).toBe(1);
  });

  test('On a shared computer nobody is known again', async () => {
    const person = await town.id('Maryam');
    await byLink('maryam@example.org', 'the-library', true);
    await byLink('maryam@example.org', 'the-library', true);
    expect((await newSignIns(person)).length).toBe(1);
  });

  test('“This was not me” ends every session and every link on its way, whoever presses it, and a made-up link does nothing', async () => {
    const person = await town.id('Grace');
    const own = await byLink('grace@example.org', 'graces-phone');
    const { asked } = value(await askForLink(town.stranger('a-stranger'), { email: 'grace@example.org' }));
    const waiting = await secretOf(`sign-in-link/${asked}`);
    const [told] = await newSignIns(person);
    const { path } = await secretOf(told?.effect ?? '');
    value(await sayNotMe(town.stranger(), { token: 'no.such' }));
    value(await sayNotMe(town.stranger(), { token: `${path.split('/').at(-1)}x` }));
    expect(await actorOf(town.house, town.org, own.token)).toBeDefined();
    value(await sayNotMe(town.stranger(), { token: path.split('/').at(-1) ?? '' }));
    expect(await actorOf(town.house, town.org, own.token)).toBeUndefined();
    expect(await useLink(town.stranger('a-stranger'), { token: waiting.token })).toMatchObject({ kind: 'refused', code: 'link-over' });
  });

  test('Devices are told in two known words, whatever a browser says of itself', async () => {
    expect(readDevice(deviceOf('Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1'))).toEqual({ browser: 'safari', system: 'ios' });
    expect(readDevice(deviceOf('Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0'))).toEqual({ browser: 'edge', system: 'windows' });
    expect(deviceOf('')).toBe('');
    fc.assert(fc.property(fc.string(), (said) => deviceOf(said).length <= 40));
    const scene = await sceneOf(await byLink('grace@example.org', 'graces-phone'));
    expect((await myDevices(scene, {}))[0]).toMatchObject({ here: true, device: { browser: 'firefox', system: 'android' } });
  });
});

describe('every way in', () => {
  test('opens what the rules say of its strength and nothing more, whichever it is: a role after two steps alone, older words not by the mailbox alone', async () => {
    const dalia = await town.id('Dalia');
    const known = await sceneOf(await byLink('dalia@example.org', 'dalias-desk'));
    value(await setPassword(known, { password: GOOD }));
    const { codes } = value(await makeRecoveryCodes(known, {}));
    await town.db.owner.insertInto('outside_identity').values({ org_id: town.org, id: town.org, person_id: dalia, issuer: 'https://login.example.org', subject: 'dalia', linked_at: town.clock.now() }).execute();
    const code = async (browser: string) => {
      const { asked } = value(await askForLink(town.stranger(browser), { email: 'dalia@example.org' }));
      return value(await useCode(town.stranger(browser), { asked, code: (await secretOf(`sign-in-link/${asked}`)).code }));
    };
    const password = async (browser: string) => {
      const tried = value(await usePassword(town.stranger(browser), { email: 'dalia@example.org', password: GOOD }));
      if (tried.is !== 'code') return tried;
      return value(await useCode(town.stranger(browser), { asked: tried.asked, code: (await secretOf(`sign-in-link/${tried.asked}`)).code }));
    };
    const account = async (twoSteps: boolean) => {
      const body = Buffer.from(JSON.stringify({ org: town.org, issuer: 'https://login.example.org', subject: 'dalia', twoSteps, until: town.clock.now().getTime() + 60_000 })).toString('base64url');
      return value(await useOwnAccount(town.stranger('the-hospital'), { voucher: `${body}.${createHmac('sha256', town.house.secret('own-account')).update(body).digest('base64url')}` }));
    };
    const ways: Record<string, () => Promise<unknown>> = {
      'a link on a browser that is known': () => byLink('dalia@example.org', 'dalias-desk'),
      'a link elsewhere': () => byLink('dalia@example.org', 'elsewhere-1'),
      'a mailed code elsewhere': () => code('elsewhere-2'),
      'a password on a browser that is known': () => password('dalias-desk'),
      'a password and a mailed code elsewhere': () => password('elsewhere-3'),
      'a link from the server': async () => value(await useLink(town.stranger('elsewhere-4'), { token: await town.inside((inside) => makeSignInLink(inside, { person: dalia, email: 'dalia@example.org' })) })),
      'the organisation’s account': () => account(false),
      'the organisation’s account with two steps': () => account(true),
      'a passkey': () => town.inside((inside) => letIn(inside, { person: dalia, proof: 'passkey', secondStep: true, shared: false, device: '' })),
      'a link, and then a printed code': async () => value(await useRecoveryCode(await sceneOf(await byLink('dalia@example.org', 'elsewhere-5')), { recovery: codes[0] ?? '' })),
    };
    const opened: Record<string, string> = {};
    for (const [name, comeIn] of Object.entries(ways)) {
      const scene = await sceneOf(await comeIn() as { token: string });
      const { historyFrom, change } = await waysIn(scene, {});
      const role = scene.actor.kind === 'person' && scene.actor.holds.some(({ role: held }) => held === 'coordinator');
      opened[name] = `${role ? 'role' : 'no role'}, ${historyFrom === null ? 'all words' : 'new words'}, ${change}`;
    }
    expect(opened).toEqual({
      'a link on a browser that is known': 'no role, all words, yes',
      'a link elsewhere': 'no role, new words, history-waits',
      'a mailed code elsewhere': 'no role, new words, history-waits',
      'a password on a browser that is known': 'no role, all words, yes',
      'a password and a mailed code elsewhere': 'no role, all words, yes',
      'a link from the server': 'no role, new words, history-waits',
      'the organisation’s account': 'no role, all words, yes',
      'the organisation’s account with two steps': 'role, all words, yes',
      'a passkey': 'role, all words, yes',
      'a link, and then a printed code': 'role, all words, yes',
    });
  });
});

describe('the list of one’s devices', () => {
  test('Within the hour after signing in one press ends one, or all others; later it takes signing in once more, and ending all of them never does', async () => {
    await town.id('Jun');
    const [own, other] = [await sceneOf(await byLink('jun@example.org', 'juns-phone')), await sceneOf(await byLink('jun@example.org', 'juns-desk'))];
    const otherId = other.actor.kind === 'person' ? other.actor.session : '';
    const lives = async (scene: Scene) => (await actorOf(town.house, town.org, scene.sessionToken ?? '')) !== undefined;
    town.clock.moveBy(2 * HOUR);
    expect(await endDevice(own, { device: otherId })).toMatchObject({ kind: 'refused', code: 'sign-in-again' });
    expect(await endOtherDevices(own, {})).toMatchObject({ kind: 'refused', code: 'sign-in-again' });
    expect((await mySessions(own, {})).fresh).toBe(false);
    expect(await lives(other)).toBe(true);

    const anew = await sceneOf(await byLink('jun@example.org', 'juns-phone'));
    value(await endDevice(anew, { device: otherId }));
    expect([await lives(other), await lives(anew)]).toEqual([false, true]);
    town.clock.moveBy(2 * HOUR);
    value(await endAllDevices(anew, {}));
    expect([await lives(anew), await lives(own)]).toEqual([false, false]);
  });
});

describe('an administrator', () => {
  test('signs one person out everywhere, who is told and sees by whom; an address nobody has gets the same answer, and nobody else may', async () => {
    const [grace, hana] = [await town.id('Grace'), await town.as('Hana')];
    const own = await byLink('grace@example.org', 'graces-phone');
    const { asked } = value(await askForLink(town.stranger('a-thief'), { email: 'grace@example.org' }));
    const letters = async () => (await town.db.owner.selectFrom('notice').select('id').where('person_id', '=', grace).where('kind', '=', 'signed-out').execute()).length;
    const before = await letters();
    for (const nobody of [await town.as('Ben'), await town.as('Chidi'), town.stranger()]) expect(await signSomebodyOut(nobody, { email: 'grace@example.org' })).toMatchObject({ kind: 'absent' });
    expect(value(await signSomebodyOut(hana, { email: 'nobody@example.org' }))).toEqual({ here: false });
    expect(await actorOf(town.house, town.org, own.token)).toBeDefined();

    expect(value(await signSomebodyOut(hana, { email: 'Grace@example.org' }))).toEqual({ here: false });
    expect(await actorOf(town.house, town.org, own.token)).toBeUndefined();
    expect(await useLink(town.stranger('a-thief'), { token: (await secretOf(`sign-in-link/${asked}`)).token })).toMatchObject({ kind: 'refused', code: 'link-over' });
    expect(await letters()).toBe(before + 1);
    const again = await sceneOf(await byLink('grace@example.org', 'graces-phone'));
    expect((await mySessions(again, {})).ended).toMatchObject([{ all: false, by: 'Hana' }]);
    expect((await mySessions(await town.as('Ivo'), {})).ended).toEqual([]);
  });
});

describe('a stolen mailbox', () => {
  test('By e-mail alone new messages open at once and older ones after 72 hours; nothing that would shorten it can be set up meanwhile', async () => {
    const { conversation: id } = await walkTogether(town, { seeker: 'Amina', supporter: 'Jun' });
    const [amina, jun] = [await town.as('Amina'), await town.as('Jun')];
    const own = await sceneOf(await byLink('amina@example.org', 'aminas-phone'));
    value(await sendMessage(amina, { conversation: id, sending: 'sending-one', words: 'said before the theft' }));
    value(await makeRecoveryCodes(own, {}));
    town.clock.moveBy(HOUR);

    const thief = await sceneOf(await byLink('amina@example.org', 'the-thief'));
    town.clock.moveBy(60_000);
    value(await sendMessage(jun, { conversation: id, sending: 'sending-two', words: 'said after' }));
    const bodies = async (scene: Scene) => (await conversation(scene, { conversation: id })).messages.map(({ words }) => words?.body);
    expect(await bodies(thief)).toEqual(['said after']);
    expect(await bodies(own)).toEqual(['said before the theft', 'said after']);
    for (const scene of [thief]) {
      expect((await waysIn(scene, {})).change).toBe('history-waits');
      expect(await setPassword(scene, { password: GOOD })).toMatchObject({ kind: 'refused', code: 'history-waits' });
      expect(await makeRecoveryCodes(scene, {})).toMatchObject({ kind: 'refused', code: 'history-waits' });
      expect(await addMyEmail(scene, { email: 'thief@example.org' })).toMatchObject({ kind: 'refused', code: 'history-waits' });
    }
    const again = await sceneOf(await byLink('amina@example.org', 'the-thief'));
    expect(await bodies(again)).toEqual(['said after']);
    town.clock.moveBy(73 * HOUR);
    expect(await bodies(again)).toEqual(['said before the theft', 'said after']);
    fc.assert(fc.property(fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }), (at) => wordsOpenSince(new Date(at.getTime() + 1), at) !== null && wordsOpenSince(at, at) === null));
  });

  test('Of a printed code only a slow, salted hash is stored, and nobody else’s code opens anything', async () => {
    const [junId, benId] = [await town.id('Jun'), await town.id('Ben')];
    const jun = await sceneOf(await byLink('jun@example.org', 'juns-phone'));
    const ben = await sceneOf(await byLink('ben@example.org', 'bens-phone'));
    const [first, second] = [value(await makeRecoveryCodes(jun, {})).codes, value(await makeRecoveryCodes(ben, {})).codes];
    const rows = await town.db.owner.selectFrom('recovery_code').select('code_hash').where('person_id', 'in', [junId, benId]).execute();
    expect(rows.length).toBe(20);
    expect(new Set(rows.map(({ code_hash }) => code_hash.subarray(0, 16).toString('hex'))).size).toBe(2);
    for (const code of [...first, ...second]) {
      for (const plain of [code, code.replaceAll('-', '')]) for (const one of rows) expect(one.code_hash.includes(hashOf(plain))).toBe(false);
    }
    expect(value(await useRecoveryCode(jun, { recovery: second[0] ?? '' }))).toEqual({ wrong: true });
    expect(value(await useRecoveryCode(jun, { recovery: first[1] ?? '' })).wrong).toBe(false);
  });

  test('The trail tells a sign-in that failed from one that did not, and says nothing of what was typed', async () => {
    await town.id('Jun');
    const since = town.clock.now();
    await usePassword(town.stranger('a-stranger'), { email: 'nobody@example.org', password: 'planted-words-4417 and more' });
    const { asked } = value(await askForLink(town.stranger('a-stranger'), { email: 'jun@example.org' }));
    const { code } = await secretOf(`sign-in-link/${asked}`);
    await useCode(town.stranger('a-stranger'), { asked, code: code === '00000000' ? '00000001' : '00000000' });
    await useCode(town.stranger('a-stranger'), { asked, code });
    const trail = await town.db.owner.selectFrom('trail').selectAll().where('at', '>=', since).where('act', 'in', ['people.use-password', 'people.use-code']).orderBy('at').orderBy('id').execute();
    expect(trail.map(({ act, outcome }) => `${act} ${outcome}`)).toEqual(['people.use-password wrong', 'people.use-code wrong', 'people.use-code done']);
    expect(JSON.stringify(trail)).not.toMatch(/planted|nobody@/);
  });

  test('A printed code opens everything at once, once', async () => {
    const own = await sceneOf(await byLink('amina@example.org', 'aminas-phone'));
    const { codes } = value(await makeRecoveryCodes(own, {}));
    expect(new Set(codes).size).toBe(10);
    const other = await sceneOf(await byLink('amina@example.org', 'aminas-new-phone'));
    expect((await waysIn(other, {})).historyFrom).not.toBeNull();
    const typed = ` ${(codes[0] ?? '').toUpperCase().replaceAll('-', ' ')} `;
    const stepped = value(await useRecoveryCode(other, { recovery: typed }));
    if (stepped.wrong) throw new Error('the code was refused');
    const open = await sceneOf(stepped);
    expect((await waysIn(open, {}))).toMatchObject({ historyFrom: null, recoveryCodesLeft: 9, change: 'yes' });
    expect(value(await useRecoveryCode(open, { recovery: typed }))).toEqual({ wrong: true });
    expect(await actorOf(town.house, town.org, other.sessionToken ?? '')).toBeUndefined();
  });
});

describe('the organisation’s own sign-in service', () => {
  test('is asked where the settings say, and nowhere it points to: a redirection is no answer', async () => {
    const asked: string[] = [];
    const service = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(302, { location: '/elsewhere' }).end();
    }).listen(0, '127.0.0.1');
    await once(service, 'listening');
    const issuer = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
    expect(await beginOwnAccount({ ...town.house, config: { ...town.house.config, ownAccounts: { issuer, id: 'companionway', secret: 'x', name: 'Login' } } })).toBeUndefined();
    expect(asked).toEqual(['/.well-known/openid-configuration']);
    service.close();
  });
});

describe('a voucher of the organisation’s account', () => {
  test('that was changed, is of another organisation, is over or was made elsewhere opens nothing', async () => {
    const good = { org: town.org, issuer: 'https://login.example.org', subject: 'at-work', twoSteps: false, until: town.clock.now().getTime() + 60_000 };
    const voucher = (about: object, key = town.house.secret('own-account')) => {
      const body = Buffer.from(JSON.stringify(about)).toString('base64url');
      return `${body}.${createHmac('sha256', key).update(body).digest('base64url')}`;
    };
    expect(value(await useOwnAccount(town.stranger(), { voucher: voucher(good) }))).toEqual({ is: 'unknown' });
    const changed = voucher(good).replace(/^[^.]+/, Buffer.from(JSON.stringify({ ...good, subject: 'somebody-else' })).toString('base64url'));
    for (const bad of [changed, voucher({ ...good, org: '01a20000-0000-7000-8000-000000000001' }), voucher({ ...good, until: good.until - 120_000 }), voucher(good, Buffer.alloc(32)), `${voucher(good).split('.')[0]}.`, '', 'null.null']) {
      expect([bad, await useOwnAccount(town.stranger(), { voucher: bad })]).toMatchObject([bad, { kind: 'refused', code: 'account-not-good' }]);
    }
  });
});

describe('me', () => {
  test('Jun says what to call them, in French; nothing of it stands open in the database', async () => {
    const scene = await town.as('Jun');
    value(await changeMe(scene, { name: ' Jun-le-Grand ', pronouns: 'iel', lang: 'fr', zone: 'America/Toronto' }));
    expect(await me(scene, {})).toMatchObject({ name: 'Jun-le-Grand', pronouns: 'iel', lang: 'fr', zone: 'America/Toronto' });
    const row = await town.db.owner.selectFrom('person').selectAll().where('id', '=', await town.id('Jun')).executeTakeFirstOrThrow();
    expect(Buffer.concat([row.name ?? Buffer.of(), row.pronouns ?? Buffer.of()]).includes('Jun-le-Grand')).toBe(false);
    expect(await changeMe(scene, { name: '  ', lang: 'fr' })).toMatchObject({ kind: 'mistaken' });
  });

  test('A new address counts once its code was typed; another person’s confirmed address stays theirs; the last way to reach one stays', async () => {
    const scene = await sceneOf(await byLink('kit@example.org', 'kits-phone'));
    await town.id('Ivo');
    const add = async (email: string) => {
      const { asked } = value(await addMyEmail(scene, { email }));
      return { asked, ...(await secretOf(`confirm-address/${asked}`)) };
    };
    const before = (await me(scene, {})).contacts;
    expect(await removeMyContact(scene, { contact: before[0]?.id ?? '' })).toMatchObject({ kind: 'refused', code: 'last-contact' });
    const fresh = await add('Kit.New@example.org');
    expect((await me(scene, {})).contacts).toEqual(before);
    expect(value(await confirmMyEmail(scene, { asked: fresh.asked, code: fresh.code === '00000000' ? '00000001' : '00000000' }))).toEqual({ wrong: true });
    expect(value(await confirmMyEmail(scene, { asked: fresh.asked, code: fresh.code }))).toEqual({ wrong: false });
    const added = (await me(scene, {})).contacts.find(({ value: address }) => address === 'kit.new@example.org');
    expect(added).toMatchObject({ confirmed: true, main: false });
    value(await makeMain(scene, { contact: added?.id ?? '' }));
    value(await removeMyContact(scene, { contact: before[0]?.id ?? '' }));
    expect((await me(scene, {})).contacts.map(({ value: address, main }) => ({ address, main }))).toEqual([{ address: 'kit.new@example.org', main: true }]);

    const taken = await add('ivo@example.org');
    expect(taken.dropped).toBeNull();
    expect(await confirmMyEmail(scene, { asked: taken.asked, code: taken.code })).toMatchObject({ kind: 'refused', code: 'address-taken' });
    expect(await removeMyContact(await town.as('Ivo'), { contact: added?.id ?? '' })).toMatchObject({ kind: 'absent' });
  });

  test('Ways in are not changed in a session that began long ago', async () => {
    const scene = await sceneOf(await byLink('ivo@example.org', 'ivos-phone'));
    town.clock.moveBy(2 * HOUR);
    expect(await setPassword(scene, { password: GOOD })).toMatchObject({ kind: 'refused', code: 'sign-in-again' });
  });

  test('Passkeys work at names over https and on this machine, never at a number', () => {
    expect(['https://support.example.org', 'http://localhost:3000'].map(passkeysWorkAt)).toEqual([true, true]);
    expect(['http://127.0.0.1:3000', 'https://192.0.2.7', 'https://[2001:db8::1]', 'http://support.example.org'].map(passkeysWorkAt)).toEqual([false, false, false, false]);
  });
});

describe('an administrator, on the day when somebody may have got in', () => {
  test('signs everybody out, themselves too, and each sees that it was done', async () => {
    const id = await town.id('Hana');
    const hana = await sceneOf(await town.inside((inside) => beginSession(inside, { person: id, proof: 'passkey', secondStep: true })));
    const own = await byLink('ivo@example.org', 'ivos-phone');
    expect(await signEverybodyOut(hana, { sure: false })).toMatchObject({ kind: 'mistaken' });
    for (const nobody of [await town.as('Ben'), await town.as('Chidi'), town.stranger()]) expect(await signEverybodyOut(nobody, { sure: true })).toMatchObject({ kind: 'absent' });
    value(await signEverybodyOut(hana, { sure: true }));
    expect([await actorOf(town.house, town.org, own.token), await actorOf(town.house, town.org, hana.sessionToken ?? '')]).toEqual([undefined, undefined]);
    const again = await sceneOf(await byLink('ivo@example.org', 'ivos-phone'));
    expect((await mySessions(again, {})).ended).toMatchObject([{ all: true }]);
  });
});
