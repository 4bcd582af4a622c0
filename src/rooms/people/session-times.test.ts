import { beforeAll, expect, test } from 'vitest';
import { type CastName, type Town, testTown } from '../../testing/town.ts';
import { actorOf } from './doorkeeper.ts';
import { letIn } from './let-in.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let town: Town;
beforeAll(async () => {
  town = await testTown();
});

async function comeIn(name: CastName, shared = false, proof: 'passkey' | 'organisation' = 'passkey'): Promise<string> {
  const person = await town.id(name);
  return (await town.inside((inside) => letIn(inside, { person, proof, secondStep: true, shared, device: '' }))).token;
}

const lives = async (token: string) => (await actorOf(town.house, town.org, token)) !== undefined;

/** How long it lives when it is used this often. */
async function usedEvery(token: string, every: number, most: number): Promise<number> {
  const begun = town.clock.now().getTime();
  while (town.clock.now().getTime() - begun <= most && (await lives(token))) town.clock.moveBy(every);
  return town.clock.now().getTime() - begun;
}

test('A session that is left alone ends: after 14 days, on a shared computer after 10 minutes, one of staff after 30', async () => {
  for (const [name, shared, idle] of [['Amina', false, 14 * DAY], ['Amina', true, 10 * MINUTE], ['Chidi', false, 30 * MINUTE], ['Chidi', true, 10 * MINUTE]] as const) {
    const kept = await comeIn(name, shared);
    town.clock.moveBy(idle - MINUTE);
    expect([name, shared, await lives(kept)]).toEqual([name, shared, true]);
    const left = await comeIn(name, shared);
    town.clock.moveBy(idle + MINUTE);
    expect([name, shared, await lives(left)]).toEqual([name, shared, false]);
  }
});

test('A session in use ends all the same: after 30 days, one of staff or on a shared computer after 12 hours', async () => {
  for (const [name, shared, every, most] of [['Amina', false, DAY, 30 * DAY], ['Amina', true, 5 * MINUTE, 12 * HOUR], ['Chidi', false, 20 * MINUTE, 12 * HOUR], ['Chidi', true, 5 * MINUTE, 12 * HOUR]] as const) {
    for (const proof of ['passkey', 'organisation'] as const) expect([name, shared, proof, await usedEvery(await comeIn(name, shared, proof), every, most + DAY)]).toEqual([name, shared, proof, most]);
  }
});
