import { KeyringUnavailable } from '../../keyring/index.ts';
import { concernKey } from '../../keyring/place.ts';
import type { Inside } from '../../platform/inside.ts';
import { type DataKey, openValue, sealValue, type ValuePlace } from '../../proof/index.ts';
import type { Here } from '../people/index.ts';

/** Seals words of one concern. `where` is `table/column/row`: the words open only there. */
export type SealConcern = (where: string, text: string) => Buffer;

/** One sealed value of a concern. */
export interface SealedThere {
  readonly where: string;
  readonly sealed: Uint8Array | null;
}

/**
 * The key of a new concern. Whoever raises it may have no session, so the house asks for it, which the keyring allows once: from then on only those
 * who answer the concern, and who raised it, are given the key.
 */
export async function newConcernKey(inside: Inside, concern: string): Promise<SealConcern> {
  const key = await keyOf(inside, concern, null);
  if (key === undefined) throw new KeyringUnavailable('A new concern has no key.');
  return (where, text) => sealValue(key, placeOf(inside, where), text);
}

/** Seals words onto a concern, with the session of somebody who answers it. @throws KeyringUnavailable without leave or when the keyring is away. */
export async function sealForConcern(inside: Inside, concern: string, where: string, text: string): Promise<Buffer> {
  const key = await keyOf(inside, concern, inside.scene.sessionToken ?? null);
  if (key === undefined) throw new KeyringUnavailable('The key of this concern was destroyed.');
  return sealValue(key, placeOf(inside, where), text);
}

/** Opens words of a concern with the reader's own session: the keyring asks for itself whether they may. Empty when the concern was erased. */
export async function openOfConcern(here: Here, concern: string, values: readonly SealedThere[]): Promise<string[]> {
  if (values.every(({ sealed }) => sealed === null)) return values.map(() => '');
  const key = await keyOf(here, concern, here.scene.sessionToken ?? null);
  return values.map(({ where, sealed }) => (sealed === null || key === undefined ? '' : openValue(key, placeOf(here, where), sealed)));
}

async function keyOf({ scene, org }: Here, concern: string, session: string | null): Promise<DataKey | undefined> {
  const [answer] = await scene.house.keyring.unwrap(session, [concernKey(org, concern)]);
  if (answer?.ok === true) return answer.key;
  if (answer?.why === 'destroyed') return undefined;
  throw new KeyringUnavailable(answer?.why ?? 'absent');
}

function placeOf({ org }: Here, where: string): ValuePlace {
  const [table = '', column = '', ...row] = where.split('/');
  return { org, table, column, row: row.join('/') };
}
