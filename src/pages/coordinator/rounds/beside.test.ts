import { beforeAll, expect, test } from 'vitest';
import { siteOfTown, type TownSite } from '../../../testing/town-site.ts';
import { type Town, testTown } from '../../../testing/town.ts';
import { wordsIn } from '../../testing.ts';
import { supports } from '../desk-scene.ts';
import { beginSheet } from '../../../rooms/intake/index.ts';
import { addPerson } from '../../../rooms/people/index.ts';
import { fourAsk } from './rounds-scene.ts';

let town: Town;
let site: TownSite;
let people: Awaited<ReturnType<typeof fourAsk>>;
let path: string;
let full: string;
beforeAll(async () => {
  town = await testTown();
  site = siteOfTown(town);
  people = await fourAsk(town);
  full = await supports(town, 'Maryam', { capacity: 0 });
  path = `/programmes/${town.programme.slug}/requests/${people.amina}/match`;
});

const html = async (address: string) => (await (await site.browser('Chidi')).get(address)).text();

test('Chidi ticks Ben and Grace and sees them side by side, every point with its share, and the shares add up', async () => {
  const seen = await html(`${path}?with=${people.ben}&with=${people.grace}`);
  const table = /<table[\s\S]*?<\/table>/.exec(seen)?.[0] ?? '';
  expect(wordsIn(table)).toMatch(/What Ben Grace In common/);
  const points = [...(table.split('data-id="points"')[0] ?? '').matchAll(/([\d.]+) of ([\d.]+) points/g)].map(([, got, most]) => [Number(got), Number(most)] as const);
  const of = (at: 0 | 1) => points.filter((_, index) => index % 2 === at);
  const together = [...table.matchAll(/([\d.]+) of 100 points/g)].map(([, all]) => Number(all));
  expect(together).toHaveLength(2);
  for (const at of [0, 1] as const) {
    expect(of(at).reduce((sum, [got]) => sum + got, 0)).toBeCloseTo(together[at] ?? -1, 6);
    expect(of(at).reduce((sum, [, most]) => sum + most, 0)).toBeCloseTo(100, 6);
  }
});

test('One alone, somebody who is not suggested, or more than four cannot be compared: the page says how many to tick', async () => {
  for (const some of [[people.ben], [people.ben, people.jun]]) {
    const seen = await html(`${path}?${some.map((one) => `with=${one}`).join('&')}`);
    expect(seen).toContain('Tick two, three or four people');
    expect(seen).not.toContain('side by side</h2>');
  }
});

test('Somebody who is not suggested can stand beside others too, with what is in the way', async () => {
  const seen = wordsIn(await html(`${path}?all=yes&with=${people.ben}&with=${full}`));
  expect(seen).toMatch(/Ben and Maryam, side by side .*Right now Possible\. Is full right now\./);
});

test('Weights that are tried stay in the comparison, and closing it keeps them', async () => {
  const seen = await html(`${path}?w.condition=0&with=${people.ben}&with=${people.grace}`);
  expect(seen).toContain('You are trying other weights.');
  expect(seen).toMatch(/<input type="hidden" name="w.condition" value="0"/);
  expect(seen).toMatch(/href="[^"]*\?w.condition=0">Close this comparison/);
});

test('Those who are not suggested come page by page: nobody is lost or doubled, and weights that are tried stay', async () => {
  for (let number = 0; number < 35; number += 1) await town.inside(async (inside) => {
    const person = await addPerson(inside, { name: `Helper ${number}`, lang: 'en' });
    const sheet = await beginSheet(inside, { programme: town.programme.id, side: 'supporter', set: 'supporter-child-caregivers', person });
    await inside.db.insertInto('supporter').values({ org_id: inside.org, id: inside.newId(), programme_id: town.programme.id, person_id: person, sheet_id: sheet, capacity: 1, since: inside.now }).execute();
  });
  const aside = (page: string) => [...page.matchAll(/href="[^"]*\/supporters\/([0-9a-f-]{36})"/g)].map(([, id]) => id);
  const first = await html(`${path}?all=yes&w.condition=0`);
  const next = /href="([^"]*from=30[^"]*)#aside"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? '';
  expect(next).toContain('w.condition=0');
  const [one, two] = [aside(first), aside(await html(next))];
  expect(one.length).toBe(30);
  expect(two.length).toBeGreaterThan(0);
  expect(new Set([...one, ...two]).size).toBe(one.length + two.length);
});
