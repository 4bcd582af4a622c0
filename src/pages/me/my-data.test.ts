import { strFromU8, unzipSync } from 'fflate';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { conversation, makePicture, sendMessage } from '../../rooms/conversations/index.ts';
import { sectionNames } from '../../rooms/mydata/index.ts';
import { asFile, photoWithPlace } from '../../testing/photos.ts';
import { type Town, testTown } from '../../testing/town.ts';
import { siteOfTown, type TownSite } from '../../testing/town-site.ts';
import { value, walkTogether } from '../../testing/walking.ts';
import { wordsIn } from '../testing.ts';

let town: Town;
let site: TownSite;
let talk: string;
const open = async (answer: Response) => Object.fromEntries(Object.entries(unzipSync(new Uint8Array(await answer.arrayBuffer()))).map(([name, bytes]) => [name, strFromU8(bytes)]));

beforeAll(async () => {
  town = await testTown();
  site = siteOfTown(town);
  ({ conversation: talk } = await walkTogether(town, { seeker: 'Amina', supporter: 'Ben' }));
  value(await sendMessage(await town.as('Amina'), { conversation: talk, sending: 'from-amina', words: '<b>words</b> of Amina & "more"' }));
  value(await sendMessage(await town.as('Ben'), { conversation: talk, sending: 'from-ben', words: 'words of Ben' }));
});

describe('everything about me in one file', () => {
  test('The file holds data for programs and a page for every part, in the reader’s language, and fetches nothing', async () => {
    const answer = await (await site.browser('Amina')).get('/me/data/download');
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([200, 'application/zip', 'no-store']);
    expect(answer.headers.get('content-disposition')).toContain('mes-donnees.zip');
    const files = await open(answer);
    expect(Object.keys(files).sort()).toEqual(['data.json', 'index.html', ...sectionNames.map((name) => `${name}.html`)].sort());
    const data = JSON.parse(files['data.json'] ?? '') as { schema: string; version: number; parts: Record<string, readonly Record<string, unknown>[]> };
    expect([data.schema, data.version, Object.keys(data.parts)]).toEqual(['companionway.my-data', 1, [...sectionNames]]);
    expect(data.parts['messages']?.map(({ words }) => words)).toEqual(['<b>words</b> of Amina & "more"', 'words of Ben']);
    expect(files['messages.html']).toContain('&lt;b&gt;words&lt;/b&gt; of Amina');
    expect(files['index.html']).toContain('<html lang="fr">');
    for (const [name, page] of Object.entries(files)) if (name !== 'data.json') expect([name, page.match(/https?:\/\/|src=|<script|mydata\.(?:field|part|pages)|undefined/)?.[0]]).toEqual([name, undefined]);
  });

  test('The pictures one can see are files in it, each named by its message; whoever is not in the conversation has none', async () => {
    const { conversation: other } = await walkTogether(town, { seeker: 'Kit', supporter: 'Maryam' });
    const picture = await makePicture(asFile(await photoWithPlace()));
    for (const at of [1, 2]) value(await sendMessage(await town.as('Maryam'), { conversation: other, sending: `picture-${at}`, picture, description: 'a red gate' }));
    const zip = unzipSync(new Uint8Array(await (await (await site.browser('Kit')).get('/me/data/download')).arrayBuffer()));
    const data = JSON.parse(strFromU8(zip['data.json'] ?? new Uint8Array())) as { parts: Record<string, readonly Record<string, unknown>[]> };
    const named = (data.parts['messages'] ?? []).flatMap((one) => (one['picture'] === null ? [] : [String(one['picture'])]));
    expect(named).toEqual(['pictures/1-1.webp', 'pictures/1-2.webp']);
    expect(Object.keys(zip).filter((name) => name.startsWith('pictures/')).sort()).toEqual(named);
    for (const name of named) expect(Buffer.from(zip[name] ?? []).equals(typeof picture === 'string' ? Buffer.alloc(0) : picture.bytes)).toBe(true);
    expect(strFromU8(zip['messages.html'] ?? new Uint8Array())).toContain('<a href="pictures/1-1.webp">');
    expect(Object.keys(await open(await (await site.browser('Ben')).get('/me/data/download'))).filter((name) => name.startsWith('pictures/'))).toEqual([]);
  });

  test('Every field of every part has its name in both languages', async () => {
    const files = await open(await (await site.browser('Ben')).get('/me/data/download'));
    const data = JSON.parse(files['data.json'] ?? '') as { parts: Record<string, readonly Record<string, unknown>[]> };
    const fields = new Set(Object.values(data.parts).flatMap((entries) => entries.flatMap((entry) => Object.keys(entry))));
    const { speak } = await import('../../messages/index.ts');
    for (const lang of ['en', 'fr'] as const) for (const field of fields) expect(() => speak(lang)(`mydata.field.${field.replaceAll('_', '-')}` as never), field).not.toThrow();
  });

  test('After a while it asks to sign in once more, on the page and at the file; a stranger is at neither', async () => {
    const amina = await site.browser('Amina');
    expect(await (await amina.get('/me/data')).text()).toContain('/me/data/download');
    town.clock.moveBy(2 * 3_600_000);
    const page = await (await amina.get('/me/data')).text();
    expect(page).not.toContain('/me/data/download');
    expect(page).toContain('/sign-in?return=%2Fme%2Fdata');
    const refused = await amina.get('/me/data/download');
    expect([refused.status, refused.headers.get('location')]).toEqual([303, '/me/data']);
    expect((await (await site.browser()).get('/me/data/download')).headers.get('content-type')).not.toContain('zip');
  });

  test('Twenty thousand messages arrive whole, with little in memory', async () => {
    // Rows as the members' own sending makes them would take minutes: one real message is put into many places, and opens in none; what is counted is places.
    await sql`insert into message (org_id, id, conversation_id, seq, author_id, client_message_id, data_key_id, envelope, size_bucket, commitment, tag, tag_key_id, sent_at, removed_at)
      select org_id, gen_random_uuid(), conversation_id, 2 + n, author_id, 'many-' || n, data_key_id, ''::bytea, 0, commitment, tag, tag_key_id, sent_at, sent_at from message, generate_series(1, 20000) n where conversation_id = ${talk} and seq = 1`.execute(town.db.owner);
    await sql`update conversation set last_seq = 20002 where id = ${talk}`.execute(town.db.owner);
    const before = process.memoryUsage().rss;
    const answer = await (await site.browser('Ben')).get('/me/data/download');
    const files = await open(answer);
    const data = JSON.parse(files['data.json'] ?? '') as { parts: { messages: readonly { number: number }[] } };
    expect(data.parts.messages.map((one) => one.number)).toEqual(Array.from({ length: 20_002 }, (_, at) => at + 1));
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 2 ** 20);
  });
});

describe('own words, on their page', () => {
  test('Ticked messages are taken back without a script, and then all of them', async () => {
    const ben = await site.browser('Ben');
    await sql`delete from message where conversation_id = ${talk} and seq > 2`.execute(town.db.owner);
    await sql`update conversation set last_seq = 2 where id = ${talk}`.execute(town.db.owner);
    value(await sendMessage((await town.session(await town.id('Ben'))).scene, { conversation: talk, sending: 'another-one', words: 'another one' }));
    const here = `/conversations/${talk}/my-words`;
    const page = wordsIn(await (await ben.get(here)).text());
    expect(page).toContain('words of Ben');
    expect(page).not.toContain('of Amina');
    expect((await ben.send(here, 'some', { seqs: ['2'] })).status).toBe(303);
    const seen = async () => (await conversation((await town.session(await town.id('Amina'))).scene, { conversation: talk })).messages.map(({ words }) => words?.body ?? null);
    expect(await seen()).toEqual(['<b>words</b> of Amina & "more"', null, 'another one']);
    expect((await ben.send(here, 'all', { sure: 'yes' })).status).toBe(303);
    expect(await seen()).toEqual(['<b>words</b> of Amina & "more"', null, null]);
    expect((await (await site.browser('Chidi')).get(here)).status).toBe(404);
  });
});

describe('what a programme keeps', () => {
  test('A coordinator looks what would go, and keeps it for so long', async () => {
    const chidi = await site.browser('Chidi');
    const base = `/programmes/${town.programme.slug}/settings/keeping`;
    expect(wordsIn(await (await chidi.get(base)).text())).toContain('Closed conversations');
    const look = await (await chidi.get(`${base}/letters?days=120`)).text();
    expect(wordsIn(look)).toContain('Keep for 120 days');
    expect((await chidi.send(`${base}/letters?days=120`, 'keep', { days: '120' })).headers.get('location')).toBe(base);
    expect(wordsIn(await (await chidi.get(base)).text())).toContain('120 days');
    expect((await chidi.get(`${base}/notices`)).status).toBe(404);
    expect((await (await site.browser('Amina')).get(base)).status).toBe(404);
  });
});
