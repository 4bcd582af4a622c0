import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { testAssets } from '../../testing/assets.ts';
import { axe, picture, type Reader, type TestChromium, testChromium } from '../../testing/browser.ts';
import { type CastName, type Town, testTown } from '../../testing/town.ts';
import { siteOfTown, type TownSite } from '../../testing/town-site.ts';
import { askForSupport, value, walkTogether } from '../../testing/walking.ts';
import { recordBreach } from '../../rooms/breaches/index.ts';
import { raiseConcern } from '../../rooms/disclosures/index.ts';
import { addContact } from '../../rooms/people/index.ts';
import { giveRole } from '../../rooms/programmes/index.ts';
import { sendMessage } from '../../rooms/conversations/index.ts';
import { acceptConduct, confirmHelpLine, helpLinesToKeep, takeSuggestedLine, writeHelpLine } from '../../rooms/safety/index.ts';
import type { Served } from '../../web/server.tsx';

let town: Town;
let site: TownSite;
let chromium: TestChromium;
let served: Served;
let talk: string;

beforeAll(async () => {
  chromium = await testChromium();
  town = await testTown();
  site = siteOfTown(town, { assets: await testAssets() });
  served = await site.open();
  ({ conversation: talk } = await walkTogether(town, { seeker: 'Kit', supporter: 'Ben' }));
  for (const [name, words] of [['Kit', 'Are you there?'], ['Ben', 'I am here.'], ['Kit', 'I don’t see how I get to Friday.']] as const) {
    value(await sendMessage(await town.as(name), { conversation: talk, words, sending: `sending ${words}` }));
  }
});
afterAll(async () => {
  await chromium?.close();
  await served?.close();
});

async function pageOf(name?: CastName, reader: Reader = {}): Promise<Page> {
  const { page } = await chromium.newPage(reader);
  if (name !== undefined) await page.context().addCookies([{ name: 'session', value: await site.token(name), url: served.url }]);
  return page;
}

/** Nothing for axe, nothing wider than the screen, and, when asked for, a picture to look at. */
async function look(page: Page, name: string): Promise<void> {
  expect(await axe(page), name).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'), name).toBeLessThanOrEqual(0);
  if (process.env.PICTURES) await picture(page, `safety-${name}`);
}

const words = async (page: Page) => (await page.textContent('main')) ?? '';
const press = async (page: Page, name: string) => {
  await page.getByRole('button', { name, exact: true }).click();
  await page.waitForLoadState('load');
};

test('A coordinator adds the suggested lines, calls them and says so; only then does anybody who needs help see a number', async () => {
  const lines = `${served.url}/programmes/${town.programme.slug}/settings/help-lines`;
  const page = await pageOf('Chidi', { javaScript: false, width: 1200 });
  await page.goto(lines);
  await press(page, 'Add: Emergency number');
  await press(page, 'Add: Suicide Crisis Helpline');
  // Nobody is asked to try the emergency number.
  expect(await words(page)).toContain('Never call the emergency number to try it.');
  const stranger = await pageOf(undefined, { javaScript: false });
  await stranger.goto(`${served.url}/help`);
  expect(await words(stranger)).not.toContain('988');
  expect(await words(stranger)).toContain('Call the emergency number.');
  for (const at of [0, 1]) {
    await page.locator('form[id^=form-confirm]').nth(at).locator('button').click();
    await page.waitForLoadState('load');
  }
  expect(await words(page)).toMatch(/Called on .* by Chidi/);
  await stranger.goto(`${served.url}/help`);
  expect(await stranger.locator('a[href="tel:911"]').count()).toBeGreaterThan(0);
  expect(await stranger.locator('a[href="sms:988"]').count()).toBeGreaterThan(0);
  const eyes = await pageOf('Chidi', { width: 1200 });
  await eyes.goto(lines);
  await look(eyes, 'help-lines');
});

test('A changed number must be called again; a day ahead of today is refused; a stranger changes nothing', async () => {
  const chidi = await town.as('Chidi');
  const { lines, programme } = await helpLinesToKeep(chidi, { programme: town.programme.slug });
  const line = lines.find(({ call }) => call === '988');
  if (line === undefined) return expect.unreachable();
  const ahead = new Date(town.clock.now().getTime() + 3 * 86_400_000).toISOString().slice(0, 10);
  expect(await confirmHelpLine(chidi, { programme: programme.id, line: line.id, calledOn: ahead })).toMatchObject({ kind: 'refused', code: 'day-is-ahead' });
  for (const scene of [town.stranger(), await town.as('Kit')]) expect(await takeSuggestedLine(scene, { programme: programme.id, key: 'CA-0' })).toEqual({ kind: 'absent' });
  const same = { programme: programme.id, line: line.id, kind: line.kind, country: 'CA', name: line.name, hours: line.hours, about: { en: '', fr: '' }, call: '988', sms: '988', web: line.web, languages: ['en', 'fr'] };
  value(await writeHelpLine(chidi, { ...same, name: { en: '9-8-8', fr: '9-8-8' } }));
  expect((await helpLinesToKeep(chidi, { programme: town.programme.slug })).lines.find(({ id }) => id === line.id)?.confirmedOn).not.toBeNull();
  expect(await writeHelpLine(chidi, { ...same, call: 'nine' })).toMatchObject({ kind: 'mistaken' });
  expect(await writeHelpLine(chidi, { ...same, call: '', sms: '', web: '' })).toMatchObject({ kind: 'refused', code: 'no-way-to-reach' });
  value(await writeHelpLine(chidi, { ...same, call: '989' }));
  expect((await helpLinesToKeep(chidi, { programme: town.programme.slug })).lines.find(({ id }) => id === line.id)?.confirmedOn).toBeNull();
  value(await writeHelpLine(chidi, same));
  value(await confirmHelpLine(chidi, { programme: programme.id, line: line.id, calledOn: '2026-11-20' }));
});

test('The help page is whole on a telephone and on a desk, by day and night, in both languages', { timeout: 60_000 }, async () => {
  for (const [name, reader] of [['help-390', {}], ['help-390-fr-dark', { lang: 'fr', dark: true }], ['help-1200', { width: 1200 }], ['help-320', { width: 320 }]] as const) {
    const page = await pageOf(undefined, reader);
    await page.goto(`${served.url}/help`);
    await look(page, name);
  }
});

test('The help page is there without a connection once it was opened', async () => {
  const page = await pageOf();
  await page.goto(`${served.url}/help`);
  await page.waitForFunction('caches.match("/help").then((found) => found !== undefined)');
  await page.waitForFunction('navigator.serviceWorker.ready.then(() => true)');
  await page.reload();
  await page.context().setOffline(true);
  await page.goto(`${served.url}/help`);
  expect(await words(page)).toContain('If you cannot call');
  expect(await page.locator('a[href="tel:911"]').count()).toBeGreaterThan(0);
});

test('Ben raises a concern from the conversation without scripts, shows one message, and follows it; Esi answers', { timeout: 60_000 }, async () => {
  const ben = await pageOf('Ben', { javaScript: false });
  await ben.goto(`${served.url}/conversations/${talk}`);
  await ben.getByRole('link', { name: 'I am worried', exact: true }).click();
  expect(await words(ben)).toContain('This goes to Esi. It does not go to Kit.');
  expect(await words(ben)).toMatch(/Esi answers by today at/);
  await press(ben, 'Send to Esi');
  expect(await words(ben)).toContain('Choose one. “I do not know” is fine.');
  await ben.getByLabel('I do not know').check();
  await ben.fill('textarea[name=seen]', 'They said they see no Friday.');
  await ben.getByText('Show messages to Esi').click();
  await ben.getByLabel('I don’t see how I get to Friday.').check();
  const eyes = await pageOf('Ben');
  await eyes.goto(ben.url());
  await eyes.getByText('Show messages to Esi').click();
  await look(eyes, 'raise-390');
  await press(ben, 'Send to Esi');
  expect(await words(ben)).toContain('Esi answers by');
  await ben.getByRole('link', { name: 'See where it stands' }).click();
  expect(await words(ben)).toContain('I don’t see how I get to Friday.');
  expect(await words(ben)).not.toContain('I am here.');

  const esi = await pageOf('Esi', { width: 1200 });
  await esi.goto(`${served.url}/concerns`);
  await look(esi, 'concerns-1200');
  await esi.locator('main h2 a').first().click();
  expect(await words(esi)).toContain('Every message is as it was sent');
  await press(esi, 'I have it');
  await esi.getByText('Write down a call').click();
  await esi.fill('input[name=who]', 'Ben');
  await esi.getByLabel('Reached', { exact: true }).check();
  await press(esi, 'Add the call');
  // Who answers concerns keeps the ways of their day here; who raised one keeps a member's.
  expect(await esi.locator('nav.ways a[aria-current]').getAttribute('href')).toBe('/concerns');
  expect([await ben.locator('nav.ways').count(), await ben.locator('nav.dock').count()]).toEqual([0, 1]);
  await look(esi, 'concern-1200');
  await esi.getByText('Close it').click();
  await esi.getByLabel('They are safe now').check();
  await esi.locator('#form-close textarea[name=text]').fill('Spoke with both.');
  await esi.fill('textarea[name=back]', 'Thank you. Kit is not alone tonight.');
  await press(esi, 'Close');
  await ben.reload();
  expect(await words(ben)).toContain('Kit is not alone tonight.');
  expect(await words(ben)).not.toContain('Spoke with both.');
  const benSees = await pageOf('Ben', { dark: true });
  await benSees.goto(ben.url());
  await look(benSees, 'raised-390-dark');

  for (const name of ['Chidi', 'Hana', 'Kit'] as const) {
    const page = await pageOf(name);
    expect((await page.goto(ben.url()))?.status(), name).toBe(404);
    expect((await page.goto(`${served.url}/concerns`))?.status(), name).not.toBe(200);
    expect(await page.textContent('body'), name).not.toContain('They said they see no Friday.');
  }
});

test('Somebody who is not signed in raises one in French, and is told plainly when nobody is here', { timeout: 60_000 }, async () => {
  town.clock.moveBy(new Date('2026-11-29T08:00:00Z').getTime() - town.clock.now().getTime());
  const page = await pageOf(undefined, { lang: 'fr' });
  await page.goto(`${served.url}/concerns/new`);
  expect(await words(page)).toContain('Personne n’est là avant');
  await look(page, 'raise-390-fr');
  await page.check('input[name=now][value=now-yes]');
  await page.fill('textarea[name=seen]', 'Je l’ai vue tomber.');
  await press(page, 'Envoyer à Esi');
  expect(await words(page)).toContain('C’était la bonne chose à faire.');
  await look(page, 'sent-390-fr');
});

test('The code of conduct is there for everybody, and a yes is kept with just these words', { timeout: 60_000 }, async () => {
  const stranger = await pageOf(undefined, { lang: 'fr' });
  await stranger.goto(`${served.url}/code-of-conduct`);
  expect(await stranger.locator('form#form-accept').count()).toBe(0);
  await look(stranger, 'conduct-390-fr');
  const maryam = await pageOf('Maryam', { javaScript: false });
  await maryam.goto(`${served.url}/code-of-conduct`);
  await press(maryam, 'I will keep to it');
  expect(await words(maryam)).toContain('You said yes to these words on');
  const rows = await town.db.owner.selectFrom('consent').select(['kind', 'version']).where('person_id', '=', await town.id('Maryam')).execute();
  expect(rows.filter(({ kind }) => kind === `code-of-conduct/${town.programme.id}`)).toHaveLength(1);
  expect(await acceptConduct(await town.as('Ben'), { programme: town.programme.id, version: 'another' })).toMatchObject({ kind: 'refused', code: 'changed' });
});

test('Kit blocks Ben and undoes it; staff keep two people apart; nobody else finds a name by trying ids', { timeout: 60_000 }, async () => {
  const [ben, kit, jun] = [await town.id('Ben'), await town.id('Kit'), await town.id('Jun')];
  const page = await pageOf('Kit', { javaScript: false });
  await page.goto(`${served.url}/people/${ben}/apart`);
  await press(page, 'Block');
  expect(await words(page)).toContain('You have blocked Ben.');
  expect(await sendMessage(await town.as('Ben'), { conversation: talk, words: 'hello?', sending: 'a blocked one' })).toMatchObject({ kind: 'refused', code: 'not-possible' });
  await press(page, 'Undo the block');
  expect(await words(page)).toContain('If you block Ben');
  const eyes = await pageOf('Kit');
  await eyes.goto(page.url());
  await look(eyes, 'apart-390');
  const staff = await pageOf('Chidi', { javaScript: false });
  await staff.goto(`${served.url}/people/${kit}/apart?other=${jun}`);
  expect(await staff.getByRole('button', { name: 'Do not bring these two together' }).count()).toBe(0);
  // Now Jun has something to do with the programme too.
  await askForSupport(town, 'Jun');
  await staff.reload();
  await press(staff, 'Do not bring these two together');
  expect(await words(staff)).toContain('Jun');
  await press(staff, 'Let them meet again: Jun');
  expect(await words(staff)).toContain('Nobody for now.');
  for (const name of ['Maryam', undefined] as const) {
    const other = await pageOf(name);
    await other.goto(`${served.url}/people/${kit}/apart`);
    expect(await other.textContent('body')).not.toContain('Kit');
  }
});

/** What the walk below made, for the looks after it. */
let walked = { concern: '', release: '', breach: '', person: '', farid: '' };

test('Two people release how to reach Kit, without scripts; Kit hears of it later; calls are rung in danger; a decision can be looked at again', { timeout: 90_000 }, async () => {
  await town.inside(async (inside) => {
    await giveRole(inside, { person: await town.id('Dalia'), programme: town.programme.id, role: 'safety-lead', duty: 'safety-backup' });
    await addContact(inside, await town.id('Esi'), { kind: 'phone', value: '+1 604 555 0101' });
  });
  const [about, person] = [{ kind: 'conversation', id: talk }, await town.id('Ben')];
  const atDesk = await pageOf('Chidi', { width: 1200 });
  await atDesk.goto(`${served.url}/today`);
  const atWork = await pageOf('Esi', { width: 1200 });
  await atWork.goto(`${served.url}/programmes/${town.programme.slug}/breaches`);
  const { id: concern } = value(await raiseConcern((await town.session(person)).scene, { now: 'now-yes', seen: 'No answer since Friday.', about }));
  // An open page says so by itself, and leads to whom to ring: Today to everybody, and any page of staff to whoever answers for safety.
  await atWork.locator(`[role=alert] a[href="/danger/${concern}"]`).waitFor();
  await atWork.close();
  await atDesk.locator(`[role=alert] a[href="/danger/${concern}"]`).click();
  expect(new URL(atDesk.url()).pathname).toBe(`/danger/${concern}`);

  const kit = await pageOf('Kit', { javaScript: false });
  await kit.goto(`${served.url}/me/contact-sheet`);
  await kit.fill('input[name=realName]', 'Katherine');
  await kit.fill('input[name=whomPhone]', '604 555 0199');
  await press(kit, 'Keep it');

  const esi = await pageOf('Esi', { javaScript: false, width: 1200 });
  await esi.goto(`${served.url}/concerns/${concern}`);
  await esi.getByText('Ask for their contact details').click();
  await esi.fill('#form-contact textarea[name=reason]', 'No answer since Friday.');
  await press(esi, 'Ask a second person');
  expect(await words(esi)).toContain('it takes another person to say yes');
  const release = new URL(esi.url()).pathname;
  const dalia = await pageOf('Dalia', { javaScript: false });
  await dalia.goto(`${served.url}${release}?lang=fr`);
  await press(dalia, 'Oui, les ouvrir');
  expect(await words(dalia)).not.toContain('Katherine');
  await esi.reload();
  expect(await words(esi)).toContain('Katherine');

  const breach = value(await recordBreach((await town.session(await town.id('Chidi'))).scene, { programme: town.programme.id, person, line: 'conduct-no-money', weight: 'serious', words: 'He borrowed money.' })).breach;
  const chidi = await pageOf('Chidi', { javaScript: false });
  await chidi.goto(`${served.url}/danger/${concern}`);
  expect(await words(chidi)).not.toContain('No answer since Friday.');
  await press(chidi, 'No answer from Esi');
  expect(await words(chidi)).toContain('Dalia answered and has it');
  await atDesk.getByText('Something changed here.').waitFor();
  await atDesk.close();
  await chidi.goto(`${served.url}/programmes/${town.programme.slug}/breaches/${breach}`);
  await chidi.check('input[name=heard]');
  await chidi.check('input[name=outcome][value=talk]');
  await chidi.fill('textarea[name=reason]', 'You borrowed money from somebody you support.');
  await press(chidi, 'Decide and tell them');
  const ben = await pageOf('Ben', { javaScript: false });
  await ben.goto(`${served.url}/me/conduct/${breach}`);
  await ben.fill('textarea[name=words]', 'It was a bus ticket.');
  await press(ben, 'Ask another person to look again');
  expect(await words(ben)).toContain('Hana answers by');

  const farid = await town.id('Farid');
  await askForSupport(town, 'Farid', 'Farid said this.');
  await chidi.goto(`${served.url}/programmes/${town.programme.slug}/people/${farid}`);
  await chidi.getByRole('link', { name: 'Write down whom to call if something happens' }).click();
  await chidi.fill('input[name=whom]', 'His brother');
  await press(chidi, 'Keep it and lock it');
  expect(await words(chidi)).toContain('Tick the box once you have spoken with them.');
  await chidi.check('input[name=spoke]');
  await press(chidi, 'Keep it and lock it');
  expect(await words(chidi)).toContain('Chidi wrote one down on');
  expect(await words(chidi)).not.toContain('His brother');
  const faridReads = await pageOf('Farid');
  await faridReads.goto(`${served.url}/me/contact-sheet`);
  expect(await words(faridReads)).toContain('Chidi wrote this down for you on');
  expect(await faridReads.inputValue('input[name=whom]')).toBe('His brother');

  walked = { concern, release, breach, person, farid };
});

test('What the safety team and those concerned read is whole on a telephone and on a desk, by day and night, in both languages', { timeout: 90_000 }, async () => {
  const { concern, release, breach, person, farid } = walked;
  for (const [name, who, path, reader] of [
    ['spoken-sheet-390', 'Chidi', `/programmes/${town.programme.slug}/people/${farid}/contact-sheet`, {}],
    ['danger-390', 'Chidi', `/danger/${concern}`, {}], ['danger-1200-fr-dark', 'Chidi', `/danger/${concern}`, { width: 1200, lang: 'fr', dark: true }], ['release-390', 'Esi', release, {}],
    ['concern-fr-390', 'Esi', `/concerns/${concern}`, { lang: 'fr' }], ['sheet-390-fr-dark', 'Kit', '/me/contact-sheet', { lang: 'fr', dark: true }], ['my-breach-390', 'Ben', `/me/conduct/${breach}`, {}],
    ['breach-1200', 'Hana', `/programmes/${town.programme.slug}/breaches/${breach}`, { width: 1200 }], ['breaches-1200', 'Chidi', `/programmes/${town.programme.slug}/breaches?person=${person}`, { width: 1200 }],
    ['conduct-missing-390', 'Chidi', `/programmes/${town.programme.slug}/conduct`, {}], ['met-390', 'Chidi', `/programmes/${town.programme.slug}/people/${person}/met`, {}],
  ] as const) {
    const eyes = await pageOf(who, reader);
    const lang = 'lang' in reader ? `${path.includes('?') ? '&' : '?'}lang=${reader.lang}` : '';
    expect((await eyes.goto(`${served.url}${path}${lang}`))?.status(), path).toBe(200);
    await look(eyes, name);
    await eyes.close();
  }
});

test('Who can see what is whole on a telephone and on a desk', { timeout: 60_000 }, async () => {
  for (const [name, reader] of [['who-sees-390', {}], ['who-sees-1200-fr-dark', { width: 1200, lang: 'fr', dark: true }]] as const) {
    const page = await pageOf(undefined, reader);
    await page.goto(`${served.url}/who-can-see-what`);
    await look(page, name);
  }
});
