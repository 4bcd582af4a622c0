import { type Here, lookupOf, namesOf, normalEmail } from '../people/index.ts';
import type { PlannedPerson } from './reading/index.ts';
import { sameName } from './same-name.ts';

/** Somebody of the sheet whose address is known here: the same person by name too, or somebody else on the same address. */
export interface KnownHere {
  readonly person: string;
  readonly sameName: boolean;
}

/** Who of a plan is here already, by key. Found by keyed hashes, in one query; names are opened only of those found. */
export async function alreadyHere(here: Here, people: readonly PlannedPerson[]): Promise<ReadonlyMap<string, KnownHere>> {
  const lookups = new Map<string, PlannedPerson[]>();
  for (const person of people) {
    for (const lookup of lookupsOf(here, person)) lookups.set(lookup, [...(lookups.get(lookup) ?? []), person]);
  }
  if (lookups.size === 0) return new Map();
  const rows = await here.db
    .selectFrom('contact')
    .innerJoin('person', (join) => join.onRef('person.org_id', '=', 'contact.org_id').onRef('person.id', '=', 'contact.person_id'))
    .select(['contact.lookup', 'contact.kind', 'contact.person_id'])
    .where('contact.org_id', '=', here.org)
    .where('contact.lookup', 'in', [...lookups.keys()].map((hex) => Buffer.from(hex, 'hex')))
    .where('contact.removed_at', 'is', null)
    .where('person.joined_at', 'is not', null)
    .where('person.left_at', 'is', null)
    .where('person.erased_at', 'is', null)
    .orderBy('contact.kind')
    .execute();
  const names = await namesOf(here, rows.map((row) => row.person_id));
  const known = new Map<string, KnownHere>();
  for (const row of rows) {
    for (const planned of lookups.get(row.lookup.toString('hex')) ?? []) {
      const same = sameName(planned.name ?? '', names.get(row.person_id) ?? '');
      // A phone is often shared in a family: another name on it says nothing. An e-mail address belongs to one person.
      if (!same && row.kind === 'phone') continue;
      if (!known.get(planned.key)?.sameName) known.set(planned.key, { person: row.person_id, sameName: same });
    }
  }
  return known;
}

function lookupsOf(here: Here, { email, phone }: PlannedPerson): string[] {
  const { house, org } = here.scene;
  return [
    ...(email === null ? [] : [lookupOf(house, org, 'email', normalEmail(email))]),
    ...(phone === null ? [] : [lookupOf(house, org, 'phone', phone.extension === null ? phone.number : `${phone.number};ext=${phone.extension}`)]),
  ].map((lookup) => lookup.toString('hex'));
}
