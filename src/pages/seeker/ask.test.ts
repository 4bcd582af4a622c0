import { beforeAll, describe, expect, test } from 'vitest';
import { type TestSite } from '../../testing/site.ts';
import { type Town, testTown } from '../../testing/town.ts';
import { townSite, wordsIn } from '../testing.ts';

let town: Town;
let site: TestSite;
beforeAll(async () => {
  town = await testTown();
  site = await townSite(town);
});

type Browser = ReturnType<TestSite['browser']>;
const ask = () => `/p/${town.programme.slug}/ask`;

/** Presses "Begin": gives the address of the first question. */
async function begun(browser: Browser, what = 'all'): Promise<string> {
  const answer = await browser.send(ask(), `begin:${what}`, {});
  expect(answer.status).toBe(303);
  return answer.headers.get('location') ?? '';
}

/** Answers one question and gives the address that follows. */
async function say(browser: Browser, question: string, fields: Record<string, string | readonly string[]>): Promise<string> {
  const answer = await browser.send(`${ask()}/${question}`, 'answer', fields);
  expect(answer.status, await (answer.status === 303 ? '' : answer.text())).toBe(303);
  return answer.headers.get('location') ?? '';
}

/** What may not be skipped, as somebody with little time would answer it. */
async function sayNeeded(browser: Browser, email = 'kit@example.org'): Promise<void> {
  await say(browser, 'adult-check', { chosen: 'adult-yes' });
  await say(browser, 'preferred-name', { text: 'Kit' });
  await say(browser, 'reach-by', { chosen: 'reach-email', 'beside.reach-email': email });
  await say(browser, 'limits-read', { chosen: 'limits-clear' });
}

describe('asking for support, one question a page', () => {
  test('The first page says what to expect and begins nothing by being looked at', async () => {
    const browser = site.browser();
    const html = await (await browser.get(ask())).text();
    expect(wordsIn(html)).toMatch(/What to expect .* questions, about \d+ minutes/);
    expect(wordsIn(html)).toContain('I would rather be called');
    const sheets = await town.db.owner.selectFrom('sheet').select('id').execute();
    expect(sheets).toHaveLength(0);
  });

  test('Kit begins, answers, goes back, changes, looks it over, sends, and is led to where things are', async () => {
    const browser = site.browser();
    expect(await begun(browser)).toBe(`${ask()}/adult-check`);
    await sayNeeded(browser);
    await say(browser, 'own-words', { text: 'The nights are the worst.' });
    await say(browser, 'own-words', { text: 'The nights are hard.' });
    expect(await say(browser, 'pronouns', { skip: 'yes' })).toBe(`${ask()}/access-needs`);

    const check = await (await browser.get(`${ask()}/check`)).text();
    expect(wordsIn(check)).toContain('The nights are hard.');
    expect(wordsIn(check)).not.toContain('the worst');
    expect(wordsIn(check)).toContain('E-mail (kit@example.org)');
    expect(wordsIn(check)).toContain('What you say stays private, unless somebody’s safety is at risk.');

    const sent = await browser.send(`${ask()}/check`, 'send', {});
    expect(sent.status).toBe(303);
    expect(sent.headers.get('location')).toMatch(/^\/requests\/[0-9a-f-]{36}$/);
    expect(browser.cookies.get('session')).toBeDefined();
  });

  test('A question that is needed says so and keeps the place; any other can be skipped', async () => {
    const browser = site.browser();
    await begun(browser);
    const empty = await browser.send(`${ask()}/preferred-name`, 'answer', { text: '  ' });
    expect(empty.status).toBe(422);
    const mend = await empty.text();
    expect(wordsIn(mend)).toContain('Write something here. A letter is enough.');
    expect(mend).toMatch(/href="#form-answer-text"[^]*id="form-answer-text"[^>]*aria-invalid="true"/);
    expect(wordsIn(await (await browser.get(`${ask()}/preferred-name`)).text())).not.toContain('Skip this');
    expect(wordsIn(await (await browser.get(`${ask()}/own-words`)).text())).toContain('Skip this');
  });

  test('A way to be reached needs an address or a number that can be read: nobody asks and cannot be answered', async () => {
    const browser = site.browser();
    await begun(browser);
    const reach = async (fields: Record<string, string>) => {
      const answer = await browser.send(`${ask()}/reach-by`, 'answer', fields);
      return answer.status === 303 ? 'kept' : wordsIn(await answer.text());
    };
    expect(await reach({ chosen: 'reach-email', 'beside.reach-email': '' })).toContain('Write your e-mail address');
    expect(await reach({ chosen: 'reach-email', 'beside.reach-email': 'kit at home' })).toContain('Write your e-mail address');
    expect(await reach({ chosen: 'reach-phone', 'beside.reach-phone': '12' })).toContain('Write the number with its area code');
    expect(await reach({ chosen: 'reach-text', 'beside.reach-text': '' })).toContain('Write the number with its area code');
    expect(await reach({ chosen: 'reach-through', 'beside.reach-through': ' ' })).toContain('Write who it is');
    expect(await reach({ chosen: 'reach-through', 'beside.reach-through': 'My nurse, Ana, on ward 4' })).toBe('kept');
    expect(await reach({ chosen: 'reach-phone', 'beside.reach-phone': '(604) 555-0123' })).toBe('kept');
  });

  test('Whoever has told enough goes to the last page from any question that may be left out', async () => {
    const browser = site.browser();
    await begun(browser);
    expect(await (await browser.get(`${ask()}/own-words`)).text()).toContain(`href="${ask()}/check">Go to the last page`);
    expect(await (await browser.get(`${ask()}/preferred-name`)).text()).not.toContain('Go to the last page');
  });

  test('Somebody who is not safe sees help first, and then goes on', async () => {
    const browser = site.browser();
    await begun(browser);
    const to = await say(browser, 'someone-today', { chosen: 'today-not-safe' });
    expect(to).toBe(`${ask()}/first/help-now?next=heard-from`);
    const html = await (await browser.get(to)).text();
    expect(html).toContain('href="/help"');
    expect(html).toContain(`href="${ask()}/heard-from"`);
  });

  test('Somebody under 18 is thanked and shown other places, and nothing they typed is kept', async () => {
    const browser = site.browser();
    await begun(browser);
    await say(browser, 'preferred-name', { text: 'Sam CANARY' });
    const to = await say(browser, 'adult-check', { chosen: 'adult-no' });
    expect(to).toBe(`${ask()}/first/under-18`);
    expect(wordsIn(await (await browser.get(to)).text())).toContain('We kept nothing of what you wrote');
    expect((await browser.get(`${ask()}/check`)).headers.get('location')).toBe(ask());
  });

  test('Farid would rather be called: a few questions, and his request goes to the front', async () => {
    const browser = site.browser();
    await begun(browser, 'short');
    await say(browser, 'adult-check', { chosen: 'adult-yes' });
    await say(browser, 'preferred-name', { text: 'Farid' });
    await say(browser, 'reach-by', { chosen: 'reach-phone', 'beside.reach-phone': '604 555 0123' });
    await say(browser, 'reach-safely', { skip: 'yes' });
    expect(await say(browser, 'limits-read', { chosen: 'limits-clear' })).toBe(`${ask()}/check`);
    expect(wordsIn(await (await browser.get(`${ask()}/check`)).text())).toContain('You asked us to call you first');
    const sent = await browser.send(`${ask()}/check`, 'send', {});
    const id = sent.headers.get('location')?.split('/').at(-1) ?? '';
    expect(await town.db.owner.selectFrom('support_request').select(['urgent', 'call_first']).where('id', '=', id).executeTakeFirst()).toEqual({ urgent: true, call_first: true });
  });

  test('A week, languages and a weight behind each thing come back as they were given', async () => {
    const browser = site.browser();
    await begun(browser);
    await say(browser, 'times', { parts: ['1-evening', '2-evening', '2-night', '6-morning'], text: 'Not in school holidays' });
    await say(browser, 'languages', { chosen: ['en', 'fr'], home: 'fr', text: 'Innu-aimun' });
    await say(browser, 'must-be-same', { 'each.same-condition': 'lot', 'each.same-age': 'not', 'each.same-family': '' });
    await say(browser, 'trait-wishes', { 'each.wish-faith': 'prefer', 'beside.wish-faith': 'Muslim, like me' });
    const check = wordsIn(await (await browser.get(`${ask()}/check`)).text());
    expect(check).toContain('Monday: evening Tuesday: evening and night Saturday: morning Not in school holidays');
    expect(check).toContain('French English Innu-aimun');
    expect(check).toContain('The same illness or loss (Matters a lot) About my age (Does not matter)');
    expect(check).toContain('Faith (If you can, Muslim, like me)');
    const week = await (await browser.get(`${ask()}/times`)).text();
    expect([...week.matchAll(/value="(\d-\w+)" checked/g)].map(([, box]) => box)).toEqual(['1-evening', '2-evening', '2-night', '6-morning']);
    const weights = await (await browser.get(`${ask()}/must-be-same`)).text();
    expect(weights).toMatch(/name="each.same-condition" value="lot" checked/);
    expect(weights).not.toMatch(/name="each.same-family" value="\w+" checked/);
  });

  test('Another browser finds nothing of it, and is led to the beginning', async () => {
    const browser = site.browser();
    await begun(browser);
    await say(browser, 'preferred-name', { text: 'Only mine' });
    const other = site.browser();
    expect((await other.get(`${ask()}/preferred-name`)).headers.get('location')).toBe(ask());
    expect((await other.get(`${ask()}/check`)).headers.get('location')).toBe(ask());
  });

  test('A link goes on elsewhere: looking at its page burns nothing, its button works once', async () => {
    const phone = site.browser();
    await begun(phone);
    await say(phone, 'adult-check', { chosen: 'adult-yes' });
    await phone.send(`${ask()}/later`, 'link', {});
    const html = wordsIn(await (await phone.get(`${ask()}/later`)).text());
    const path = /https?:\/\/[^ ]+(\/p\/[^ ]+\/resume\/[\w-]{43})/.exec(html)?.[1] ?? '';
    const laptop = site.browser();
    await laptop.get(path);
    await laptop.get(path);
    const resumed = await laptop.send(path, 'resume', {});
    expect(resumed.headers.get('location')).toBe(`${ask()}/preferred-name`);
    expect((await site.browser().send(path, 'resume', {})).status).toBe(409);
    expect((await phone.get(`${ask()}/preferred-name`)).headers.get('location')).toBe(ask());
  });

  test('The link goes by mail to an address typed for it, a few times an hour', async () => {
    const browser = site.browser();
    await begun(browser);
    const mail = () => browser.send(`${ask()}/later`, 'mail', { email: 'kit@example.org' });
    for (let time = 0; time < 4; time += 1) expect((await mail()).status).toBe(303);
    expect((await mail()).status).toBe(409);
    expect((await browser.send(`${ask()}/later`, 'mail', { email: 'kit at home' })).status).toBe(422);
    const notices = await town.db.owner.selectFrom('notice').select(['kind', 'to_address']).where('kind', '=', 'go-on-link').execute();
    expect(notices).toHaveLength(4);
    expect(notices.map((notice) => String(notice.to_address)).join()).not.toContain('kit@example.org');
  });

  test('Sent twice from one page, it is one request, and both answers lead to it', async () => {
    const browser = site.browser();
    await begun(browser);
    await sayNeeded(browser, 'twice@example.org');
    const hidden = await browser.hidden(`${ask()}/check`, 'send');
    const html = await (await browser.get(`${ask()}/check`)).text();
    const sheet = /name="sheet" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const [one, two] = await Promise.all([browser.post(`${ask()}/check`, { ...hidden, sheet }), browser.post(`${ask()}/check`, { ...hidden, sheet })]);
    expect(one.headers.get('location')).toMatch(/^\/requests\//);
    expect(two.headers.get('location')).toBe(one.headers.get('location'));
    const requests = await town.db.owner.selectFrom('support_request').select('id').where('sheet_id', '=', sheet).execute();
    expect(requests).toHaveLength(1);
  });
});

describe('asking when somebody was lost', () => {
  test('A heavy question stands folded under a word of warning; a month and a year are one answer, and one alone is not', async () => {
    const grief = await testTown({ template: 'grief-family' });
    const browser = (await townSite(grief)).browser();
    const start = `/p/${grief.programme.slug}/ask`;
    await browser.send(start, 'begin:all', {});
    const heavy = await (await browser.get(`${start}/grief-how`)).text();
    expect(wordsIn(heavy)).toMatch(/The next question may be heavy You do not have to open it\. .* Open the question How did it happen, in one word\?/);
    expect(heavy).toMatch(/<details class="folded">/);
    expect((await browser.send(`${start}/grief-how`, 'answer', { skip: 'yes' })).headers.get('location')).toBe(`${start}/grief-when`);

    const half = await browser.send(`${start}/grief-when`, 'answer', { year: '2024', month: '' });
    expect(half.status).toBe(422);
    const again = await half.text();
    expect(wordsIn(again)).toContain('Choose the month and the year.');
    expect(again).toContain('value="2024"');
    expect((await browser.send(`${start}/grief-when`, 'answer', { year: '2024', month: '03' })).status).toBe(303);
    expect(wordsIn(await (await browser.get(`${start}/check`)).text())).toContain('March 2024');
    const kept = await (await browser.get(`${start}/grief-when`)).text();
    expect(kept).toMatch(/<option value="03" selected/);
  });
});
