import { KeyringUnavailable } from '../../keyring/index.ts';
import { sheetKey } from '../../keyring/place.ts';
import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { done } from '../../platform/outcome.ts';
import { view } from '../../platform/view.ts';
import { openValue, sealValue } from '../../proof/index.ts';
import type { Here } from '../people/index.ts';

/** What somebody wrote down for the day something happens. Every part may be empty. */
export interface ContactSheet {
  readonly realName: string;
  readonly phone: string;
  readonly whom: string;
  readonly whomPhone: string;
}

/** The sheet of somebody who wrote none. */
export const emptySheet: ContactSheet = { realName: '', phone: '', whom: '', whomPhone: '' };

const short = z.string().trim().max(120, 'safety.mistake.long').default('');

/** My own contact sheet. It is read by nobody else, unless two people of the team release it because somebody's safety is at stake (confidentiality 4.6). */
export const writeContactSheet = act({
  name: 'safety.write-contact-sheet',
  input: z.object({ realName: short, phone: short, whom: short, whomPhone: short }),
  may: ({ actor }) => actor.kind === 'person',
  async perform(inside, given) {
    const person = inside.person();
    const key = await keyOf(inside, person);
    const words = sealValue(key, placeOf(inside, person), JSON.stringify(given));
    await inside.db
      .insertInto('contact_sheet')
      .values({ org_id: inside.org, person_id: person, words, changed_at: inside.now })
      .onConflict((conflict) => conflict.columns(['org_id', 'person_id']).doUpdateSet({ words, changed_at: inside.now }))
      .execute();
    return done();
  },
});

/** My sheet as it stands, and when my contact details were released, once I may know. */
export interface MySheet {
  readonly sheet: ContactSheet;
  readonly changedAt: Date | undefined;
  readonly told: readonly { readonly at: Date }[];
}

/** My own contact sheet, and the releases I was told of. Nothing of who raised what. */
export const mySheet = view({
  name: 'safety.my-sheet',
  input: z.object({}),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking): Promise<MySheet> {
    const me = looking.person();
    const row = await looking.db.selectFrom('contact_sheet').select('changed_at').where('org_id', '=', looking.org).where('person_id', '=', me).executeTakeFirst();
    const told = await looking.db
      .selectFrom('contact_release').select('confirmed_at').where('org_id', '=', looking.org).where('person_id', '=', me).where('told_at', 'is not', null).orderBy('confirmed_at', 'desc').execute();
    return { sheet: await readSheet(looking, me), changedAt: row?.changed_at, told: told.flatMap(({ confirmed_at: at }) => (at === null ? [] : [{ at }])) };
  },
});

/** Somebody's sheet, with the reader's own session: the keyring asks for itself whether it is theirs or was released to them. */
export async function readSheet(here: Here, person: string): Promise<ContactSheet> {
  const row = await here.db.selectFrom('contact_sheet').select('words').where('org_id', '=', here.org).where('person_id', '=', person).executeTakeFirst();
  if (row === undefined) return emptySheet;
  const key = await keyOf(here, person);
  return { ...emptySheet, ...(JSON.parse(openValue(key, placeOf(here, person), row.words)) as ContactSheet) };
}

async function keyOf({ scene, org }: Here, person: string) {
  const [answer] = await scene.house.keyring.unwrap(scene.sessionToken ?? null, [sheetKey(org, person)]);
  if (answer?.ok !== true) throw new KeyringUnavailable(answer?.why ?? 'absent');
  return answer.key;
}

function placeOf({ org }: Here, person: string) {
  return { org, table: 'contact_sheet', column: 'words', row: person };
}
