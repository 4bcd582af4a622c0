import { type KeyringRefusal, KeyringUnavailable } from '../../keyring/index.ts';
import { sheetKey } from '../../keyring/place.ts';
import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { personOf } from '../../platform/actor.ts';
import type { Inside } from '../../platform/inside.ts';
import { absent, done } from '../../platform/outcome.ts';
import { view } from '../../platform/view.ts';
import { type DataKey, openValue, sealValue } from '../../proof/index.ts';
import { type Here, namesOf } from '../people/index.ts';
import { sees } from '../sight/index.ts';

/** What somebody wrote down for the day something happens. Every part may be empty. */
export interface ContactSheet {
  readonly realName: string;
  readonly phone: string;
  readonly whom: string;
  readonly whomPhone: string;
}

/** The sheet of somebody who wrote none. */
const emptySheet: ContactSheet = { realName: '', phone: '', whom: '', whomPhone: '' };

const short = z.string().trim().max(120, 'safety.mistake.long').default('');
/** The parts of a sheet, as a form sends them. */
export const sheetParts = { realName: short, phone: short, whom: short, whomPhone: short };

/** My own contact sheet. It is read by nobody else, unless two people of the team release it because somebody's safety is at stake. */
export const writeContactSheet = act({
  name: 'safety.write-contact-sheet',
  input: z.object(sheetParts),
  may: ({ actor }) => actor.kind === 'person',
  async perform(inside, given) {
    const person = inside.person();
    const generation = (await standing(inside, person))?.generation ?? 1;
    await keepSheet(inside, { person, key: await ownKey(inside, person, generation), generation, sheet: given, by: null });
    return done();
  },
});

/** My sheet as it stands, who wrote it down for me if I said it aloud, and when my contact details were released, once I may know. */
export interface MySheet {
  readonly sheet: ContactSheet;
  readonly changedAt: Date | undefined;
  readonly spoken: { readonly at: Date; readonly by: string | undefined } | undefined;
  readonly told: readonly { readonly at: Date }[];
}

/** My own contact sheet, and the releases I was told of. Nothing of who raised what. */
export const mySheet = view({
  name: 'safety.my-sheet',
  input: z.object({}),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking): Promise<MySheet> {
    const me = looking.person();
    const row = await standing(looking, me);
    const told = await looking.db
      .selectFrom('contact_release').select('confirmed_at').where('org_id', '=', looking.org).where('person_id', '=', me).where('told_at', 'is not', null).orderBy('confirmed_at', 'desc').execute();
    const at = row?.spoken_at;
    const names = await namesOf(looking, [row?.written_by]);
    return {
      sheet: await readSheet(looking, me), changedAt: row?.changed_at, spoken: at ? { at, by: names.get(row.written_by ?? '') } : undefined,
      told: told.flatMap(({ confirmed_at: on }) => (on === null ? [] : [{ at: on }])),
    };
  },
});

/** Somebody's sheet, with the reader's own session: the keyring asks for itself whether it is theirs or was released to them. @throws Absent when the table closes it to them. */
export async function readSheet(here: Here, person: string): Promise<ContactSheet> {
  if (!(personOf(here.actor) === person ? sees('sheet', 'you') : sees('sheet', 'safety-lead', 'part'))) return absent();
  const row = await standing(here, person);
  if (row === undefined) return emptySheet;
  const key = await ownKey(here, person, row.generation);
  return { ...emptySheet, ...(JSON.parse(openValue(key, placeOf(here, person), row.words)) as ContactSheet) };
}

/** The row of somebody's sheet: its words sealed, and how they came there. */
export async function standing({ db, org }: Here, person: string) {
  return db.selectFrom('contact_sheet').select(['words', 'generation', 'changed_at', 'spoken_at', 'written_by']).where('org_id', '=', org).where('person_id', '=', person).executeTakeFirst();
}

/** A step: seals a sheet and puts it in the place of the one that stood there. `by`: who wrote down what the person said; null when it is their own hand. */
export async function keepSheet(inside: Inside, { person, key, generation, sheet, by }: { person: string; key: DataKey; generation: number; sheet: ContactSheet; by: string | null }): Promise<void> {
  const kept = { words: sealValue(key, placeOf(inside, person), JSON.stringify(sheet)), generation, changed_at: inside.now, spoken_at: by === null ? null : inside.now, written_by: by };
  await inside.db
    .insertInto('contact_sheet')
    .values({ org_id: inside.org, person_id: person, ...kept })
    .onConflict((conflict) => conflict.columns(['org_id', 'person_id']).doUpdateSet(kept))
    .execute();
}

/** The key of one generation of a sheet, for the session of whoever asks; or why the keyring said no. */
export async function askSheetKey({ scene, org }: Here, person: string, generation: number): Promise<DataKey | KeyringRefusal> {
  const [answer] = await scene.house.keyring.unwrap(scene.sessionToken ?? null, [sheetKey(org, person, generation)]);
  return answer?.ok === true ? answer.key : (answer?.why ?? 'absent');
}

async function ownKey(here: Here, person: string, generation: number): Promise<DataKey> {
  const key = await askSheetKey(here, person, generation);
  if (typeof key === 'string') throw new KeyringUnavailable(key);
  return key;
}

function placeOf({ org }: Here, person: string) {
  return { org, table: 'contact_sheet', column: 'words', row: person };
}
