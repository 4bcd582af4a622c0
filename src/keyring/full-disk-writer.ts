/** For the test of full disks: adds keys, destroys some and rotates, telling each promise on standard output, until nothing more can be written. */
import { fileCustody } from './custody.ts';
import { keyIdOf, wordsKey } from './place.ts';
import { KeyStore } from './store.ts';
import { cast, noon } from './testing.ts';

const directory = process.argv[2] ?? '.';
const store = await KeyStore.open({ directory: `${directory}/store`, custody: await fileCustody(`${directory}/kek`), now: () => noon });
const say = (line: string): boolean => process.stdout.write(`${line}\n`);
const first = store.facts().keys + store.facts().destroyed;

for (let [at, refused] = [1, 0]; refused < 6; at += 1) {
  const place = wordsKey(cast.talk, cast.amina, first + at);
  try {
    await store.add([place]);
    if (at % 4 === 0) {
      await store.destroy((id) => id === keyIdOf(place));
      say(`destroyed ${first + at}`);
      await store.rotate();
    } else say(`given ${first + at} ${store.open(keyIdOf(place)).toString('hex')}`);
  } catch (error) {
    refused += 1;
    say(`refused ${error instanceof Error ? error.name : 'unknown'}`);
  }
}
await store.close();
