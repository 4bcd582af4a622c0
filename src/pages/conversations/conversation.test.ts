import { afterAll, beforeAll, expect, test } from 'vitest';
import { conversation, makePicture, sendMessage } from '../../rooms/conversations/index.ts';
import { testAssets } from '../../testing/assets.ts';
import { axe, picture, type Reader, type TestChromium, testChromium } from '../../testing/browser.ts';
import { asFile, largePhoto, photoWithPlace } from '../../testing/photos.ts';
import { type Town, testTown } from '../../testing/town.ts';
import { siteOfTown, type TownSite } from '../../testing/town-site.ts';
import { value, walkTogether } from '../../testing/walking.ts';
import type { Served } from '../../web/server.tsx';
import type { CastName } from '../../testing/town.ts';

let town: Town;
let site: TownSite;
let served: Served;
let chromium: TestChromium;
let talk: string;

beforeAll(async () => {
  [town, chromium] = await Promise.all([testTown(), testChromium()]);
  site = siteOfTown(town, { assets: await testAssets() });
  served = await site.open();
  ({ conversation: talk } = await walkTogether(town, { seeker: 'Amina', supporter: 'Ben' }));
});
afterAll(async () => {
  await chromium?.close();
  await served?.close();
});

async function windowOf(name: CastName, reader: Reader = {}) {
  const opened = await chromium.newPage(reader);
  await opened.page.context().addCookies([{ name: 'session', value: await site.token(name), url: served.url, httpOnly: true, sameSite: 'Lax' }]);
  opened.page.setDefaultTimeout(20_000);
  return opened;
}
const turns = (page: Awaited<ReturnType<typeof windowOf>>['page']) => page.locator('.talk > li:not(.day) .said').allInnerTexts();

test('Two people talk live: what one sends appears for both, once and in order, and nobody leaves the page', async () => {
  const [amina, ben] = await Promise.all([windowOf('Amina', { lang: 'fr' }), windowOf('Ben')]);
  for (const { page } of [amina, ben]) await page.goto(`${served.url}/conversations/${talk}`);
  expect(await amina.page.locator('main').innerText()).toContain('C’est ici que vous vous parlez');
  await amina.page.evaluate(() => Object.assign(window, { same: true }));

  await amina.page.getByLabel('Votre message à Ben').fill('Bonjour Ben.');
  await amina.page.getByRole('button', { name: 'Envoyer' }).click();
  await ben.page.getByText('Bonjour Ben.').waitFor();
  await amina.page.getByText('Bonjour Ben.').first().waitFor();
  expect(await amina.page.getByLabel('Votre message à Ben').inputValue()).toBe('');

  await ben.page.getByText('A question to ask').click();
  await ben.page.getByText('When it is hard to know what to say').click();
  await ben.page.getByText('“Why us? What did we do?”').click();
  expect(await ben.page.getByText('Tends to close a door: “Everything happens for a reason.”').isVisible()).toBe(true);
  await ben.page.getByText('Opening', { exact: true }).click();
  await ben.page.getByLabel('Your message to Amina').fill('Hello Amina.');
  await ben.page.getByRole('link', { name: 'How is today' }).click();
  expect(await ben.page.getByLabel('Your message to Amina').inputValue()).toBe('Hello Amina. How is today, compared with yesterday?');
  await ben.page.getByRole('button', { name: 'Send' }).click();
  await amina.page.getByText('How is today').waitFor();

  await amina.page.getByLabel('Votre message à Ben').fill('La nuit aux soins intensifs\n\na été longue.');
  await amina.page.getByText('Ajouter un mot qui le replie').click();
  await amina.page.getByLabel('C’est au sujet de').selectOption('note-medical');
  await amina.page.getByRole('button', { name: 'Envoyer' }).click();
  const fold = ben.page.getByText('About medical detail · open when you like');
  await fold.waitFor();
  expect(await ben.page.getByText('soins intensifs').isVisible()).toBe(false);
  await fold.click();
  expect(await ben.page.getByText('soins intensifs').isVisible()).toBe(true);

  expect(await turns(ben.page)).toHaveLength(3);

  // On a phone with its keyboard open: what arrives stands above the box, and the box stays in sight.
  await amina.page.setViewportSize({ width: 390, height: 420 });
  const box = amina.page.getByLabel('Votre message à Ben');
  await box.focus();
  for (const words of ['I hear you.', 'Take all the time you need.']) {
    await ben.page.getByLabel('Your message to Amina').fill(words);
    await ben.page.getByRole('button', { name: 'Send' }).click();
    await amina.page.getByText(words).waitFor();
    const place = async () => [(await amina.page.getByText(words).boundingBox())?.y ?? -1, (await box.boundingBox())?.y ?? -1];
    await expect.poll(async () => (await place()).every((y) => y > 60 && y < 420), { timeout: 3000 }).toBe(true);
  }
  expect(await amina.page.evaluate(() => 'same' in window)).toBe(true);
  await expect.poll(async () => (await conversation(await town.as('Ben'), { conversation: talk })).readSeq, { timeout: 10_000 }).toBe(5);
  for (const { complaints, close } of [amina, ben]) {
    expect(complaints).toEqual([]);
    await close();
  }
});

test('A photo chosen on one side appears on the other’s open page, upright; one under a note is not fetched before it is opened', async () => {
  const [amina, ben] = await Promise.all([windowOf('Amina', { lang: 'fr' }), windowOf('Ben')]);
  const fetched: string[] = [];
  ben.page.on('request', (request) => void (request.url().includes('/pictures/') && fetched.push(request.url())));
  for (const { page } of [amina, ben]) await page.goto(`${served.url}/conversations/${talk}`);
  await amina.page.evaluate(() => Object.assign(window, { same: true }));
  const photo = { name: 'IMG_1.jpg', mimeType: 'image/jpeg', buffer: await photoWithPlace() };
  const choose = async (words: string) => {
    await amina.page.getByText('Une image', { exact: true }).click();
    await amina.page.getByLabel('Une image de cet appareil').setInputFiles(photo);
    await amina.page.getByLabel('Votre message à Ben').fill(words);
  };
  const size = (at: number) => ben.page.locator('img.sent').nth(at).evaluate((img: HTMLImageElement) => [img.complete, img.naturalWidth, img.naturalHeight]);

  await choose('Le jardin');
  await amina.page.getByLabel('Ce qu’on y voit').fill('Un portail rouge');
  await amina.page.getByRole('button', { name: 'Envoyer' }).click();
  await ben.page.getByAltText('Picture from the other one: Un portail rouge').waitFor();
  await expect.poll(() => size(0), { timeout: 10_000 }).toEqual([true, 300, 400]);
  expect(await amina.page.getByLabel('Une image de cet appareil').inputValue()).toBe('');

  await choose('La cicatrice');
  await amina.page.getByText('Ajouter un mot qui le replie').click();
  await amina.page.getByLabel('C’est au sujet de').selectOption('note-medical');
  await amina.page.getByRole('button', { name: 'Envoyer' }).click();
  const folds = ben.page.getByText('About medical detail · open when you like');
  // One stood there before.
  await folds.nth(1).waitFor();
  const fold = folds.last();
  await fold.scrollIntoViewIfNeeded();
  await ben.page.waitForTimeout(500);
  expect(fetched).toHaveLength(1);
  await fold.click();
  await expect.poll(() => size(1), { timeout: 10_000 }).toEqual([true, 300, 400]);
  expect(fetched).toHaveLength(2);
  expect(await amina.page.evaluate(() => 'same' in window)).toBe(true);
  for (const { complaints, close } of [amina, ben]) {
    expect(complaints).toEqual([]);
    await close();
  }
});

test('While the line is lost the words stay in the box; what was said meanwhile comes when it is back, once and in order', async () => {
  const ben = await windowOf('Ben');
  await ben.page.goto(`${served.url}/conversations/${talk}`);
  const before = (await turns(ben.page)).length;
  await ben.page.context().setOffline(true);
  await ben.page.getByLabel('Your message to Amina').fill('Are you there?');
  await ben.page.getByRole('button', { name: 'Send' }).click();
  await ben.page.getByText('There is no connection just now').waitFor();
  expect(await ben.page.getByLabel('Your message to Amina').inputValue()).toBe('Are you there?');

  const amina = await town.as('Amina');
  for (const words of ['one', 'two', 'three']) value(await sendMessage(amina, { conversation: talk, words, sending: `offline-${words}` }));
  await ben.page.context().setOffline(false);
  await ben.page.getByRole('button', { name: 'Send' }).click();
  await expect.poll(() => turns(ben.page), { timeout: 15_000 }).toHaveLength(before + 4);
  expect((await turns(ben.page)).slice(-4)).toEqual(['one', 'two', 'three', 'Are you there?']);
  await ben.close();
});

test('Without scripts it is a page and a form: a question is picked by a link, a message sent, the newest seen, older ones turned to', async () => {
  const amina = await town.as('Amina');
  for (let at = 0; at < 60; at += 1) value(await sendMessage(amina, { conversation: talk, words: `line ${at}`, sending: `many-lines-${at}` }));
  const { page, close } = await windowOf('Ben', { javaScript: false });
  await page.goto(`${served.url}/conversations`);
  expect(await page.locator('main').innerText()).not.toContain('line 59');
  await page.getByRole('link', { name: 'You and Amina' }).click();
  await page.getByText('A question to ask').click();
  await page.getByText('Words for feelings').click();
  await page.getByRole('link', { name: 'overwhelmed' }).click();
  expect(await page.getByLabel('Your message to Amina').inputValue()).toBe('I feel overwhelmed');
  await page.getByRole('button', { name: 'Send' }).click();
  expect((await turns(page)).at(-1)).toBe('I feel overwhelmed');
  expect(await turns(page)).toHaveLength(50);
  await page.getByRole('link', { name: 'Older messages' }).click();
  expect((await turns(page)).at(-1)).toBe('line 10');
  await page.getByRole('link', { name: 'To the newest messages' }).click();

  await page.getByRole('link', { name: 'Share a note' }).click();
  await page.getByLabel('Its title').fill('Questions for Monday');
  await page.getByLabel('The note', { exact: true }).fill('1. The new medicine?\n2. When home?');
  await page.getByRole('button', { name: 'Share it' }).click();
  await page.getByText('Questions for Monday').click();
  expect(await page.getByText('When home?').isVisible()).toBe(true);
  await close();
});

test('When the keyring is away, the words come back on the page and count once when tried again', async () => {
  const { page, close } = await windowOf('Ben', { javaScript: false });
  await page.goto(`${served.url}/conversations/${talk}`);
  const { unwrap } = town.house.keyring;
  Object.assign(town.house.keyring, { unwrap: () => Promise.reject(Object.assign(new Error('away'), { name: 'KeyringUnavailable' })) });
  await page.getByLabel('Your message to Amina').fill('These words must not be lost.');
  await page.getByRole('button', { name: 'Send' }).click();
  expect(await page.locator('main').innerText()).toContain('What you wrote is kept on this page');
  Object.assign(town.house.keyring, { unwrap });
  await page.getByRole('button').filter({ hasText: /again/ }).first().click();
  expect((await turns(page)).filter((words) => words === 'These words must not be lost.')).toHaveLength(1);
  await close();
});

test('A photo that is too large is made smaller before it is sent, by code that comes only when one is chosen; without scripts its sender is told what to do', async () => {
  const [photo, ben] = await Promise.all([largePhoto(), windowOf('Ben')]);
  expect(photo.length).toBeGreaterThan(5 * 1024 * 1024);
  const file = { name: 'IMG_25MP.jpg', mimeType: 'image/jpeg', buffer: photo };
  const came = () => ben.page.evaluate(() => performance.getEntriesByType('resource').some(({ name }) => name.includes('shrink-picture')));
  await ben.page.goto(`${served.url}/conversations/${talk}`);
  expect(await came()).toBe(false);
  await ben.page.getByText('Add a picture', { exact: true }).click();
  await ben.page.getByLabel('A picture from this device').setInputFiles(file);
  await ben.page.getByLabel('Your message to Amina').fill('The whole valley');
  await ben.page.getByRole('button', { name: 'Send' }).click();
  const sent = ben.page.locator('li', { hasText: 'The whole valley' }).locator('img.sent');
  await sent.waitFor({ timeout: 40_000 });
  expect(await came()).toBe(true);
  expect([await sent.getAttribute('width'), await sent.getAttribute('height')]).toEqual(['1600', '1120']);
  // A file that no browser can open goes as it is, and comes back with a sentence and the words.
  await ben.page.getByText('Add a picture', { exact: true }).click();
  await ben.page.getByLabel('A picture from this device').setInputFiles({ name: 'IMG.heic', mimeType: 'image/heic', buffer: Buffer.from('no picture at all') });
  await ben.page.getByLabel('Your message to Amina').fill('And this one');
  await ben.page.getByRole('button', { name: 'Send' }).click();
  await ben.page.getByText('That file is not a photo we can show.').first().waitFor();
  expect(ben.complaints.filter((words) => !words.includes('422'))).toEqual([]);
  await ben.close();
  const plain = await windowOf('Ben', { javaScript: false });
  await plain.page.goto(`${served.url}/conversations/${talk}`);
  await plain.page.getByText('Add a picture', { exact: true }).click();
  await plain.page.getByLabel('A picture from this device').setInputFiles(file);
  await plain.page.getByRole('button', { name: 'Send' }).click();
  await plain.page.getByText('Choose a smaller one, or send a screenshot of it.').first().waitFor();
  await plain.close();
});

test('A conversation carries at most 2.5 kB of script in all', async () => {
  const { page, close } = await windowOf('Ben');
  const sizes: number[] = [];
  page.on('response', async (answer) => {
    if (answer.url().endsWith('.js')) sizes.push(Number((await answer.allHeaders())['content-length'] ?? 0));
  });
  await page.goto(`${served.url}/conversations/${talk}`, { waitUntil: 'load' });
  await expect.poll(() => sizes.length, { timeout: 10_000 }).toBe(3);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(2.5 * 1024);
  await close();
});

test('It is looked at: by day and by night, small and wide, in both languages', async () => {
  const photo = await makePicture(asFile(await photoWithPlace({ width: 1600, height: 1200 })));
  value(await sendMessage(await town.as('Amina'), { conversation: talk, sending: 'to-look-at', picture: photo, words: 'Le jardin ce matin.' }));
  for (const [name, width, dark] of [['Ben', 320, false], ['Ben', 390, false], ['Amina', 390, true], ['Ben', 1200, true], ['Amina', 1200, false]] as const) {
    const { page, close } = await windowOf(name, { width, dark });
    await page.goto(`${served.url}/conversations/${talk}`);
    // Tall, so that the dock at the foot lies over nothing.
    await page.setViewportSize({ width, height: 8000 });
    expect(await axe(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    if (process.env.PICTURES) await page.setViewportSize({ width, height: 844 });
    if (process.env.PICTURES) await picture(page, `conversation-${name}-${width}-${dark ? 'dark' : 'light'}`);
    await close();
  }
});
