import { beforeAll, describe, expect, test } from 'vitest';
import { doorkeeperOf } from '../../opening/door.ts';
import { writeNotice } from '../../platform/notices.ts';
import { stopNotices } from '../../rooms/notifications/index.ts';
import { stopToken } from '../../rooms/notifications/stop-link.ts';
import { testSite, type TestSite } from '../../testing/site.ts';
import { type CastName, type Town, testTown } from '../../testing/town.ts';
import { withOneClick } from '../../web/one-click.ts';

let town: Town;
let site: TestSite;
beforeAll(async () => {
  town = await testTown();
  site = await siteOf(town);
});

const siteOf = ({ house, org }: Pick<Town, 'house' | 'org'>) =>
  testSite({ house, database: house.db, doorkeeper: doorkeeperOf(house), doorman: { orgOf: async () => ({ org, name: 'Walking Alongside', lang: 'en', zone: 'America/Vancouver' }) } });
const browserOf = async (name: CastName) => site.browser((await town.as(name)).sessionToken);
const wishOf = async (name: CastName) => town.db.owner.selectFrom('preference').select(['notices', 'digest', 'quiet_from', 'quiet_until']).where('person_id', '=', await town.id(name)).executeTakeFirst();

describe('how we reach you', () => {
  test('Amina says when it must be quiet, and that one letter a day is enough', async () => {
    const amina = await browserOf('Amina');
    const sent = await amina.send('/me/notices', 'wishes', { notices: 'email', digest: 'yes', quietFrom: '21:30', quietUntil: '08:00' });
    expect([sent.status, sent.headers.get('location')]).toEqual([303, '/me/notices']);
    expect(await wishOf('Amina')).toEqual({ notices: 'email', digest: true, quiet_from: '21:30:00', quiet_until: '08:00:00' });
    expect(await (await amina.get('/me/notices')).text()).toMatch(/value="21:30"/);
  });

  test('One time without the other is not kept; the page says so and keeps what was typed', async () => {
    const amina = await browserOf('Amina');
    const sent = await amina.send('/me/notices', 'wishes', { notices: 'off', quietFrom: '22:00', quietUntil: '' });
    expect(sent.status).toBe(409);
    expect(await sent.text()).toMatch(/Donnez les deux heures[\s\S]*value="22:00"/);
    expect(await wishOf('Amina')).toMatchObject({ notices: 'email' });
  });

  test('Chidi, who answers for people, is told that promises still reach him', async () => {
    expect(await (await (await browserOf('Chidi')).get('/me/notices')).text()).toContain('You answer for people here');
  });
});

describe('the link that stops notices', () => {
  test('works without signing in, and looks the same whoever’s it is and whatever it holds', async () => {
    const token = stopToken(town.house, town.org, await town.id('Ben'));
    const stranger = site.browser();
    const pages = await Promise.all([token, 'x'.repeat(59)].map(async (one) => (await stranger.get(`/notices/stop/${one}`)).text()));
    const plain = (html: string | undefined) => html?.replaceAll(token, '').replaceAll('x'.repeat(59), '').replaceAll(/value="[^"]*"|id="[^"]*"/g, '');
    expect(plain(pages[0])).toBe(plain(pages[1]));
    expect(pages[0]).not.toContain('Ben');
    for (const one of ['x'.repeat(59), token]) {
      const sent = await stranger.send(`/notices/stop/${one}`, 'stop', {});
      expect([sent.status, sent.headers.get('location')]).toEqual([303, '/notices/stop/done?done=yes']);
    }
    expect(await (await stranger.get('/notices/stop/done?done=yes')).text()).toContain('Your support goes on');
    expect(await wishOf('Ben')).toMatchObject({ notices: 'off' });
  });

  test('answers one press in a mail program, which comes from no page of ours and without a cookie', async () => {
    const app = withOneClick(site.app, async (_, token) => void (await stopNotices(town.stranger(), { token })), { https: false });
    const token = stopToken(town.house, town.org, await town.id('Kit'));
    const press = (body: string) => app.request(`${town.house.config.publicUrl}/notices/stop/${token}`, { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(body.length) } });
    expect((await press('anything=else')).status).toBe(403);
    expect(await wishOf('Kit')).toBeUndefined();
    expect((await press('List-Unsubscribe=One-Click')).status).toBe(200);
    expect(await wishOf('Kit')).toMatchObject({ notices: 'off' });
    expect((await app.request(`${town.house.config.publicUrl}/notices/stop/${token}`)).status).toBe(200);
  });
});

describe('the link in a letter', () => {
  test('leads its reader on once signed in, and is not there for anybody else', async () => {
    const [ben, conversation] = [await town.id('Ben'), '01a20000-0000-7000-8000-000000000001'];
    await town.inside((inside) => writeNotice(inside, { kind: 'message-waiting', effect: 'a-letter', person: ben, programme: town.programme.id, about: { kind: 'conversation', id: conversation } }));
    const { id } = await town.db.owner.selectFrom('notice').select('id').where('effect', '=', 'a-letter').executeTakeFirstOrThrow();
    expect((await site.browser().get(`/n/${id}`)).headers.get('location')).toContain('/sign-in');
    const led = await (await browserOf('Ben')).get(`/n/${id}`);
    expect([led.status, led.headers.get('location')]).toEqual([303, `/conversations/${conversation}#write`]);
    expect((await (await browserOf('Kit')).get(`/n/${id}`)).status).toBe(404);
  });
});

describe('the demo’s pages', () => {
  test('are not there in a real house, and no line says demo', async () => {
    for (const path of ['/demo', '/demo/mail', '/demo/mail/01a20000-0000-7000-8000-000000000001']) expect((await site.browser().get(path)).status).toBe(404);
    expect(await (await (await browserOf('Chidi')).get('/me/notices')).text()).not.toContain('demo-note');
    expect((await site.browser().post('/demo', { _form: 'be:chidi', who: 'chidi' })).status).toBeGreaterThanOrEqual(403);
  });
});
