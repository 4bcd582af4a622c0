import { openValue, sealValue, type DataKey } from '../../proof/index.ts';
import type { House } from '../../platform/house.ts';
import { isId } from '../../platform/ids.ts';

/** The secret end of the link in a letter's foot by which its reader may stop notices without signing in. It says to nobody whose it is. */
export function stopToken(house: Pick<House, 'secret'>, org: string, person: string): string {
  return sealValue(keyOf(house), placeOf(org), person).toString('base64url');
}

/** Whose link it is, or undefined for one we did not make. */
export function personOfStopToken(house: Pick<House, 'secret'>, org: string, token: string): string | undefined {
  if (!/^[\w-]{20,400}$/.test(token)) return undefined;
  try {
    const person = openValue(keyOf(house), placeOf(org), Buffer.from(token, 'base64url'));
    return isId(person) ? person : undefined;
  } catch {
    return undefined;
  }
}

function keyOf(house: Pick<House, 'secret'>): DataKey {
  return { id: '00000000-0000-7000-8000-000073746f70', bytes: house.secret('stop-link') };
}

function placeOf(org: string) {
  return { org, table: 'preference', column: 'notices', row: 'stop' };
}
