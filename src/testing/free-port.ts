import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** The lowest port that needs no rights and no luck, and the first of those that a system hands out by itself for lines that go out. */
const [FROM, UNTIL] = [20_000, 32_000];

/**
 * A port on loopback that nothing listens on, for a program that must know its address before it is served. Out of the range of which the system gives ports by
 * itself, so that no line of a neighbour takes it meanwhile.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FROM, UNTIL);
    const probe = createServer();
    const free = await new Promise<boolean>((resolve) => probe.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true)));
    if (!free) continue;
    probe.close();
    await once(probe, 'close');
    return port;
  }
}
