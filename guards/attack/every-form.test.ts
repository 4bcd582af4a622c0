import { beforeAll, describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { doorkeeperOf } from '../../src/opening/door.ts';
import { insideHouse } from '../../src/platform/inside.ts';
import { beginSession } from '../../src/rooms/people/index.ts';
import type { CastId } from '../../src/rooms/demo/index.ts';
import { type DemoTown, demoTown } from '../../src/testing/demo.ts';
import { testBrowser, type TestBrowser } from '../../src/testing/site.ts';
import { createSite } from '../../src/web/server.tsx';
import { bigList, words } from './inputs.ts';
import { type FieldSeen, type FormSeen, readPage } from './read-page.ts';

/** Pages of one shape that are opened by one person, and how often each of their forms is sent. */
const SAME_SHAPE = 2;
const SENDINGS = 2;
/** Forms that end the visit of whoever sends them, and those of the demo, which move its clock. */
const ENDS = /^\/(leave|sign-out|demo|me\/leave|me\/devices)/;

let town: DemoTown;
let app: ReturnType<typeof createSite>;

beforeAll(async () => {
  town = await demoTown();
  const orgSeen = { org: town.org, name: 'Walking Alongside', lang: 'en', zone: 'America/Vancouver' } as const;
  // The pace of a site is not what is tried here.
  app = createSite({ house: town.house, doorkeeper: doorkeeperOf(town.house), doorman: { orgOf: async () => orgSeen }, limits: { count: async () => undefined } });
});

async function browserOf(who: CastId | undefined): Promise<TestBrowser> {
  const person = who === undefined ? undefined : town.cast.get(who);
  const token = person === undefined ? undefined : (await insideHouse(town.house, town.org, 'test', (inside) => beginSession(inside, { person, proof: 'demo', secondStep: true }))).token;
  return testBrowser(app, town.house.config.publicUrl, token);
}

const shapeOf = (path: string) => path.replace(/[?#].*$/, '').replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id').replaceAll(/\/[A-Za-z0-9_-]{30,}/g, '/:token');

/** Walks every page somebody can reach by links, some of each shape, and gives each of its pages to `look`. */
async function walk(browser: TestBrowser, from: readonly string[], look: (path: string, html: string, status: number) => void): Promise<ReadonlyMap<string, number>> {
  const shapes = new Map<string, number>();
  const seen = new Set<string>();
  const ahead = [...from];
  for (let path = ahead.shift(); path !== undefined; path = ahead.shift()) {
    const plain = path.replace(/#.*$/, '');
    const shape = shapeOf(plain);
    if (seen.has(plain) || (shapes.get(shape) ?? 0) >= SAME_SHAPE || !plain.startsWith('/') || plain.startsWith('//') || plain.startsWith('/assets')) continue;
    seen.add(plain);
    const answer = await browser.get(plain);
    if (answer.status === 303 || answer.status === 302) {
      ahead.push(answer.headers.get('location') ?? '');
      continue;
    }
    shapes.set(shape, (shapes.get(shape) ?? 0) + 1);
    if (!(answer.headers.get('content-type') ?? '').includes('html')) continue;
    const html = await answer.text();
    look(plain, html, answer.status);
    ahead.push(...readPage(html).links);
  }
  return shapes;
}

/** What somebody might type into a form: its own hidden fields, mostly choices it offers, and any words. */
function filling(form: FormSeen, text: fc.Arbitrary<string>): fc.Arbitrary<Record<string, string>> {
  const one = ({ kind, value, choices }: FieldSeen): fc.Arbitrary<string | undefined> => {
    if (kind === 'hidden') return fc.constant(value);
    if (kind === 'choice') return fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...choices) }, { weight: 1, arbitrary: text });
    if (kind === 'tick') return fc.option(fc.constantFrom(...choices), { nil: undefined });
    return kind === 'file' ? fc.constant(undefined) : fc.oneof({ weight: 4, arbitrary: text }, { weight: 1, arbitrary: fc.constant(value) });
  };
  return fc.record(Object.fromEntries(form.fields.map((field) => [field.name, one(field)]))).map((given) => Object.fromEntries(Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined)));
}

/** As a browser sends and shows words: no null characters, one kind of line end, nothing at the ends that trimming takes. */
const asKept = (typed: string) => typed.replaceAll('\0', '').toWellFormed().replaceAll(/\r\n?/g, '\n').trim();

describe.each([['a stranger', undefined, ['/']], ['a seeker', 'amina', ['/home']], ['a supporter', 'ben', ['/home']], ['a coordinator', 'chidi', ['/today']], ['a safety lead', 'esi', ['/today', '/concerns']], ['an administrator', 'hana', ['/today', '/programme']]] as const)('every form that %s can reach', (_, who, from) => {
  test('takes whatever is typed: nothing falls over, no word becomes markup, and what was typed is kept', async () => {
    const browser = await browserOf(who);
    const text = words(bigList());
    const wrong: string[] = [];
    const forms = new Map<string, { path: string; form: FormSeen }>();
    const look = (path: string, html: string, status: number) => {
      if (status >= 500) wrong.push(`${path} answered ${status}`);
      const page = readPage(html);
      for (const planted of page.planted) wrong.push(`${path} shows ${planted}`);
      for (const form of page.forms.filter(({ method, action }) => method === 'post' && !ENDS.test(action || path) && !ENDS.test(path))) {
        const name = form.fields.find((field) => field.name === '_form')?.value.replace(/:.*/, '') ?? form.action;
        if (!forms.has(`${shapeOf(path)} ${name}`)) forms.set(`${shapeOf(path)} ${name}`, { path, form });
      }
    };
    await walk(browser, from, look);
    expect(forms.size).toBeGreaterThan(who === undefined ? 1 : 5);

    for (const { path, form } of forms.values()) {
      for (const given of fc.sample(filling(form, text), { numRuns: SENDINGS, seed: 11 })) {
        const to = form.action === '' ? path : form.action;
        const body = form.files ? toParts(given) : given;
        const answer = await browser.post(to.replace(/#.*$/, ''), body);
        const what = `${shapeOf(path)} ${given['_form'] ?? ''} ${JSON.stringify(Object.fromEntries(Object.entries(given).filter(([name]) => !name.startsWith('_')))).slice(0, 200)}`;
        if (answer.status >= 500) wrong.push(`${what} answered ${answer.status}`);
        const html = (answer.headers.get('content-type') ?? '').includes('html') ? await answer.text() : '';
        const page = readPage(html);
        for (const planted of page.planted) wrong.push(`${what} shows ${planted}`);
        if (answer.status !== 422) continue;
        // What is over (answered meanwhile, ended) has no form any more, and says so.
        const same = page.forms.find(({ fields }) => fields.some(({ name, value }) => name === '_form' && value === given['_form']));
        const shown = new Map(same?.fields.map(({ name, value }) => [name, value]));
        for (const { name, kind } of form.fields) {
          const typed = given[name];
          if (same !== undefined && kind === 'text' && typed !== undefined && asKept(typed) !== '' && asKept(shown.get(name) ?? '') !== asKept(typed)) wrong.push(`${what} loses ${name}: ${JSON.stringify(shown.get(name) ?? null).slice(0, 80)}`);
        }
      }
    }
    // What was kept is shown again, on every page: it is still only words.
    await walk(browser, from, look);
    expect(wrong).toEqual([]);
  }, 180_000);
});

function toParts(given: Record<string, string>): FormData {
  const parts = new FormData();
  for (const [name, value] of Object.entries(given)) parts.append(name, value);
  return parts;
}
