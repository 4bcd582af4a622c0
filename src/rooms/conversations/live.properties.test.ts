import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Scene } from '../../platform/scene.ts';
import { type Town, testTown } from '../../testing/town.ts';
import { messagesAfter } from './messages.ts';
import { sendMessage } from './send-message.ts';
import { openConversation } from './steps.ts';

let town: Town;
let people: Scene[];
beforeAll(async () => {
  town = await testTown();
  people = [await town.as('Amina'), await town.as('Ben')];
});

/** What an open page does: keeps its last place, and asks for what came after it, until there is no more. */
async function catchUp(scene: Scene, conversation: string, heard: number[]): Promise<void> {
  for (;;) {
    const { messages, more } = await messagesAfter(scene, { conversation, after: heard.at(-1) ?? 0 });
    heard.push(...messages.map(({ seq }) => seq));
    if (!more) return;
  }
}

test('However messages, lost lines and retries fall together, a live page has each message exactly once and in order', async () => {
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('send' as const), who: fc.nat({ max: 1 }), times: fc.integer({ min: 1, max: 3 }) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('burst' as const), size: fc.integer({ min: 2, max: 8 }) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('hear' as const), page: fc.nat({ max: 1 }) }) },
  );
  let run = 0;
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
    run += 1;
    // The keyring opens and tags only so much for one session in a minute.
    town.clock.moveBy(61_000);
    const members = [await town.id('Amina'), await town.id('Ben')];
    const conversation = await town.inside((inside) => openConversation(inside, { programme: town.programme.id, kind: 'one-to-one', members, started: true }));
    const heard: [number[], number[]] = [[], []];
    let sent = 0;
    const send = (who: number, sending: string) => sendMessage(people[who] ?? town.stranger(), { conversation, words: `said ${sending}`, sending });
    for (const [at, one] of steps.entries()) {
      if (one.kind === 'hear') await catchUp(people[one.page] ?? town.stranger(), conversation, heard[one.page === 0 ? 0 : 1]);
      else if (one.kind === 'burst') {
        sent += one.size;
        // A page that listens while many speak at once.
        await Promise.all([...Array.from({ length: one.size }, (_, index) => send(index % 2, `run-${run}-${at}-${index}`)), catchUp(people[0] ?? town.stranger(), conversation, heard[0])]);
      } else {
        sent += 1;
        // The answer was lost, so the same sending is tried again.
        for (let time = 0; time < one.times; time += 1) await send(one.who, `run-${run}-${at}-once`);
      }
    }
    for (const at of [0, 1] as const) {
      await catchUp(people[at] ?? town.stranger(), conversation, heard[at]);
      expect(heard[at]).toEqual(Array.from({ length: sent }, (_, index) => index + 1));
    }
  }), { numRuns: 15 });
});

test('More than a page that was missed arrives whole', async () => {
  const members = [await town.id('Amina'), await town.id('Ben')];
  const conversation = await town.inside((inside) => openConversation(inside, { programme: town.programme.id, kind: 'one-to-one', members, started: true }));
  for (let at = 0; at < 120; at += 1) {
    if (at % 20 === 0) town.clock.moveBy(61_000);
    await sendMessage(people[0] ?? town.stranger(), { conversation, words: `line ${at}`, sending: `many-lines-${at}` });
  }
  const heard: number[] = [];
  await catchUp(people[1] ?? town.stranger(), conversation, heard);
  expect(heard).toHaveLength(120);
});
