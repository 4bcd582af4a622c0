import { Secret, TOTP } from 'otpauth';
import { beforeAll, describe, expect, test } from 'vitest';
import { openNotice } from '../../platform/notices.ts';
import type { Outcome } from '../../platform/outcome.ts';
import { type Town, testTown } from '../../testing/town.ts';
import { askForLink, askForNewLink } from './ask-for-link.ts';
import { actorOf } from './doorkeeper.ts';
import { beginOneTimeCodes, giveSecondStep, oneTimeSetUp } from './one-time-codes.ts';
import { beginSession } from './sessions.ts';
import { LINK_MINUTES } from './rules.ts';
import { codeMark, hashOf } from './secrets.ts';
import { useCode, useLink } from './use-link.ts';

let town: Town;
beforeAll(async () => {
  town = await testTown();
});

function value<V>(outcome: Outcome<V, string>): V {
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome.value;
}

/** What the mail would have carried. */
async function mail(asked: string): Promise<{ token: string; code: string } | undefined> {
  const notice = await town.db.owner.selectFrom('notice').selectAll().where('effect', '=', `sign-in-link/${asked}`).executeTakeFirst();
  if (notice === undefined || notice.dropped_at !== null) return undefined;
  return JSON.parse(openNotice(town.house, town.org, notice.id, 'secret', notice.secret)) as { token: string; code: string };
}

async function ask(email: string) {
  const { asked } = value(await askForLink(town.stranger(), { email, returnTo: '/today' }));
  return { asked, sent: await mail(asked) };
}

describe('signing in by e-mail', () => {
  test('A link signs Ben in once; looking at it before burns nothing', async () => {
    await town.id('Ben');
    const { sent } = await ask(' Ben@Example.org ');
    const token = sent?.token ?? '';
    const first = value(await useLink(town.stranger(), { token, device: 'a phone' }));
    expect(first.returnTo).toBe('/today');
    expect((await actorOf(town.house, town.org, first.token))?.actor.person).toBe(await town.id('Ben'));
    expect(await useLink(town.stranger(), { token })).toMatchObject({ kind: 'refused', code: 'link-over' });
  });

  test('An unknown address gets the same answer and the same rows, and no mail', async () => {
    const known = await ask('ben@example.org');
    const unknown = await ask('nobody@example.org');
    expect(known.sent).toBeDefined();
    expect(unknown.sent).toBeUndefined();
    expect(Object.keys(unknown)).toEqual(Object.keys(known));
    const rows = await town.db.owner.selectFrom('sign_in_link').select(['id', 'person_id']).where('id', 'in', [known.asked, unknown.asked]).execute();
    expect(rows.length).toBe(2);
    expect(await useCode(town.stranger(), { asked: unknown.asked, code: '12345678' })).toMatchObject({ kind: 'done', value: { wrong: true } });
  });

  test('A code may be mistyped four times; the sixth try needs a new one, and nobody is locked out', async () => {
    const { asked, sent } = await ask('ben@example.org');
    const wrong = sent?.code === '00000000' ? '00000001' : '00000000';
    for (let tries = 0; tries < 5; tries += 1) expect(value(await useCode(town.stranger(), { asked, code: wrong }))).toEqual({ wrong: true });
    expect(await useCode(town.stranger(), { asked, code: sent?.code ?? '' })).toMatchObject({ kind: 'refused', code: 'code-over' });
    const again = await ask('ben@example.org');
    expect(value(await useCode(town.stranger(), { asked: again.asked, code: `${again.sent?.code.slice(0, 4)} ${again.sent?.code.slice(4)}` })).wrong).toBe(false);
  });

  test('A code opens nothing but the asking that it was sent for, and that one once', async () => {
    const [bens, kits] = [await ask('ben@example.org'), await town.id('Kit').then(() => ask('kit@example.org'))];
    expect(bens.sent?.code).not.toBe(kits.sent?.code);
    expect(value(await useCode(town.stranger(), { asked: kits.asked, code: bens.sent?.code ?? '' }))).toEqual({ wrong: true });
    expect(value(await useCode(town.stranger(), { asked: bens.asked, code: bens.sent?.code ?? '' })).wrong).toBe(false);
    expect(await useCode(town.stranger(), { asked: bens.asked, code: bens.sent?.code ?? '' })).toMatchObject({ kind: 'refused' });
  });

  test('A link is over after its minutes', async () => {
    const { sent } = await ask('amina@example.org').then(async (first) => first.sent === undefined ? (await town.id('Amina'), ask('amina@example.org')) : first);
    town.clock.moveBy(11 * 60_000);
    expect(await useLink(town.stranger(), { token: sent?.token ?? '' })).toMatchObject({ kind: 'refused', code: 'link-over' });
  });

  test('Whoever presses an old link has a new letter with one more press, which leads where they were headed; a made-up link has none', async () => {
    const { sent } = await ask('ben@example.org');
    town.clock.moveBy(11 * 60_000);
    const { asked } = value(await askForNewLink(town.stranger(), { token: sent?.token ?? '' }));
    const fresh = await mail(asked);
    expect(value(await useLink(town.stranger(), { token: fresh?.token ?? '' })).returnTo).toBe('/today');
    expect(await askForNewLink(town.stranger(), { token: 'a-link-that-never-was-sent' })).toMatchObject({ kind: 'absent' });
    for (let more = 0; more < 8; more += 1) value(await askForNewLink(town.stranger(), { token: sent?.token ?? '' }));
    const letters = await town.db.owner.selectFrom('sign_in_link').innerJoin('notice', (join) => join.on('notice.effect', 'like', 'sign-in-link/%')).select('notice.dropped_why').where('notice.dropped_why', '=', 'too-many').execute();
    expect(letters.length, 'beyond six an hour none goes').toBeGreaterThan(0);
    town.clock.moveBy(61 * 60_000);
  });

  test('However often others ask in her name, Amina is never without a letter that opens, and never drowned in them', async () => {
    await town.id('Amina');
    const went: { readonly token: string; readonly at: number }[] = [];
    const without: number[] = [];
    for (let minute = 0; minute < 150; minute += 1) {
      for (let often = 0; often < (minute === 0 ? 20 : 1); often += 1) {
        const { sent } = await ask('amina@example.org');
        if (sent !== undefined) went.push({ token: sent.token, at: minute });
      }
      if (minute - (went.at(-1)?.at ?? 0) >= LINK_MINUTES) without.push(minute);
      town.clock.moveBy(60_000);
    }
    expect(without).toEqual([]);
    expect(went.length, 'six, and then one in five minutes').toBeLessThanOrEqual(6 + 150 / 5);
    expect(value(await useLink(town.stranger(), { token: went.at(-1)?.token ?? '' })).person).toBe(await town.id('Amina'));
  });

  test('Neither token, code nor address can be read in the database', async () => {
    const { asked, sent } = await ask('ben@example.org');
    const link = await town.db.owner.selectFrom('sign_in_link').selectAll().where('id', '=', asked).executeTakeFirstOrThrow();
    const notice = await town.db.owner.selectFrom('notice').selectAll().where('effect', '=', `sign-in-link/${asked}`).executeTakeFirstOrThrow();
    const stored = JSON.stringify({ link, notice }, (_, one: unknown) => (one instanceof Uint8Array ? Buffer.from(one).toString('latin1') : one));
    for (const secret of [sent?.token ?? 'x', sent?.code ?? 'x', 'ben@example.org']) expect(stored).not.toContain(secret);
  });

  test('Whoever reads the table cannot find a code by trying them all: its hash takes the house’s secret', async () => {
    const { asked, sent } = await ask('ben@example.org');
    const { code_hash } = await town.db.owner.selectFrom('sign_in_link').select('code_hash').where('id', '=', asked).executeTakeFirstOrThrow();
    const code = sent?.code ?? '';
    expect(code_hash.equals(codeMark(town.house, asked, code))).toBe(true);
    for (const guess of [code, `${asked}:${code}`, `${asked}${code}`]) expect(code_hash.equals(hashOf(guess))).toBe(false);
    expect(code_hash.equals(codeMark({ secret: () => Buffer.alloc(32) }, asked, code))).toBe(false);
  });
});

describe('the second step', () => {
  test('Chidi holds nothing of a coordinator until a code of the app was given; a code counts once', async () => {
    const person = await town.id('Chidi');
    const { token } = await town.inside((inside) => beginSession(inside, { person, proof: 'link' }));
    const before = await actorOf(town.house, town.org, token);
    expect(before?.actor).toMatchObject({ holds: [], secondStepMissing: true });
    const scene = { house: town.house, org: town.org, actor: before?.actor ?? { kind: 'stranger' as const }, lang: 'en' as const, requestId: 'test', sessionToken: token };

    value(await beginOneTimeCodes(scene, {}));
    const app = new TOTP({ secret: Secret.fromBase32((await oneTimeSetUp(scene, { label: 'Companionway' })).words?.replaceAll(' ', '') ?? '') });
    const code = app.generate({ timestamp: town.clock.now().getTime() });
    const stepped = value(await giveSecondStep(scene, { code }));
    if (stepped.wrong) throw new Error('the right code was refused');
    const after = await actorOf(town.house, town.org, stepped.token);
    expect(after?.actor).toMatchObject({ secondStep: true, secondStepMissing: false });
    expect(after?.actor.holds.map(({ role }) => role)).toContain('coordinator');
    expect(await actorOf(town.house, town.org, token)).toBeUndefined();

    const again = { ...scene, actor: after?.actor ?? scene.actor, sessionToken: stepped.token };
    expect(value(await giveSecondStep(again, { code }))).toEqual({ wrong: true, late: false });
    expect((await oneTimeSetUp(again, { label: 'Companionway' })).words).toBeUndefined();

    town.clock.moveBy(60_000);
    const shown = app.generate({ timestamp: town.clock.now().getTime() });
    const next = app.generate({ timestamp: town.clock.now().getTime() + 30_000 });
    expect(value(await giveSecondStep(again, { code: next })), 'a code of the half minute to come is a guess like any other').toEqual({ wrong: true, late: false });
    town.clock.moveBy(30_000);
    for (let tries = 0; tries < 6; tries += 1) expect(value(await giveSecondStep(again, { code: shown })), 'one that has just gone by opens nothing, and is held against nobody').toEqual({ wrong: true, late: true });
    town.clock.moveBy(30_000);
    expect(value(await giveSecondStep(again, { code: shown }))).toEqual({ wrong: true, late: false });
  });
});
