import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { inject } from 'vitest';

/** Knocks at a door that the run's set-up opened, and gives what it answers. @throws with what was in the way there. */
export async function askAt<T>(door: 'databaseDoor' | 'chromiumDoor'): Promise<T> {
  const answer = JSON.parse(await text(connect(inject(door)))) as T & { readonly fault?: string };
  if (answer.fault !== undefined) throw new Error(`What the tests need did not start: ${answer.fault}`);
  return answer;
}
