import type { House } from '../platform/house.ts';
import { organisations } from '../platform/readers.ts';
import { carryOutErasures, waitsAgain } from '../rooms/leaving/index.ts';
import { sweepOlder } from '../rooms/retention/index.ts';

/**
 * What a restore brought back although it had been erased is erased again before anything is served. Erasures of an ordinary day may wait for a keyring
 * that is away; these may not. @throws what kept them from being carried out, in words for the person who starts.
 */
export async function eraseFirst(house: House): Promise<void> {
  for (const org of await organisations(house)) {
    try {
      await carryOutErasures(house, org, sweepOlder);
    } catch (fault) {
      if (await waitsAgain(house, org)) throw fault;
      house.log.warn({ fault: String(fault) }, 'erasures wait');
    }
  }
}
