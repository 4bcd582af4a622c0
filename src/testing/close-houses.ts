import { afterAll } from 'vitest';
import { openHouses } from './open-houses.ts';

// Runs in every test file, after its own hooks: whatever database a file still has open is dropped.
afterAll(async () => {
  await Promise.all([...openHouses].map((house) => house.close()));
});
