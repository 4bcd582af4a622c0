import { beforeAll, describe, expect, test } from 'vitest';
import { conversation } from '../../rooms/conversations/index.ts';
import { asFile, photoWithPlace } from '../../testing/photos.ts';
import { type CastName, type Town, testTown } from '../../testing/town.ts';
import { siteOfTown, type TownSite } from '../../testing/town-site.ts';
import { walkTogether } from '../../testing/walking.ts';

let town: Town;
let site: TownSite;
let talk: string;
beforeAll(async () => {
  town = await testTown();
  site = siteOfTown(town);
  ({ conversation: talk } = await walkTogether(town, { seeker: 'Amina', supporter: 'Ben' }));
});

/** Sends the form of the conversation as a browser without scripts does. */
async function send(name: CastName, file: File | undefined, fields: Record<string, string> = {}): Promise<Response> {
  const browser = await site.browser(name);
  const form = new FormData();
  for (const [field, text] of Object.entries({ ...(await browser.hidden(`/conversations/${talk}`, 'send')), words: '', kind: '', note: '', description: '', ...fields })) form.append(field, text);
  form.append('picture', file ?? new File([], ''));
  return browser.post(`/conversations/${talk}`, form);
}
const lastPicture = async () => (await conversation(await town.as('Ben'), { conversation: talk })).messages.at(-1)?.words?.picture?.id ?? '';

describe('a picture on the page of a conversation', () => {
  test('A photo and its words go with one form; the other one’s page shows it with its size, and who cannot see it hears what it is', async () => {
    expect((await send('Amina', asFile(await photoWithPlace()), { words: 'Our garden', description: 'A red gate' })).status).toBe(303);
    const id = await lastPicture();
    const page = await (await (await site.browser('Ben')).get(`/conversations/${talk}`)).text();
    expect(page).toContain(`src="/conversations/${talk}/pictures/${id}" width="300" height="400" loading="lazy"`);
    expect(page).toMatch(/alt="Picture from Amina: A red gate"/);
    expect(page).toContain('Our garden');
    expect((await send('Ben', asFile(await photoWithPlace()))).status).toBe(303);
    expect(await (await (await site.browser('Amina')).get(`/conversations/${talk}`)).text()).toMatch(/alt="(Picture from|Image.: )\s?Ben"/);
  });

  test('It comes sandboxed, of one kind, under a name that says nothing, kept by no cache, without place or camera', async () => {
    await send('Amina', asFile(await photoWithPlace(), 'our street.jpg'));
    const answer = await (await site.browser('Ben')).get(`/conversations/${talk}/pictures/${await lastPicture()}`);
    expect(answer.status).toBe(200);
    const head = (name: string) => answer.headers.get(name);
    expect(head('content-type')).toBe('image/webp');
    expect(head('content-security-policy')).toBe("default-src 'none'; sandbox; base-uri 'none'; frame-ancestors 'none'");
    expect(head('x-content-type-options')).toBe('nosniff');
    expect(head('cross-origin-resource-policy')).toBe('same-origin');
    expect(head('cache-control')).toBe('no-store');
    expect(head('content-disposition')).toMatch(/^inline; filename="picture.webp"/);
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(bytes.subarray(0, 4).toString()).toBe('RIFF');
    expect(bytes.toString('latin1')).not.toMatch(/CANARY|EXIF|street/);
  });

  test('For everybody else it looks like one that never was', async () => {
    await send('Amina', asFile(await photoWithPlace()));
    const [there, never] = [`/conversations/${talk}/pictures/${await lastPicture()}`, `/conversations/${talk}/pictures/${crypto.randomUUID()}`];
    for (const name of [undefined, 'Chidi', 'Hana', 'Esi', 'Kit'] as const) {
      const browser = await site.browser(name);
      const [one, other] = [await browser.get(there), await browser.get(never)];
      expect([name, one.status, other.status]).toEqual([name, 404, 404]);
      expect(plain(await one.text())).toBe(plain(await other.text()));
    }
  });

  test('Shown with a concern it is there for the safety lead, folded, and for no coordinator; the page before says that it leaves too', async () => {
    await send('Amina', asFile(await photoWithPlace()), { description: 'A red gate' });
    const ben = await site.browser('Ben');
    const about = `/concerns/new?about=conversation&id=${talk}`;
    expect(await (await ben.get(about)).text()).toContain('with its picture');
    const { lastSeq } = await conversation(await town.as('Ben'), { conversation: talk });
    expect((await ben.send(about, 'raise', { now: 'now-unsure', seen: 'Look at the gate.', messages: [String(lastSeq)] })).status).toBe(303);
    const { id } = await town.db.owner.selectFrom('concern').select('id').orderBy('raised_at', 'desc').executeTakeFirstOrThrow();
    const address = `/concerns/${id}/pictures/${await lastPicture()}`;
    const esi = await site.browser('Esi');
    expect(await (await esi.get(`/concerns/${id}`)).text()).toMatch(new RegExp(`<summary>A picture: A red gate</summary>.*<img class="sent" src="${address}"`));
    const answer = await esi.get(address);
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('content-security-policy')]).toEqual([200, 'image/webp', "default-src 'none'; sandbox; base-uri 'none'; frame-ancestors 'none'"]);
    for (const name of [undefined, 'Chidi', 'Hana', 'Amina', 'Kit'] as const) expect([name, (await (await site.browser(name)).get(address)).status]).toEqual([name, 404]);
  });

  test('What is no picture is said beside its field, and the words that were typed stand there still', async () => {
    const files: [string, File, RegExp][] = [
      ['a page', asFile(Buffer.from('<script>alert(1)</script>'), 'photo.jpg'), /not a photo we can show/],
      ['cut off', asFile((await photoWithPlace()).subarray(0, 900)), /cannot be opened/],
      ['6 MB', asFile(Buffer.concat([await photoWithPlace(), Buffer.alloc(6 * 1024 * 1024)])), /larger than we can take/],
    ];
    const before = (await conversation(await town.as('Ben'), { conversation: talk })).lastSeq;
    for (const [what, file, sentence] of files) {
      const answer = await send('Ben', file, { words: 'These words stay.', description: 'So do these.' });
      expect([what, answer.status]).toEqual([what, 422]);
      const page = await answer.text();
      expect(page).toMatch(sentence);
      expect(page).toContain('These words stay.</textarea>');
      expect(page).toContain('value="So do these."');
      expect(page).toMatch(/<details class="dialog" open[^>]*><summary class="quiet">Add a picture/);
    }
    expect((await send('Ben', undefined)).status).toBe(422);
    expect((await conversation(await town.as('Ben'), { conversation: talk })).lastSeq).toBe(before);
  });
});

/** A page without what differs from one showing to the next. */
function plain(html: string): string {
  return html.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID').replaceAll(/value="[^"]{16,}"/g, 'value').replaceAll(/\?[^"]*/g, '');
}
