import { type Here, lookupOf, namesOf, normalEmail } from '../people/index.ts';
import type { PlannedPerson } from './reading/index.ts';
import { sameName } from './same-name.ts';

/** Somebody of the sheet whose address is known here: the same person by name too, or somebody else on the same address. */
export interface KnownHere {
  readonly person: string;
  readonly sameName: boolean;
}

/**
 * Who of a plan is in this programme already, by key. Found by keyed hashes, in one query; names are opened only of those found. Somebody who is only in another
 * programme of the house is not found: a sheet of one row would else tell the staff of this one who is there. They come in as somebody new, like anybody who asks
 * with an address that is known, and find it all together once they sign in and prove that it is theirs.
 */
export async function alreadyHere(here: Here, programme: string, people: readonly PlannedPerson[]): Promise<ReadonlyMap<string, KnownHere>> {
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
    .where((e) => e.or([
      e.exists(e.selectFrom('support_request').select('support_request.id').whereRef('support_request.org_id', '=', 'person.org_id').whereRef('support_request.person_id', '=', 'person.id').where('support_request.programme_id', '=', programme)),
      e.exists(e.selectFrom('application').select('application.id').whereRef('application.org_id', '=', 'person.org_id').whereRef('application.person_id', '=', 'person.id').where('application.programme_id', '=', programme)),
      e.exists(e.selectFrom('supporter').select('supporter.id').whereRef('supporter.org_id', '=', 'person.org_id').whereRef('supporter.person_id', '=', 'person.id').where('supporter.programme_id', '=', programme)),
      e.exists(e.selectFrom('role_held').select('role_held.id').whereRef('role_held.org_id', '=', 'person.org_id').whereRef('role_held.person_id', '=', 'person.id').where('role_held.programme_id', '=', programme).where('role_held.ended_at', 'is', null)),
    ]))
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

/** Who of these waits in a programme already, supports there, or has an application open: a sheet brings nothing new for them. Three queries, however many they are. */
export async function alreadyIn(here: Here, programme: string, side: PlannedPerson['side'], persons: readonly string[]): Promise<ReadonlySet<string>> {
  if (persons.length === 0) return new Set();
  const of = { org: here.org, programme, persons: [...persons] };
  const rows = side === 'seeker'
    ? await here.db.selectFrom('support_request').select('person_id').where('org_id', '=', of.org).where('programme_id', '=', of.programme).where('person_id', 'in', of.persons)
      .where('matched_at', 'is', null).where('withdrawn_at', 'is', null).where('closed_at', 'is', null).execute()
    : [
      ...(await here.db.selectFrom('supporter').select('person_id').where('org_id', '=', of.org).where('programme_id', '=', of.programme).where('person_id', 'in', of.persons).where('ended_at', 'is', null).execute()),
      ...(await here.db.selectFrom('application').select('person_id').where('org_id', '=', of.org).where('programme_id', '=', of.programme).where('person_id', 'in', of.persons)
        .where('decided_at', 'is', null).where('withdrawn_at', 'is', null).execute()),
    ];
  return new Set(rows.map(({ person_id }) => person_id));
}

function lookupsOf(here: Here, { email, phone }: PlannedPerson): string[] {
  const { house, org } = here.scene;
  return [
    ...(email === null ? [] : [lookupOf(house, org, 'email', normalEmail(email))]),
    ...(phone === null ? [] : [lookupOf(house, org, 'phone', phone.extension === null ? phone.number : `${phone.number};ext=${phone.extension}`)]),
  ].map((lookup) => lookup.toString('hex'));
}
