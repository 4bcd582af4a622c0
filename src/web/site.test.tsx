import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { act } from '../platform/act.ts';
import { absent, done, refused } from '../platform/outcome.ts';
import { testSite } from '../testing/site.ts';
import { Button, Choices, Field, Form, Textarea } from '../ui/index.ts';
import { download } from './download.ts';
import { form } from './form.ts';
import { page } from './page.ts';

let written: string[] = [];
let fault: Error | undefined;

const write = act({
  name: 'hinge.write',
  input: z.object({ about: z.string().trim().min(1).max(200), hours: z.array(z.string()).default([]) }),
  may: () => true,
  async perform({ newId }, { about }) {
    if (fault !== undefined) throw fault;
    if (about === 'again') return refused('already-waiting');
    if (about === 'nowhere') return absent();
    written.push(about);
    return done({ id: newId() });
  },
});

const ask = page({
  address: '/ask/:step',
  may: 'anyone',
  chrome: 'public',
  load: ({ params }) => ({ step: params.step }),
  title: ({ data }) => `Step ${data.step}`,
  forms: {
    answer: form({
      act: write,
      read: (fields) => ({ about: fields.text('about'), hours: fields.list('hours') }),
      then: (value) => ({ to: `/thanks?id=${value.id}`, say: 'web.again' }),
      refusals: { 'already-waiting': 'web.refused.words' },
      secret: ['word'],
    }),
  },
  body: (seen) => (
    <Form seen={seen} name="answer">
      <Textarea of="about" label="About" hint="A few words" />
      <Field of="word" label="Word" type="password" />
      <Choices of="hours" kind="several" label="Hours" value={['day']} choices={[{ value: 'day', label: 'Day' }, { value: 'night', label: 'Night' }]} />
      <Button>Send</Button>
    </Form>
  ),
});
const never = act({ name: 'hinge.never', input: z.object({ about: z.literal('never'), more: z.string() }), may: () => true, perform: async () => done() });
const odd = page({
  address: '/odd', may: 'anyone', chrome: 'public', load: () => ({}), title: () => 'Odd',
  forms: { odd: form({ act: never, read: (fields) => ({ about: fields.text('about'), more: fields.text('more') }), then: () => ({ to: '/' }), refusals: {} }) },
  body: (seen) => <Form seen={seen} name="odd"><Textarea of="about" label="About" /><Field of="more" label="More" /></Form>,
});
const thanks = page({ address: '/thanks', may: 'anyone', chrome: 'public', load: () => ({}), title: () => 'Thanks', body: () => <h1>Thank you</h1> });
const mine = page({ address: '/mine', may: 'signed-in', chrome: 'member', load: () => ({}), title: () => 'Mine', body: ({ actor }) => <h1>{actor.kind}</h1> });
const gone = page({ address: '/gone', may: 'anyone', chrome: 'public', load: () => absent(), title: () => '', body: () => null });
const feed = download({ address: '/feed', may: 'anyone', load: () => ({ body: 'BEGIN:VCALENDAR', type: 'text/calendar; charset=utf-8', fileName: 'é"x\r\n.ics', cache: 'check' }) });

const site = await testSite({ pages: [ask, odd, thanks, mine, gone, feed] });

test('A page is a whole document in the reader’s language, with its title and the band', async () => {
  const answer = await site.browser().get('/thanks', { 'accept-language': 'fr-CA,fr;q=0.9' });
  const html = await answer.text();
  expect(answer.status).toBe(200);
  expect(html).toMatch(/^<!doctype html><html lang="fr"/);
  expect(html).toContain('<title>Thanks · Walking Alongside</title>');
  expect(html).toContain('Quitter');
});

test('A sent form that is done goes on with 303 and says so once', async () => {
  written = [];
  const browser = site.browser();
  const answer = await browser.send('/ask/1', 'answer', { about: 'I need someone' });
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toMatch(/^\/thanks\?id=/);
  expect(written).toEqual(['I need someone']);
  expect(await (await browser.get('/thanks')).text()).toContain('role="status">Try again');
  expect(await (await browser.get('/thanks')).text()).not.toContain('role="status"');
});

test('The same sending twice acts once and ends in the same place', async () => {
  written = [];
  const browser = site.browser();
  const hidden = await browser.hidden('/ask/1', 'answer');
  const [one, other] = await Promise.all([browser.post('/ask/1', { ...hidden, about: 'once' }), browser.post('/ask/1', { ...hidden, about: 'once' })]);
  expect([one.status, other.status]).toEqual([303, 303]);
  expect(one.headers.get('location')).toBe(other.headers.get('location'));
  expect(written).toEqual(['once']);
  // A page from the browser's memory has its old key: other words are another sending, and are not lost.
  expect((await browser.post('/ask/1', { ...hidden, about: 'other words' })).status).toBe(303);
  expect(written).toEqual(['once', 'other words']);
});

test('What cannot be read comes back with 422, every word kept, and the summary first', async () => {
  const answer = await site.browser().send('/ask/1', 'answer', { about: 'x'.repeat(201), hours: ['night'], word: 'hush' });
  const html = await answer.text();
  expect(answer.status).toBe(422);
  expect(html).toContain('x'.repeat(201));
  expect(html).not.toContain('hush');
  expect(html).toMatch(/role="alert"[\s\S]*href="#form-answer-about"[\s\S]*id="form-answer-about-mend"/);
  expect(html).toContain('aria-describedby="form-answer-about-hint form-answer-about-mend" aria-invalid="true"');
  expect(html).toMatch(/value="night" checked/);
  expect(html).not.toMatch(/value="day" checked/);
});

test('A refusal comes back with 409, its sentence and every word kept', async () => {
  const answer = await site.browser().send('/ask/1', 'answer', { about: 'again' });
  const html = await answer.text();
  expect(answer.status).toBe(409);
  expect(html).toContain('Look at it once more, or ask your coordinator.');
  expect(html).toMatch(/<textarea[^>]*>again<\/textarea>/);
});

test('What is not there and what is not yours are one page', async () => {
  for (const answer of [await site.browser().get('/gone'), await site.browser().get('/never'), await site.browser().send('/ask/1', 'answer', { about: 'nowhere' })]) {
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('This page is not here');
  }
});

test('A fault keeps the words on the page and tries again under the same key', async () => {
  written = [];
  const browser = site.browser();
  const hidden = await browser.hidden('/ask/1', 'answer');
  for (const [name, status] of [['Error', 500], ['ConnectionLost', 503], ['KeyringUnavailable', 503]] as const) {
    fault = Object.assign(new Error('secret words of a person'), { name });
    const answer = await browser.post('/ask/1', { ...hidden, about: 'long and dear' });
    const html = await answer.text();
    expect(answer.status).toBe(status);
    expect(html).toContain('long and dear');
    expect(html).toContain(hidden._key);
    expect(html).toContain(answer.headers.get('x-request-id'));
  }
  fault = undefined;
  expect((await browser.post('/ask/1', { ...hidden, about: 'long and dear' })).status).toBe(303);
  expect(written).toEqual(['long and dear']);
  expect(JSON.stringify(site.lines)).not.toContain('secret words');
  expect(JSON.stringify(site.lines)).not.toContain('long and dear');
});

test('A form from elsewhere, or with another browser’s token, does nothing', async () => {
  written = [];
  const hidden = await site.browser().hidden('/ask/1', 'answer');
  const browser = site.browser();
  await browser.get('/ask/1');
  const stale = await browser.post('/ask/1', { ...hidden, about: 'kept words' });
  expect(stale.status).toBe(403);
  expect(await stale.text()).toContain('kept words');
  const own = await browser.hidden('/ask/1', 'answer');
  const forged: Record<string, string>[] = [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }, { origin: 'https://evil.example' }, { origin: 'null', 'sec-fetch-site': 'cross-site' }];
  for (const headers of forged) {
    expect((await browser.post('/ask/1', { ...own, about: 'forged' }, headers)).status).toBe(403);
  }
  expect(written).toEqual([]);
});

test('A page for members sends a stranger on only when there is a way to sign in, and a member in', async () => {
  expect((await site.browser().get('/mine')).status).toBe(404);
  expect(await (await site.browser(site.signIn()).get('/mine')).text()).toContain('<h1>person</h1>');
});

test('A download is saved under a name without tricks and answers 304 to who has it', async () => {
  const answer = await site.browser().get('/feed');
  expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="ex.ics"; filename*=UTF-8''%C3%A9%22x%0D%0A.ics`);
  expect((await site.browser().get('/feed', { 'if-none-match': answer.headers.get('etag') ?? '' })).status).toBe(304);
});

test('Whatever is typed comes back as it was typed, and is never markup', async () => {
  const browser = site.browser();
  const hidden = await browser.hidden('/odd', 'odd');
  const plain = (words: string) => words.replaceAll(/&(lt|amp|quot);/g, (_, name: 'lt' | 'amp' | 'quot') => ({ lt: '<', amp: '&', quot: '"' })[name]);
  await fc.assert(fc.asyncProperty(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), async (about, more) => {
    const html = await (await browser.post('/odd', { ...hidden, about: `${about}x`, more })).text();
    const kept = (words: string) => words.toWellFormed().replaceAll(/\r\n?/g, '\n').replaceAll('\0', '');
    // A parser drops the first line end in a textarea.
    expect(plain(/<textarea[^>]*>([\s\S]*?)<\/textarea>/.exec(html)?.[1] ?? '').replace(/^\n/, '')).toBe(kept(`${about}x`).replace(/^\n/, about.startsWith('\n') || about.startsWith('\r') ? '\n' : ''));
    expect(plain(/name="more" type="text" value="([^"]*)"/.exec(html)?.[1] ?? '')).toBe(kept(more));
  }), { numRuns: 300 });
});

test('A NUL in an address, a query or a field is no fault', async () => {
  for (const path of ['/ask/%00', '/ask/1?x=%00']) expect((await site.browser().get(path)).status).toBe(404);
  expect((await site.browser().send('/ask/1', 'answer', { about: 'a\0b' })).status).toBe(303);
  expect(written.at(-1)).toBe('ab');
});
