import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Scene } from '../../src/platform/scene.ts';
import { agreement, proposeLine, remarkOnLine } from '../../src/rooms/agreements/index.ts';
import { conversation, messagesAfter, sendMessage } from '../../src/rooms/conversations/index.ts';
import { lettersWith, writeLetter } from '../../src/rooms/letters/index.ts';
import { changeMe, me } from '../../src/rooms/people/index.ts';
import { type Town, testTown } from '../../src/testing/town.ts';
import { siteOfTown } from '../../src/testing/town-site.ts';
import { value, walkTogether } from '../../src/testing/walking.ts';
import { bigList, naughty } from './inputs.ts';
import { readPage } from './read-page.ts';

let town: Town;
let amina: Scene;
let ben: Scene;
let talk: string;
let relationship: string;
beforeAll(async () => {
  town = await testTown();
  ({ conversation: talk, relationship } = await walkTogether(town, { seeker: 'Amina', supporter: 'Ben' }));
  [amina, ben] = [await town.as('Amina'), await town.as('Ben')];
});

/** What comes back of typed words: everything but the null character, halves of signs, other line ends, and blanks around them. */
const kept = (words: string) => words.replaceAll('\0', '').toWellFormed().replaceAll(/\r\n?/g, '\n').trim();
const strings = [...new Set([...naughty, ...bigList()])].filter((words) => kept(words) !== '');
/** Some of the strings, others each time, as many as fit into a minute; all of them in what costs little. */
const some = (many: number) => fc.sample(fc.constantFrom(...strings), { numRuns: many });
const asTyped = (words: string) => words.replaceAll(/\r\n?/g, '\n');

describe('words of every kind come back as they were typed', () => {
  test.skipIf(bigList().length === 0)('The big list of naughty strings is there', () => {
    expect(bigList().length).toBeGreaterThan(400);
  });

  test('in a conversation, for both', async () => {
    const sent = strings.filter((words) => words.length <= 8000);
    const first = (await conversation(ben, { conversation: talk })).messages.at(-1)?.seq ?? 0;
    for (const [at, words] of sent.entries()) {
      // The keyring tags so many messages of one session a minute, and no more.
      if (at % 100 === 99) town.clock.moveBy(60_000);
      value(await sendMessage(amina, { conversation: talk, words: asTyped(words), sending: `naughty-${at}` }));
    }
    const read: string[] = [];
    for (let seq = first; ; ) {
      const page = await messagesAfter(ben, { conversation: talk, after: seq });
      read.push(...page.messages.map((message) => message.words?.body ?? ''));
      const last = page.messages.at(-1)?.seq;
      if (last === undefined || last === seq) break;
      seq = last;
    }
    expect(read).toEqual(sent.map(kept));
  });

  test('in letters, names and pronouns', async () => {
    for (const words of some(60)) {
      value(await writeLetter(amina, { programme: town.programme.id, words: asTyped(words) }));
      expect((await lettersWith(amina, { programme: town.programme.slug })).letters.at(-1)?.words).toBe(kept(words));
      if (kept(words).length > 60) continue;
      value(await changeMe(amina, { name: words, pronouns: words.slice(0, 20), lang: 'en' }));
      expect((await me(amina, {})).name).toBe(kept(words));
    }
  });

  test('in an agreement and what is said about it', async () => {
    const topic = (await agreement(amina, { relationship })).topics.find(({ locked }) => !locked)?.id ?? '';
    for (const words of some(40).filter((one) => one.length <= 600)) {
      value(await proposeLine(amina, { relationship, topic, words: asTyped(words) }));
      const lines = (await agreement(ben, { relationship })).topics.flatMap((one) => one.lines);
      const line = lines.find((one) => one.words === kept(words));
      expect(line?.words).toBe(kept(words));
      value(await remarkOnLine(ben, { relationship, line: line?.id ?? '', words: asTyped(words) }));
      const remarks = (await agreement(amina, { relationship })).topics.flatMap((one) => one.lines).flatMap((one) => one.remarks);
      expect(remarks.some((one) => one.words === kept(words))).toBe(true);
    }
  });

  test('in a browser: what was sent by the form stands on the page as words', async () => {
    const browser = await siteOfTown(town, { limits: { count: async () => undefined } }).browser('Amina');
    const path = `/conversations/${talk}`;
    const form = readPage(await (await browser.get(path)).text()).forms.find(({ fields }) => fields.some(({ name }) => name === 'words'));
    const name = form?.fields.find((field) => field.name === '_form')?.value ?? '';
    for (const words of some(25).filter((one) => one.length < 2000)) {
      const answer = await browser.send(path, name, { words });
      expect(answer.status).toBe(303);
      const html = await (await browser.get(path)).text();
      expect(readPage(html).planted).toEqual([]);
      expect(readPage(html).text.replaceAll(/\s+/g, ' ')).toContain(kept(words).replaceAll(/\s+/g, ' '));
    }
  });
});
