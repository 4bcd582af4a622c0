import type { Inside } from '../../platform/act.ts';
import type { Lang } from '../../platform/scene.ts';
import { seesByRole } from '../sight/index.ts';
import { lookupOf, looksLikeEmail, normalEmail, normalPhone } from './address-forms.ts';
import { type Here, openAll, openFor, sealFor } from './private-words.ts';

/** A way to reach somebody. `careful` is what to mind when doing so ("do not leave a message"). */
export interface ContactGiven {
  readonly kind: 'email' | 'phone';
  readonly value: string;
  readonly careful?: string;
  readonly confirmed?: boolean;
}

/** A contact detail as those who may see it see it. */
export interface Contact {
  readonly id: string;
  readonly kind: 'email' | 'phone';
  readonly value: string;
  readonly careful: string;
  readonly main: boolean;
  readonly confirmed: boolean;
}

/** Who comes in. A chosen name is enough, and may be missing while a request is half written. */
export interface PersonGiven {
  readonly name?: string;
  readonly lang: Lang;
  readonly zone?: string;
  readonly contacts?: readonly ContactGiven[];
  readonly enteredBy?: string;
  /** False while only a half-written request exists. */
  readonly joined?: boolean;
}

/** Adds a person with a key of their own. Gives back their id. Addresses that cannot be read are left out: the caller has checked them. */
export async function addPerson(inside: Inside, given: PersonGiven): Promise<string> {
  const id = inside.newId();
  const name = given.name?.trim() ? await sealFor(inside, id, `person/name/${id}`, given.name.trim()) : null;
  await inside.db
    .insertInto('person')
    .values({
      org_id: inside.org,
      id,
      name,
      lang: given.lang,
      zone: given.zone ?? null,
      entered_by: given.enteredBy ?? null,
      begun_at: inside.now,
      joined_at: given.joined === false ? null : inside.now,
    })
    .execute();
  for (const contact of given.contacts ?? []) await addContact(inside, id, contact);
  return id;
}

/** Changes the chosen name. */
export async function rename(inside: Inside, personId: string, name: string): Promise<void> {
  const sealed = await sealFor(inside, personId, `person/name/${personId}`, name.trim());
  await inside.db.updateTable('person').set({ name: sealed }).where('org_id', '=', inside.org).where('id', '=', personId).execute();
}

/** A person who had only begun is now here. */
export async function join(inside: Inside, personId: string): Promise<void> {
  await inside.db
    .updateTable('person')
    .set({ joined_at: inside.now })
    .where('org_id', '=', inside.org)
    .where('id', '=', personId)
    .where('joined_at', 'is', null)
    .execute();
}

/**
 * Adds a way to reach somebody, unless they have it already. The first of its kind becomes the main one. Gives back its id.
 * Unconfirmed addresses may stand with several people; only a confirmed e-mail address belongs to one (constraint one_person_per_email).
 */
export async function addContact(inside: Inside, personId: string, given: ContactGiven): Promise<string | undefined> {
  const normal = await normalOf(inside, given);
  if (normal === undefined) return undefined;
  const lookup = lookupOf(inside.scene.house, inside.org, given.kind, normal);
  const had = await inside.db
    .selectFrom('contact')
    .select(['id', 'kind', 'lookup'])
    .where('org_id', '=', inside.org)
    .where('person_id', '=', personId)
    .where('removed_at', 'is', null)
    .execute();
  const same = had.find((contact) => contact.lookup.equals(lookup));
  if (same !== undefined) return same.id;

  const id = inside.newId();
  await inside.db
    .insertInto('contact')
    .values({
      org_id: inside.org,
      id,
      person_id: personId,
      kind: given.kind,
      value: await sealFor(inside, personId, `contact/value/${id}`, normal),
      lookup,
      careful: given.careful?.trim() ? await sealFor(inside, personId, `contact/careful/${id}`, given.careful.trim()) : null,
      main: !had.some((contact) => contact.kind === given.kind),
      confirmed_at: given.confirmed ? inside.now : null,
      added_at: inside.now,
    })
    .execute();
  return id;
}

/** A way to reach somebody is no longer one. */
export async function removeContact(inside: Inside, contactId: string): Promise<void> {
  await inside.db
    .updateTable('contact')
    .set({ removed_at: inside.now, main: false })
    .where('org_id', '=', inside.org)
    .where('id', '=', contactId)
    .execute();
}

/** Whether somebody can only be spoken to: they have a telephone and no e-mail address, so nothing reaches them in writing. Opens nothing. */
export async function onlySpokenTo(here: Pick<Here, 'db' | 'org'>, personId: string): Promise<boolean> {
  const kinds = await kindsOfContact(here, personId);
  return kinds.length === 1 && kinds[0] === 'phone';
}

/** Which kinds of ways to reach somebody are kept: `email`, `phone`. Opens nothing. */
export async function kindsOfContact({ db, org }: Pick<Here, 'db' | 'org'>, personId: string): Promise<readonly string[]> {
  const rows = await db.selectFrom('contact').select('kind').distinct().where('org_id', '=', org).where('person_id', '=', personId).where('removed_at', 'is', null).execute();
  return rows.map(({ kind }) => kind);
}

/** Whether an address or number can be read as one: `addContact` leaves out what cannot. */
export async function canBeContact(inside: Inside, given: Pick<ContactGiven, 'kind' | 'value'>): Promise<boolean> {
  return (await normalOf(inside, given)) !== undefined;
}

/** The ways to reach a member, for whoever sees them by a role in that programme (“Who can see what”); none for everybody else. */
export async function contactSeen(here: Here, programme: string, personId: string): Promise<readonly Contact[]> {
  return seesByRole('contact', here.actor, programme) ? contactOf(here, personId) : [];
}

/** The ways to reach one person, main ones first. Who may ask is the caller's to decide. */
export async function contactOf(here: Here, personId: string): Promise<readonly Contact[]> {
  const rows = await here.db
    .selectFrom('contact')
    .select(['id', 'kind', 'value', 'careful', 'main', 'confirmed_at'])
    .where('org_id', '=', here.org)
    .where('person_id', '=', personId)
    .where('removed_at', 'is', null)
    .orderBy('main', 'desc')
    .orderBy('added_at')
    .orderBy('id')
    .execute();
  const words = await openAll(
    here,
    rows.flatMap((row) => [
      { person: personId, where: `contact/value/${row.id}`, sealed: row.value },
      { person: personId, where: `contact/careful/${row.id}`, sealed: row.careful },
    ]),
  );
  return rows
    .map((row, index) => ({
      id: row.id,
      kind: row.kind === 'phone' ? ('phone' as const) : ('email' as const),
      value: words[index * 2] ?? '',
      careful: words[index * 2 + 1] ?? '',
      main: row.main,
      confirmed: row.confirmed_at !== null,
    }))
    .filter((contact) => contact.value !== '');
}

/**
 * Whose e-mail address this is: one they proved, or one that was written down for somebody who never came in. Beside the name of somebody who did, an unproved
 * address opens nothing: whoever may write addresses down, in a sheet say, could else sign in as them and read what they say (P5).
 */
export async function findPersonByEmail(here: Here, email: string): Promise<string | undefined> {
  if (!looksLikeEmail(email)) return undefined;
  const row = await here.db
    .selectFrom('contact')
    .innerJoin('person', (join) => join.onRef('person.org_id', '=', 'contact.org_id').onRef('person.id', '=', 'contact.person_id'))
    .select('contact.person_id')
    .where('contact.org_id', '=', here.org)
    .where('contact.lookup', '=', lookupOf(here.scene.house, here.org, 'email', normalEmail(email)))
    .where('contact.removed_at', 'is', null)
    .where('person.left_at', 'is', null)
    .where('person.erased_at', 'is', null)
    .where((e) => {
      const proved = e.selectFrom('contact as own').select('own.id').whereRef('own.org_id', '=', 'person.org_id').whereRef('own.person_id', '=', 'person.id').where('own.kind', '=', 'email').where('own.confirmed_at', 'is not', null);
      return e.or([e('contact.confirmed_at', 'is not', null), e.and([e.not(e.exists(proved)), e('person.came_in_at', 'is', null)])]);
    })
    .orderBy('contact.confirmed_at', (order) => order.desc().nullsLast())
    .orderBy('person.joined_at', (order) => order.asc().nullsLast())
    .orderBy('person.id')
    .limit(1)
    .executeTakeFirst();
  return row?.person_id;
}

/** Somebody who is only just coming in reads this language now: they may have begun in another one. Letters follow. */
export async function readsNow(inside: Inside, personId: string, lang: Lang): Promise<void> {
  await inside.db.updateTable('person').set({ lang }).where('org_id', '=', inside.org).where('id', '=', personId).where('joined_at', 'is', null).where('lang', '<>', lang).execute();
}

/** The language and time zone somebody reads in; the organisation's zone when they chose none. */
export async function tongueOf(here: Here, personId: string): Promise<{ lang: Lang; zone: string }> {
  const row = await here.db
    .selectFrom('person')
    .innerJoin('organisation', 'organisation.org_id', 'person.org_id')
    .select(['person.lang', 'person.zone', 'organisation.zone as org_zone'])
    .where('person.org_id', '=', here.org)
    .where('person.id', '=', personId)
    .executeTakeFirst();
  return { lang: row?.lang === 'fr' ? 'fr' : 'en', zone: row?.zone ?? row?.org_zone ?? 'UTC' };
}

/** A person's pronouns, when they said them. */
export async function pronounsOf(here: Here, personId: string): Promise<string> {
  const row = await here.db.selectFrom('person').select('pronouns').where('org_id', '=', here.org).where('id', '=', personId).executeTakeFirst();
  return openFor(here, personId, `person/pronouns/${personId}`, row?.pronouns);
}

async function normalOf(inside: Inside, given: Pick<ContactGiven, 'kind' | 'value'>): Promise<string | undefined> {
  if (given.kind === 'email') return looksLikeEmail(given.value) ? normalEmail(given.value) : undefined;
  const organisation = await inside.db.selectFrom('organisation').select('country').where('org_id', '=', inside.org).executeTakeFirst();
  return normalPhone(given.value, organisation?.country ?? 'CA');
}
