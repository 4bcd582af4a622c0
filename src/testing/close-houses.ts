import { afterAll } from 'vitest';
import { openHouses } from './open-houses.ts';

// Runs in every test file, after its own hooks: whatever a file still has open is closed, the newest first,
// because a directory can go only after the server in it.
afterAll(async () => {
  for (const house of [...openHouses].reverse()) await house.close();
});
