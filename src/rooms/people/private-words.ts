import type { Inside } from '../../platform/inside.ts';
import type { Scene } from '../../platform/scene.ts';
import type { Looking } from '../../platform/view.ts';
import { KeyringUnavailable } from '../../keyring/keyring.ts';
import { valueKey } from '../../keyring/place.ts';
import { openValue, sealValue, type DataKey, type ValuePlace } from '../../proof/index.ts';

/** Either side of the grammar: an act at work or a view that looks. */
export type Here = Inside | Looking;

/**
 * Seals words of (or about) one person under that person's own key. `where` is `table/column/row`: the words open only there.
 * Destroying the person's key makes every such value unreadable, in old backups too (I7).
 * @throws KeyringUnavailable when the keyring cannot be reached; nothing is lost, the act rolls back and can be repeated.
 */
export async function sealFor(here: Here, personId: string, where: string, text: string): Promise<Buffer> {
  const key = (await personKeys(here.scene, [personId])).get(personId);
  if (key === undefined) throw new KeyringUnavailable('The key of this person was destroyed.');
  return sealValue(key, placeOf(here.scene, where), text);
}

/** Opens what `sealFor` sealed. Empty when there is nothing, or when the person's key is gone. */
export async function openFor(here: Here, personId: string, where: string, sealed: Uint8Array | null | undefined): Promise<string> {
  if (sealed === null || sealed === undefined) return '';
  const keys = await personKeys(here.scene, [personId]);
  return opened(here.scene, keys.get(personId), where, sealed);
}

/** One sealed value among many: whose, where, what. */
export interface SealedWords {
  readonly person: string;
  readonly where: string;
  readonly sealed: Uint8Array | null;
}

/** Opens many values with one call to the keyring. Keeps the order. */
export async function openAll(here: Here, values: readonly SealedWords[]): Promise<string[]> {
  const people = [...new Set(values.filter((value) => value.sealed !== null).map((value) => value.person))];
  const keys = await personKeys(here.scene, people);
  return values.map(({ person, where, sealed }) => (sealed === null ? '' : opened(here.scene, keys.get(person), where, sealed)));
}

/** The chosen names of these people. Whoever is unknown, unnamed or erased is not in the map: the page says "someone". */
export async function namesOf(here: Here, ids: readonly (string | null | undefined)[]): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids.filter((id): id is string => typeof id === 'string'))];
  if (wanted.length === 0) return new Map();
  const rows = await here.db.selectFrom('person').select(['id', 'name']).where('org_id', '=', here.org).where('id', 'in', wanted).execute();
  const names = await openAll(here, rows.map((row) => ({ person: row.id, where: `person/name/${row.id}`, sealed: row.name })));
  return new Map(rows.flatMap((row, index) => (names[index] ? [[row.id, names[index]] as const] : [])));
}

/** The keys of these people; whoever was erased is not in the map. */
async function personKeys(scene: Scene, people: readonly string[]): Promise<ReadonlyMap<string, DataKey>> {
  if (people.length === 0) return new Map();
  const answers = await scene.house.keyring.unwrap(null, people.map((person) => valueKey(scene.org, person)));
  return new Map(
    answers.flatMap((answer, index) => {
      if (answer.ok) return [[people[index] ?? '', answer.key] as const];
      if (answer.why === 'destroyed') return [];
      throw new KeyringUnavailable(answer.why);
    }),
  );
}

function opened(scene: Scene, key: DataKey | undefined, where: string, sealed: Uint8Array): string {
  return key === undefined ? '' : openValue(key, placeOf(scene, where), sealed);
}

function placeOf(scene: Scene, where: string): ValuePlace {
  const [table = '', column = '', ...row] = where.split('/');
  return { org: scene.org, table, column, row: row.join('/') };
}
