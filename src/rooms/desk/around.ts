import { absent } from '../../platform/outcome.ts';
import { type Looking } from '../../platform/view.ts';
import type { Coded, DayPart } from '../intake/index.ts';
import { namesOf, openAll } from '../people/index.ts';
import { type Programme, programmeBySlug, runs } from '../programmes/index.ts';
import { apartFrom } from '../safety/index.ts';
import { seesByRole } from '../sight/index.ts';
import { partsOf } from './rules.ts';

/** The programme at this address, for those who run it. @throws Absent for everybody else, the coordinator of another programme too. */
export async function programmeRun(looking: Looking, slug: string): Promise<Programme> {
  const programme = await programmeBySlug(looking, slug);
  return runs(looking.actor, programme.id) ? programme : absent();
}

/** Whom a member is kept apart from, by a block of either or by the programme, and never by which: for those whom the table shows that part. */
export async function apartSeen(looking: Looking, programme: string, person: string): Promise<readonly { readonly person: string; readonly name: string | undefined }[]> {
  const apart = seesByRole('block', looking.actor, programme, 'part') ? [...(await apartFrom(looking, person))] : [];
  const names = await namesOf(looking, apart);
  return apart.map((one) => ({ person: one, name: names.get(one) }));
}

/** A person in a list: the chosen name and the few words a coordinator needs before calling or writing. */
export interface PersonInFew {
  readonly id: string;
  readonly name: string | undefined;
  /** No e-mail: they are called. */
  readonly phoneOnly: boolean;
  /** The language they read in, when the programme usually writes in another. */
  readonly reads: string | undefined;
  /** When they are free, when it is one or two parts of the day. */
  readonly parts: readonly DayPart[];
}

/** People in a list, with at most two queries for all of them. `sheets` names the sheet whose hours count for a person. */
export async function inFew(looking: Looking, people: readonly string[], sheets: ReadonlyMap<string, string> = new Map(), usual?: string): Promise<ReadonlyMap<string, PersonInFew>> {
  const ids = [...new Set(people)];
  if (ids.length === 0) return new Map();
  const asked = looking.db
    .selectFrom('person')
    .select((e) => ['person.id', 'person.name', 'person.lang',
      e.exists(e.selectFrom('contact').select('contact.id').whereRef('contact.org_id', '=', 'person.org_id').whereRef('contact.person_id', '=', 'person.id').where('contact.removed_at', 'is', null).where('contact.kind', '=', 'email')).as('mail'),
      e.exists(e.selectFrom('contact').select('contact.id').whereRef('contact.org_id', '=', 'person.org_id').whereRef('contact.person_id', '=', 'person.id').where('contact.removed_at', 'is', null).where('contact.kind', '=', 'phone')).as('phone')])
    .where('person.org_id', '=', looking.org)
    .where('person.id', 'in', ids)
    .execute();
  const [rows, hours] = await Promise.all([asked, hoursOn(looking, [...sheets.values()])]);
  const names = await openAll(looking, rows.map((row) => ({ person: row.id, where: `person/name/${row.id}`, sealed: row.name })));
  return new Map(rows.map((row, at) => [row.id, {
    id: row.id, name: names[at] || undefined, phoneOnly: row.phone === true && row.mail !== true, reads: row.lang === usual ? undefined : row.lang,
    parts: partsOf(hours.get(sheets.get(row.id) ?? '') ?? []),
  }]));
}

async function hoursOn(looking: Looking, sheets: readonly string[]): Promise<ReadonlyMap<string, NonNullable<Coded['slots']>>> {
  if (sheets.length === 0) return new Map();
  const rows = await looking.db.selectFrom('answer').select(['sheet_id', 'value']).where('org_id', '=', looking.org).where('sheet_id', 'in', [...sheets]).where('question_id', '=', 'times').execute();
  return new Map(rows.map((row) => [row.sheet_id, ((row.value ?? {}) as Coded).slots ?? []]));
}
