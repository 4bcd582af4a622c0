import { beforeAll, describe, expect, test } from 'vitest';
import { readFacts } from '../../testing/settled.ts';
import { type DemoTown, demoTown } from '../../testing/demo.ts';
import { testSite } from '../../testing/site.ts';
import { testTown } from '../../testing/town.ts';
import { doorkeeperOf } from '../../opening/door.ts';
import { writeLetter } from '../../rooms/letters/index.ts';
import { noticesReader } from '../../rooms/notifications/index.ts';
import { demo, demoMail, demoMails, moveClock, signInAs } from '../../rooms/demo/index.ts';

let town: DemoTown;
beforeAll(async () => {
  town = await demoTown();
}, 180_000);

describe('the demo', () => {
  test('Its story leaves everybody where they belong', async () => {
    const seen = await demo(town.stranger(), {});
    expect(seen.cast.map(({ name }) => name)).toEqual(['Amina', 'Ben', 'Chidi', 'Dalia', 'Esi', 'Hana', 'Kit', 'Maryam', 'Jun', 'Lou', 'Sasha', 'Wei', 'Farid', 'Grace', 'Noor', 'Ivo']);
    expect(seen.ahead).toBe(0);
    const states = await town.db.owner.selectFrom('relationship').select((e) => [e.fn.countAll<string>().as('all'), e.fn.count('agreed_at').as('agreed'), e.fn.count('paused_at').as('paused'), e.fn.count('ended_at').as('ended')]).executeTakeFirstOrThrow();
    expect(states).toEqual({ all: 4, agreed: 3, paused: 1, ended: 1 });
    const promises = await town.db.owner.selectFrom('promise').select((e) => [e.fn.count('kept_at').as('kept'), e.fn.count('climbed_at').as('climbed')]).executeTakeFirstOrThrow();
    expect(Number(promises.kept)).toBeGreaterThan(8);
    expect(Number(promises.climbed)).toBeGreaterThan(0);
  });

  test('A visitor signs in as anybody, moves the clock, reads a letter and follows its link, on pages', async () => {
    const { house, org } = town;
    const site = await testSite({ house, database: house.db, doorkeeper: doorkeeperOf(house), doorman: { orgOf: async () => ({ org, name: 'Walking Alongside', lang: 'en', zone: 'America/Vancouver' }) } });
    const visitor = site.browser();
    const page = await (await visitor.get('/demo')).text();
    expect(page).toContain('This is a demo. Nobody in it is real.');
    const moved = await visitor.send('/demo', 'clock', { by: 'day' });
    expect([moved.status, moved.headers.get('location')]).toEqual([303, expect.stringMatching(/^\/demo\?since=\d+#happened$/)]);
    expect(await (await visitor.get(moved.headers.get('location') ?? '')).text()).toMatch(/What happened[\s\S]*letters? went out/);
    const mails = await (await visitor.get('/demo/mail')).text();
    const row = await town.db.owner.selectFrom('demo_mail').select('id').where('person_id', '=', town.cast.get('lou') ?? '').orderBy('sent_at', 'desc').executeTakeFirstOrThrow();
    expect(mails).toContain(`/demo/mail/${row.id}`);
    const html = await visitor.get(`/demo/mail/${row.id}/html`);
    expect([html.headers.get('content-type'), html.headers.get('content-security-policy')]).toEqual(['text/html; charset=utf-8', expect.stringContaining('sandbox;')]);
    expect(await html.text()).toMatch(/^<!doctype html>.*<a href="/);
    const link = /href="(\/n\/[0-9a-f-]{36})"/.exec(await (await visitor.get(`/demo/mail/${row.id}`)).text())?.[1] ?? '';
    const be = await visitor.send('/demo', 'be:lou', {});
    expect(be.headers.get('location')).toBe('/home');
    const led = await visitor.get(link);
    expect([led.status, led.headers.get('location')]).toEqual([303, expect.stringMatching(/^\/(requests|introductions|messages)/)]);
  });

  test('Letters of two months lie in the mailbox; none names anybody or says what it is about', async () => {
    const mails = await demoMails(town.stranger(), {});
    expect(mails.length).toBeGreaterThan(20);
    for (const { id, subject, to } of mails) {
      const { body } = await demoMail(town.stranger(), { mail: id });
      const words = `${subject}\n${body}`.replaceAll(/https?:\S+/g, '');
      for (const told of ['Amina', 'Ben', 'Chidi', 'Dalia', 'Maryam', 'Noor', 'caregiver', 'hospital', 'hôpital', 'traitement', to]) expect(words).not.toContain(told);
    }
  });

  test('Whoever moves the clock past a promise sees the back-up told and then the lead, each once', async () => {
    const before = (await demoMails(town.stranger(), {}))[0];
    let since = new Date(0);
    const seen = new Map<string, number>();
    for (let day = 0; day < 7; day += 1) {
      const moved = await moveClock(town.stranger(), { by: 'day' });
      if (moved.kind !== 'done') throw new Error(moved.kind);
      since = moved.value.since;
      for (const { what, count } of (await demo(town.stranger(), { since })).happened?.things ?? []) seen.set(what, (seen.get(what) ?? 0) + count);
    }
    expect(seen.get('promises.handed-over')).toBeGreaterThanOrEqual(2); // Wei's first answer, and Lou's letter
    expect(seen.get('promises.climbed')).toBeGreaterThanOrEqual(1);
    expect(seen.get('meetings.reminder-due') ?? 0).toBeGreaterThanOrEqual(0);
    const fresh = (await demoMails(town.stranger(), {})).filter(({ at }) => before === undefined || at > before.at);
    expect(fresh.filter(({ name }) => name === 'Dalia').map(({ subject }) => subject)).toContain('Please step in: an answer is overdue');
    const effects = await town.db.owner.selectFrom('notice').select(['effect']).execute();
    expect(new Set(effects.map(({ effect }) => effect)).size).toBe(effects.length);
  });

  test('What the house’s own rounds hold at that moment is waited for: the page tells all that happened', async () => {
    const { id: programme } = await town.db.owner.selectFrom('programme').select('id').executeTakeFirstOrThrow();
    expect(await writeLetter(await town.as('jun'), { programme, words: 'Is somebody there?' })).toMatchObject({ kind: 'done' });
    await town.runRounds();
    let release = () => undefined as void;
    const held = new Promise<void>((go) => (release = go));
    // Another round of the same house reads facts just now: it holds the reader's place for half a second.
    const other = town.db.owner.transaction().execute(async (db) => {
      await db.selectFrom('fact_reader').select('reader').where('reader', '=', 'notifications').forUpdate().execute();
      release();
      await new Promise((go) => setTimeout(go, 500));
    });
    await held;
    const moved = await moveClock(town.stranger(), { by: 'week' });
    await other;
    if (moved.kind !== 'done') throw new Error(moved.kind);
    const waiting = await town.db.owner.selectFrom('notice').select('id').where('sent_at', 'is', null).where('dropped_at', 'is', null).where('channel', '=', 'email').where('next_try_at', '<=', town.clock.now()).execute();
    expect(waiting).toEqual([]);
    const unheard = await town.db.owner.selectFrom('fact as f').innerJoin('fact_reader as r', 'r.org_id', 'f.org_id').select('f.id').where('r.reader', '=', 'notifications').where((e) => e.and([e('f.id', '>', e.ref('r.id')), e('f.at', '>=', moved.value.since)])).execute();
    expect(unheard).toEqual([]);
    expect((await demo(town.stranger(), { since: moved.value.since })).happened?.letters).toBeGreaterThan(0);
  });

  test('The clock’s way ahead is kept for the next start', async () => {
    const row = await town.db.owner.selectFrom('demo_clock').select('ahead_ms').executeTakeFirstOrThrow();
    expect(Number(row.ahead_ms)).toBe(15 * 86_400_000);
  });

  test('Two houses that run their rounds at once tell everybody once', async () => {
    town.clock.moveBy(3 * 86_400_000);
    const twin = { ...town.house };
    await Promise.all([town.runRounds(), town.runRounds(), readFacts(twin, town.org, noticesReader)]);
    await town.runRounds();
    const sent = await town.db.owner.selectFrom('notice').select((e) => e.fn.countAll<string>().as('count')).where('sent_at', 'is not', null).where('channel', '=', 'email').executeTakeFirstOrThrow();
    const mails = await town.db.owner.selectFrom('demo_mail').select((e) => e.fn.countAll<string>().as('count')).executeTakeFirstOrThrow();
    expect(mails.count).toBe(sent.count);
  });

  test('Anybody signs in as anybody with one press, their second step given', async () => {
    const signed = await signInAs(town.stranger(), { who: 'chidi' });
    expect(signed).toMatchObject({ kind: 'done', value: { who: 'chidi' } });
  });

  test('Outside a demo there is no clock to move, nobody to be, and no mailbox', async () => {
    const real = await testTown();
    await real.as('Chidi');
    const scene = await real.as('Hana');
    expect(await moveClock(scene, { by: 'day' })).toEqual({ kind: 'absent' });
    expect(await signInAs(scene, { who: 'chidi' })).toEqual({ kind: 'absent' });
    await expect(demo(scene, {})).rejects.toThrow('absent');
    await expect(demoMails(scene, {})).rejects.toThrow('absent');
  });
});
