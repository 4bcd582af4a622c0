import type { Actor } from './actor.ts';
import type { House } from './house.ts';
import type { Reading } from './reading.ts';

/** The languages the product speaks. */
export type Lang = 'en' | 'fr';

/**
 * Everything a function may know about the moment it is called in: which house, which organisation, who acts, in which language.
 * There is no global database, clock or current person; what a function needs stands in its arguments.
 */
export interface Scene {
  readonly house: House;
  readonly org: string;
  readonly actor: Actor;
  readonly lang: Lang;
  /** The secret the reader's browser holds: the keyring asks for it before it opens private words, so a broken web app cannot speak for a person. Never logged. */
  readonly sessionToken?: string;
  /** The transaction that the views of one page share, while the page gathers what it shows. */
  readonly reading?: Reading;
  /** Names the request in logs and the trail. Never derived from a person. */
  readonly requestId: string;
}

/** The same scene with the house itself as actor: what jobs and clocks run as. */
export function asHouse(house: House, org: string, because: string, requestId = because): Scene {
  return { house, org, actor: { kind: 'house', because }, lang: 'en', requestId };
}
