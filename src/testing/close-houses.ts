import { afterAll } from 'vitest';
import { openHouses } from './open-houses.ts';

// Runs in every test file, after its own hooks: whatever a file still has open is closed, the newest first,
// because a directory can go only after the server in it. The next file of the same worker begins with nothing open.
afterAll(async () => {
  const open = [...openHouses].reverse();
  openHouses.clear();
  const faults: unknown[] = [];
  for (const house of open) await house.close().catch((fault: unknown) => void faults.push(fault));
  if (faults.length > 0) throw faults[0];
});
