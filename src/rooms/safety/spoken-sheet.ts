import { z } from 'zod';
import { act } from '../../platform/act.ts';
import type { Inside } from '../../platform/inside.ts';
import { absent, done, refused } from '../../platform/outcome.ts';
import { view } from '../../platform/view.ts';
import type { DataKey } from '../../proof/index.ts';
import { type Contact, contactSeen, type Here, namesOf, onlySpokenTo } from '../people/index.ts';
import { type Programme, programmeBySlug, runs } from '../programmes/index.ts';
import { askSheetKey, keepSheet, sheetParts, standing } from './contact-sheet.ts';

const whose = { programme: z.string().max(100), person: z.uuid() };
/** An earlier writing that was cut off has used a key up; so many are passed over. */
const PASSED_OVER = 4;

/** Somebody who has a telephone alone, before what they say is written down: that a sheet stands, and never a word of it. */
export interface SpokenSheet {
  readonly programme: Programme;
  readonly person: string;
  readonly name: string | undefined;
  readonly phones: readonly Pick<Contact, 'value' | 'careful'>[];
  /** When the sheet that stands was written, and by whom; `by` is null when it is the person's own hand. */
  readonly stands: { readonly at: Date; readonly by: string | undefined | null } | undefined;
}

/** The contact sheet of somebody who can only be spoken to, for those who run a programme they take part in. Absent for everybody who can write it themselves. */
export const spokenSheet = view({
  name: 'safety.spoken-sheet',
  input: z.object(whose),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { programme: slug, person }): Promise<SpokenSheet> {
    const programme = await programmeOfSpoken(looking, slug, person);
    const row = await standing(looking, person);
    const names = await namesOf(looking, [person, row?.written_by]);
    return {
      programme, person, name: names.get(person), phones: (await contactSeen(looking, programme.id, person)).filter(({ kind }) => kind === 'phone'),
      stands: row && { at: row.changed_at, by: row.written_by === null ? null : names.get(row.written_by) },
    };
  },
  record: ({ person, programme }) => ({ person, programme: programme.id }),
});

/**
 * Writes down what somebody who has a telephone alone said, in the place of what stood there, with who wrote it and when. The keyring decides for itself
 * whether this session may: it gives the key of a new writing once, so whoever writes it down never reads it again.
 */
export const writeSpokenSheet = act({
  name: 'safety.write-spoken-sheet',
  input: z.object({ ...whose, ...sheetParts, spoke: z.literal(true, 'safety.mistake.spoke') }),
  may: ({ actor }) => actor.kind === 'person',
  subject: ({ person }) => ({ kind: 'person', id: person }),
  async perform(inside, { programme, person, realName, phone, whom, whomPhone }) {
    await programmeOfSpoken(inside, programme, person);
    if (realName + phone + whom + whomPhone === '') return refused('nothing-said');
    const made = await newKey(inside, person, (await standing(inside, person))?.generation ?? 0);
    if (made === undefined) return refused('no-key');
    await keepSheet(inside, { person, ...made, sheet: { realName, phone, whom, whomPhone }, by: inside.person() });
    return done();
  },
});

/** The programme, when the actor runs it, and this person takes part in it and can only be spoken to. @throws Absent otherwise, and for oneself. */
async function programmeOfSpoken(here: Here, slug: string, person: string): Promise<Programme> {
  const programme = await programmeBySlug(here, slug);
  const me = here.actor.kind === 'person' ? here.actor.person : undefined;
  if (!runs(here.actor, programme.id) || person === me || !(await takesPart(here, programme.id, person)) || !(await onlySpokenTo(here, person))) return absent();
  return programme;
}

async function takesPart({ db, org }: Here, programme: string, person: string): Promise<boolean> {
  const row = await db
    .selectFrom('support_request').select('person_id').where('org_id', '=', org).where('programme_id', '=', programme).where('person_id', '=', person)
    .union(db.selectFrom('application').select('person_id').where('org_id', '=', org).where('programme_id', '=', programme).where('person_id', '=', person))
    .union(db.selectFrom('supporter').select('person_id').where('org_id', '=', org).where('programme_id', '=', programme).where('person_id', '=', person))
    .limit(1).executeTakeFirst();
  return row !== undefined;
}

/** The key of the next writing, or nothing when the keyring gives none to this session. */
async function newKey(inside: Inside, person: string, last: number): Promise<{ readonly key: DataKey; readonly generation: number } | undefined> {
  for (let generation = last + 1; generation <= last + PASSED_OVER; generation += 1) {
    const key = await askSheetKey(inside, person, generation);
    if (typeof key !== 'string') return { key, generation };
  }
  return undefined;
}
