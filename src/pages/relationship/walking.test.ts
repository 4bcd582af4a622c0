import { afterAll, beforeAll, expect, test } from 'vitest';
import { proposeMatch } from '../../rooms/matching/index.ts';
import { sweepCheckIns } from '../../rooms/checkins/index.ts';
import { testAssets } from '../../testing/assets.ts';
import { axe, picture, type TestChromium, testChromium, type TestPage } from '../../testing/browser.ts';
import { type CastName, type Town, testTown } from '../../testing/town.ts';
import { siteOfTown, type TownSite } from '../../testing/town-site.ts';
import { askForSupport, becomeSupporter, value } from '../../testing/walking.ts';
import type { Served } from '../../web/server.tsx';

let town: Town;
let site: TownSite;
let served: Served;
let chromium: TestChromium;
const faults: string[] = [];

beforeAll(async () => {
  [town, chromium] = await Promise.all([testTown(), testChromium()]);
  site = siteOfTown(town, { assets: await testAssets() });
  served = await site.open();
});
afterAll(async () => {
  await chromium?.close();
  await served?.close();
});

async function windowOf(name: CastName, javaScript: boolean): Promise<TestPage> {
  const opened = await chromium.newPage({ javaScript });
  await opened.page.context().addCookies([{ name: 'session', value: await site.token(name), url: served.url, httpOnly: true, sameSite: 'Lax' }]);
  opened.page.setDefaultTimeout(20_000);
  return opened;
}

/** Every page is looked at in the ways people see it, and axe finds nothing on it. Axe itself is a script. */
async function lookAt({ page }: TestPage, name: string, scripts: boolean): Promise<void> {
  if (!scripts) return;
  // As tall as the page, so that the dock at the foot lies over nothing: what it covers while one scrolls is no fault of a page.
  await page.setViewportSize({ width: 390, height: Math.max(844, await page.evaluate(() => document.documentElement.scrollHeight)) });
  for (const found of await axe(page)) faults.push(`${name}: ${found}`);
  for (const [width, scheme] of [[390, 'light'], [1200, 'dark']] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 844 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > width) faults.push(`${name} is ${wide} wide at ${width}`);
    if (process.env.PICTURES) await picture(page, `walking-${name}-${width}-${scheme}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 390, height: 844 });
}

test.each([
  { scripts: true, seeker: 'Amina', supporter: 'Ben' },
  { scripts: false, seeker: 'Kit', supporter: 'Maryam' },
] as const)('$seeker with scripts $scripts: $seeker and $supporter read about each other, write their agreement, find a time, rest, look how it is, and part', async ({ scripts, seeker, supporter }) => {
  faults.splice(0);
  const request = await askForSupport(town, seeker, 'Ma fille a sept ans.\nJe dors peu.');
  const standing = await becomeSupporter(town, supporter, { words: 'My son was ill for two years. He is well now.' });
  const { proposal } = value(await proposeMatch(await town.as('Chidi'), { request, supporter: standing, reason: 'You both come from homes with two languages.' }));
  const french = seeker === 'Amina';
  const one = await windowOf(seeker, scripts);
  const other = await windowOf(supporter, scripts);
  const [his, hers] = [other.page, one.page];

  // Introductions, in the programme's order.
  await his.goto(`${served.url}/introductions/${proposal}`);
  expect(await his.locator('main').innerText()).toContain('Je dors peu.');
  expect(await his.locator('main').innerText()).toContain('two languages');
  await his.getByText('Change my words').click();
  await his.getByLabel('My words for this introduction').fill('My son was ill for two years. I remember the nights.');
  await his.addInitScript(() => addEventListener('DOMContentLoaded', () => {
    const flash = document.querySelector('.flash');
    if (flash) new MutationObserver(() => flash.setAttribute('data-said', '')).observe(flash, { childList: true });
  }));
  await his.getByRole('button', { name: 'Keep these words' }).click();
  // A screen reader hears what was done: the sentence comes into its live region once more when the page stands.
  if (scripts) expect(await his.locator('.flash[data-said]').innerText()).toBe('Your words are kept.');
  await lookAt(other, 'introduction', scripts);
  await his.getByRole('button', { name: 'Yes, I would like that' }).click();
  expect(await his.locator('main').innerText()).toContain('You said yes');
  await hers.goto(`${served.url}/introductions/${proposal}`);
  expect(await hers.locator('main').innerText()).toContain('I remember the nights');
  await lookAt(one, 'introduction-fr', scripts);
  await hers.getByRole('button', { name: french ? 'Oui, j’aimerais bien' : 'Yes, I would like that' }).click();
  await hers.waitForURL(/\/agreement$/);
  const relationship = /relationships\/([\w-]+)\//.exec(hers.url())?.[1] ?? '';
  const at = (path: string) => `${served.url}/relationships/${relationship}${path}`;

  // Before both agreed there is no talking, said kindly.
  await his.goto(`${served.url}/conversations`);
  await his.getByRole('link', { name: `You and ${seeker}` }).click();
  expect(await his.locator('main').innerText()).toContain('You can talk here once you both said yes');
  await his.getByRole('link', { name: 'Write it together' }).click();

  // The agreement: a line in own words with quiet hours, a word about one, yes to all.
  await his.goto(at('/agreement/add/hours'));
  await his.getByLabel('From', { exact: true }).fill('21:30');
  await his.getByLabel('Until', { exact: true }).fill('06:30');
  await his.getByRole('button', { name: 'Suggest it' }).click();
  expect(await his.locator('main').innerText()).toContain('No sounds from 9:30\u00a0pm to 6:30\u00a0am.');
  await his.goto(at('/agreement/add/off-limits'));
  await his.getByLabel('In my own words').fill('I would rather not talk about numbers.');
  await his.getByRole('button', { name: 'Suggest it' }).click();
  await hers.goto(at('/agreement'));
  await lookAt(one, 'agreement', scripts);
  const line = hers.locator('.card.person').filter({ hasText: 'I would rather not talk about numbers.' });
  await line.getByRole('link', { name: french ? 'En parler d’abord' : 'Talk about it first' }).click();
  await lookAt(one, 'agreement-talk', scripts);
  await hers.getByRole('textbox').fill('Also not about odds?');
  await hers.locator('main button.button').click();
  await hers.locator('.card.person').filter({ hasText: 'Also not about odds?' }).getByRole('button').first().click();
  await his.goto(at('/agreement'));
  expect(await his.locator('main').innerText()).toContain('Also not about odds?');
  await his.locator('#form-yes-to-all button').click();
  await hers.goto(at('/agreement'));
  expect(await hers.locator('main').innerText()).toContain(french ? 'a dit oui à l’ensemble' : 'has said yes to all of it');
  await hers.locator('#form-yes-to-all button').click();
  expect(await hers.locator('main').innerText(), 'the code of conduct comes first').toContain(french ? 'code de conduite' : 'code of conduct');
  await hers.locator('#form-yes-to-all input[name="conduct"]').check();
  await hers.locator('#form-yes-to-all button').click();
  await hers.waitForURL(/\/conversations\//);
  expect(await hers.locator('main').innerText()).toContain(french ? 'Calme de 21 h 30 à 6 h 30'.replaceAll(' h ', '\u00a0h\u00a0') : 'Quiet from 9:30\u00a0pm to 6:30\u00a0am');
  await lookAt(one, 'conversation-first', scripts);

  // A line is changed afterwards: the old one holds until the other says yes; both versions are kept.
  await his.goto(at('/agreement'));
  await his.locator('.card').filter({ hasText: 'I would rather not talk about numbers.' }).getByRole('link', { name: 'Change' }).first().click();
  await lookAt(other, 'agreement-line', scripts);
  await his.getByLabel('In my own words').fill('Numbers are fine if the other one asks.');
  await his.getByRole('button', { name: 'Suggest it', exact: true }).click();
  await hers.goto(at('/agreement'));
  await hers.locator('.card.person').getByRole('button').first().click();
  await hers.goto(at('/agreement/versions'));
  expect(await hers.locator('main').innerText()).toContain('Numbers are fine');
  expect(await hers.locator('section').count()).toBeGreaterThan(1);
  await lookAt(one, 'agreement-versions', scripts);

  // A meeting, proposed, agreed, kept in a calendar.
  await his.goto(at('/meetings'));
  await his.getByLabel('Day').fill('2026-12-03');
  await his.getByLabel('Time', { exact: true }).fill('17:30');
  await his.getByText('By phone').click();
  await his.getByLabel('Where, or the link').fill('I call you');
  await his.getByRole('button', { name: 'Suggest it' }).click();
  await lookAt(other, 'meetings', scripts);
  await hers.goto(at('/meetings'));
  await lookAt(one, 'meetings-waiting', scripts);
  await hers.locator('.card.person').getByRole('button').first().click();
  expect(await hers.locator('li.card.wash').first().innerText()).toContain(french ? '17 h 30'.replaceAll(' ', '\u00a0') : '5:30\u00a0pm');
  await hers.locator('#form-calendar button').click();
  const calendar = /https?:\S+\.ics/.exec(await hers.locator('#calendar code').innerText())?.[0] ?? '';
  const text = await (await fetch(new URL(new URL(calendar).pathname, served.url))).text();
  expect(text).toContain('DTSTART:20261204T0');
  expect(text).not.toContain('I call you');

  // How things are; a contact outside; a rest and the way back.
  await hers.goto(at(''));
  await lookAt(one, 'relationship', scripts);
  await his.goto(at('/contacts'));
  await his.getByLabel('About how many minutes').fill('2000');
  await his.getByRole('button', { name: 'Note it' }).click();
  expect(await his.locator('main').innerText()).toMatch(/number of minutes|one thing to look at/);
  await his.getByLabel('About how many minutes').fill('20');
  await his.getByRole('button', { name: 'Note it' }).click();
  expect(await his.locator('main').innerText()).toContain('20 minutes');
  await lookAt(other, 'contacts', scripts);
  await his.goto(at('/pause'));
  await his.getByRole('button', { name: 'Begin the rest' }).click();
  await lookAt(other, 'paused', scripts);
  await hers.goto(at(''));
  await hers.locator('#form-resume button').click();

  // A look at how it is.
  await sweepCheckIns(town.house, town.org);
  const [check] = await town.db.owner.selectFrom('check_in').select('id').where('person_id', '=', await town.id(supporter)).where('kind', '=', 'after-contact').execute();
  await his.goto(`${served.url}/check-ins/${check?.id ?? ''}`);
  await lookAt(other, 'check-in', scripts);
  await his.getByText('I need to talk').click();
  await his.getByText('Share with the coordinator', { exact: true }).click();
  await his.getByRole('button', { name: 'Keep my answers' }).click();
  const answered = await his.locator('main').innerText();
  expect(answered).toContain('Somebody from the programme answers you by');
  // No question without an answer to give: whoever is called already is not asked whether they would like to be.
  expect(answered).not.toMatch(/Would you like (somebody|us|a call|your coordinator)/);
  await lookAt(other, 'check-in-answered', scripts);

  // Parting, with last words, and what may come next.
  await hers.goto(at('/another-fit'));
  await lookAt(one, 'another-fit', scripts);
  await his.goto(at('/ending'));
  await his.getByText('We reached a good end').click();
  await his.getByLabel('Last words to').fill('Thank you for trusting me.');
  await lookAt(other, 'ending', scripts);
  await his.getByRole('button', { name: 'End it now' }).click();
  await lookAt(other, 'ended', scripts);
  await hers.goto(at(''));
  expect(await hers.locator('main').innerText()).toContain(french ? 'Et après?' : 'What next?');
  await hers.getByRole('link', { name: french ? 'Relire vos échanges' : 'Read what you said' }).click();
  expect(await hers.locator('main').innerText()).toContain('Thank you for trusting me.');
  expect(await hers.locator('main').innerText()).toContain(french ? 'Cette conversation est terminée' : 'This conversation has ended');
  expect(faults).toEqual([]);
  for (const { complaints, close } of [one, other]) {
    expect(complaints).toEqual([]);
    await close();
  }
}, 240_000);

test('A no is kept without a reason and reads as “we look again” for the other; a stranger and a third person find nothing', async () => {
  const request = await askForSupport(town, 'Jun');
  const standing = await becomeSupporter(town, 'Grace');
  const { proposal } = value(await proposeMatch(await town.as('Chidi'), { request, supporter: standing }));
  const grace = await site.browser('Grace');
  const page = `/introductions/${proposal}`;
  await grace.send(page, 'answer:yes', { answer: 'yes' });
  const jun = await site.browser('Jun');
  expect((await jun.send(page, 'answer:no', { answer: 'no' })).status).toBe(303);
  expect(await (await jun.get(page)).text()).toContain('Thank you for answering');
  const hers = await (await grace.get(page)).text();
  expect(hers).toContain('We look again');
  expect(hers).not.toMatch(/Jun|said no/);
  for (const name of ['Ben', 'Chidi'] as const) expect((await (await site.browser(name)).get(page)).status).toBe(404);
});
