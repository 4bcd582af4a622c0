import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Town, testTown } from '../../../testing/town.ts';
import { siteOfTown } from '../../../testing/town-site.ts';

const fixtures = join(import.meta.dirname, '../../../rooms/imports/reading/fixtures');
let town: Town;
let path: string;
beforeAll(async () => {
  town = await testTown();
  path = `/programmes/${town.programme.slug}/import`;
});

async function upload(name: string, type = 'text/csv') {
  const chidi = await siteOfTown(town).browser('Chidi');
  const hidden = await chidi.hidden(path, 'upload');
  const body = new FormData();
  for (const [field, value] of Object.entries(hidden)) body.set(field, value);
  body.set('side', 'guess');
  body.set('bytes', new File([readFileSync(join(fixtures, name))], name, { type }));
  return { chidi, answer: await chidi.post(path, body) };
}

describe('bringing a spreadsheet, page by page', () => {
  test('Chidi brings the French sheet, sees the columns guessed, looks at the rows, and it comes in', async () => {
    const { chidi, answer } = await upload('seekers-excel-fr.csv');
    expect(answer.status).toBe(303);
    const columns = answer.headers.get('location') ?? '';
    const page = await (await chidi.get(columns)).text();
    expect(page).toContain('seekers-excel-fr.csv');
    expect(page).toContain('Goes to');

    const guessed = Object.fromEntries([...page.matchAll(/<select[^>]*name="(column-\d+)"[\s\S]*?<\/select>/g)].map(([select, name = '']) => [name, /<option[^>]*value="([^"]*)"[^>]*selected/.exec(select)?.[1] ?? /<option[^>]*selected[^>]*value="([^"]*)"/.exec(select)?.[1] ?? 'note']));
    expect(Object.values(guessed)).toContain('email');
    const decided = await chidi.send(columns, 'columns', { ...guessed, side: 'seeker', whenConsentIsBlank: 'bring', dateOrder: '' });
    expect(decided.status).toBe(303);
    const look = decided.headers.get('location') ?? '';
    let words = await (await chidi.get(look)).text();
    for (let left = 40; left > 0 && words.includes('Leave them out'); left -= 1) {
      const form = /name="_form" value="(row:row-\d+-leave-out)"/.exec(words)?.[1] ?? '';
      expect((await chidi.send(look, form, {})).status).toBe(303);
      words = await (await chidi.get(look)).text();
    }
    const ran = await chidi.send(look, 'run', {});
    expect(ran.status).toBe(303);
    const { count } = await town.db.owner.selectFrom('support_request').select((e) => e.fn.countAll<string>().as('count')).where('import_id', 'is not', null).executeTakeFirstOrThrow();
    expect(Number(count)).toBeGreaterThan(50);
    expect(await (await chidi.get(path)).text()).toContain('Undo');
  });

  test('Whom nobody could reach gets an address on the page itself, and what is here already is not promised again', async () => {
    const chidi = await siteOfTown(town).browser('Chidi');
    const bring = async (rows: string) => {
      const body = new FormData();
      for (const [field, value] of Object.entries(await chidi.hidden(path, 'upload'))) body.set(field, value);
      body.set('side', 'seeker');
      body.set('bytes', new File([`Name,Email,Phone,I agree\n${rows}`], 'few.csv', { type: 'text/csv' }));
      const columns = (await chidi.post(path, body)).headers.get('location') ?? '';
      const decided = await chidi.send(columns, 'columns', { 'column-0': 'name', 'column-1': 'email', 'column-2': 'phone', 'column-3': 'consent', side: 'seeker', whenConsentIsBlank: 'look', dateOrder: '' });
      return decided.headers.get('location') ?? '';
    };
    const look = await bring('Odile,,call after 4,Yes\n');
    const words = await (await chidi.get(look)).text();
    expect(words).toContain('How can this person be reached?');
    expect(words).toContain('value="call after 4"');
    const [, row = '', column = ''] = /name="_form" value="mend:(\d+)-(\d+)"/.exec(words) ?? [];
    expect((await chidi.send(look, `mend:${row}-${column}`, { row, column, text: 'odile@example.org' })).status).toBe(303);
    expect(await (await chidi.get(look)).text()).toContain('One request, with a promise from today.');
    expect((await chidi.send(look, 'run', {})).status).toBe(303);
    const again = await (await chidi.get(await bring('Odile,odile@example.org,,Yes\n'))).text();
    expect(again).toContain('No request comes in.');
    expect(again).toContain('One person waits or supports here already');
  });

  test('What the sheet and its rows say of themselves is there to read before anybody comes in; undoing asks first', async () => {
    const chidi = await siteOfTown(town).browser('Chidi');
    const body = new FormData();
    for (const [field, value] of Object.entries(await chidi.hidden(path, 'upload'))) body.set(field, value);
    body.set('side', 'seeker');
    body.set('bytes', new File(['List of the spring\n\nName,Email,Asked on,I agree\nWei,wei@example.org,31 February 2026,Yes\nWei,wei@example.org,1 March 2026,Yes\nLou,lou@example.org,,No\n'], 'spring.csv', { type: 'text/csv' }));
    const columns = (await chidi.post(path, body)).headers.get('location') ?? '';
    expect(await (await chidi.get(columns)).text()).toContain('above the names of the columns');
    const decided = await chidi.send(columns, 'columns', { 'column-0': 'name', 'column-1': 'email', 'column-2': 'asked-on', 'column-3': 'consent', side: 'seeker', whenConsentIsBlank: 'look', dateOrder: '' });
    const words = await (await chidi.get(decided.headers.get('location') ?? '')).text();
    for (const noticed of ['There is no such day', '31 February 2026', 'The e-mail is the same', 'It is joined to row', 'They did not agree, so nothing of it is kept']) expect(words).toContain(noticed);
    expect(words).not.toContain('lou@example.org');
    const other = columns.replace(town.programme.slug, 'another-programme');
    expect((await chidi.get(other)).headers.get('location')).toBe('/programmes/another-programme/import');
    expect((await chidi.send(decided.headers.get('location') ?? '', 'run', {})).status).toBe(303);
    expect(await (await chidi.get(path)).text()).toMatch(/Undo spring\.csv[\s\S]*Everybody this file brought goes again[\s\S]*Yes, take them out again/);
  });

  test('A file that is no table is refused with what to do', async () => {
    const chidi = await siteOfTown(town).browser('Chidi');
    const body = new FormData();
    for (const [field, value] of Object.entries(await chidi.hidden(path, 'upload'))) body.set(field, value);
    body.set('bytes', new File([new TextEncoder().encode('%PDF-1.7 something')], 'list.pdf'));
    const answer = await chidi.post(path, body);
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain('PDF');
    // Without a file it is one mistake, and its line leads to the field.
    body.delete('bytes');
    const without = await (await chidi.post(path, body)).text();
    expect(without.match(/Please choose a file first/g)).toHaveLength(2);
    expect(without).toContain('href="#form-upload-bytes"');
    expect(without).toMatch(/<input id="form-upload-bytes"[^>]*type="file"/);
  });

  test('For a member the page is not there', async () => {
    const ben = await siteOfTown(town).browser('Ben');
    expect((await ben.get(path)).status).toBe(404);
  });
});
