import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Text } from '../../content/index.ts';
import { act } from '../../platform/act.ts';
import type { Inside } from '../../platform/inside.ts';
import { absent, done, refused } from '../../platform/outcome.ts';
import { type Looking, view } from '../../platform/view.ts';
import { type Here, namesOf } from '../people/index.ts';
import { contentOf, isStaff, openProgrammes, type Programme, programmeBySlug, programmeOf, type SafetyText } from '../programmes/index.ts';

const parts = ['conduct-intro', 'conduct-everyone', 'conduct-supporters', 'conduct-staff', 'conduct-breach', 'conduct-promise'] as const satisfies readonly SafetyText['part'][];
type ConductPart = (typeof parts)[number];
const KIND = 'code-of-conduct';

/** The code of conduct of a programme (I6), in its own words, and the version of exactly those words. */
export interface Conduct {
  readonly programme: { readonly id: string; readonly slug: string; readonly name: Text };
  readonly version: string;
  readonly texts: Readonly<Record<ConductPart, readonly Text[]>>;
  /** When the reader accepted this very version; undefined when they did not, or are not signed in. */
  readonly acceptedAt: Date | undefined;
}

/** The code of conduct, for everybody to read. Without a programme: of the one people may come into. */
export const conduct = view({
  name: 'safety.conduct',
  input: z.object({ programme: z.string().optional() }),
  may: () => true,
  async load(looking, { programme: slug }): Promise<Conduct> {
    const programme = await readable(looking, slug);
    const { version, texts } = await conductOf(looking, programme.id);
    const person = looking.actor.kind === 'person' ? looking.actor.person : undefined;
    const accepted = person === undefined ? undefined : await acceptedAt(looking, person, programme.id, version);
    return { programme: { id: programme.id, slug: programme.slug, name: programme.name }, version, texts, acceptedAt: accepted };
  },
});

/** “I have read this and I will keep to it.” What is accepted is the version that was read. */
export const acceptConduct = act({
  name: 'safety.accept-conduct',
  input: z.object({ programme: z.uuid(), version: z.string().min(1).max(40) }),
  may: ({ actor }) => actor.kind === 'person',
  subject: ({ programme }) => ({ kind: 'programme', id: programme }),
  async perform(inside, { programme, version }) {
    await programmeOf(inside, programme);
    const { version: now } = await conductOf(inside, programme);
    if (now !== version) return refused('changed');
    await keepConductAccepted(inside, { person: inside.person(), programme, version });
    return done();
  },
});

/** A step for rooms where people join: somebody accepted the programme's code in the version they read. Once per version. */
export async function keepConductAccepted(inside: Inside, { person, programme, version }: { person: string; programme: string; version: string }): Promise<void> {
  if ((await acceptedAt(inside, person, programme, version)) !== undefined) return;
  await inside.db
    .insertInto('consent')
    .values({ org_id: inside.org, id: inside.newId(), person_id: person, kind: `${KIND}/${programme}`, version, given_at: inside.now })
    .execute();
  inside.record({ name: 'safety.conduct-accepted', subject: { kind: 'person', id: person }, programme, about: { version } });
}

/** The version of a programme's code as it stands, and its words. Any change of a word is a new version. */
export async function conductOf(here: Here, programme: string): Promise<Pick<Conduct, 'version' | 'texts'>> {
  const items = (await contentOf(here, programme, 'safety-text')).map(({ body }) => body);
  const texts = Object.fromEntries(parts.map((part) => [part, items.filter((item) => item.part === part).map(({ text }) => text)])) as unknown as Record<ConductPart, readonly Text[]>;
  return { texts, version: createHash('sha256').update(JSON.stringify(texts)).digest('hex').slice(0, 16) };
}

/** Somebody's yes to a programme's code of conduct: to the words as they stand, to older words, or none yet. */
export type ConductYes = 'current' | 'older' | 'none';

/** Who of these people said yes to the code as it stands. Whoever said yes to older words is asked at their next visit, and shut out of nothing meanwhile. */
export async function conductYesOf(here: Here, programme: string, people: readonly string[]): Promise<ReadonlyMap<string, ConductYes>> {
  const { version } = await conductOf(here, programme);
  const rows = people.length === 0 ? [] : await here.db
    .selectFrom('consent').select(['person_id', 'version']).where('org_id', '=', here.org).where('person_id', 'in', [...people]).where('kind', '=', `${KIND}/${programme}`).where('withdrawn_at', 'is', null).execute();
  const given = Map.groupBy(rows, (row) => row.person_id);
  return new Map(people.map((person) => {
    const mine = given.get(person) ?? [];
    return [person, mine.some((row) => row.version === version) ? 'current' : mine.length > 0 ? 'older' : 'none'];
  }));
}

/**
 * A step for the doors of a programme (offering to support, saying yes to an agreement): whether this person may go on. A yes that comes with the form
 * is kept; `conduct-changed` when it was to words that have changed since, `conduct-first` when there is none.
 */
export async function conductAtTheDoor(inside: Inside, { person, programme, version }: { person: string; programme: string; version: string }): Promise<'conduct-first' | 'conduct-changed' | undefined> {
  const { version: now } = await conductOf(inside, programme);
  if ((await acceptedAt(inside, person, programme, now)) !== undefined) return undefined;
  if (version === '') return 'conduct-first';
  if (version !== now) return 'conduct-changed';
  await keepConductAccepted(inside, { person, programme, version });
  return undefined;
}

/** “I read it to them on the telephone, and they said yes.” By staff, for somebody of the programme. */
export const recordConduct = act({
  name: 'safety.record-conduct',
  input: z.object({ programme: z.uuid(), person: z.uuid(), version: z.string().min(1).max(40) }),
  may: ({ actor }, { programme }) => isStaff(actor, programme),
  subject: ({ person }) => ({ kind: 'person', id: person }),
  async perform(inside, { programme, person, version }) {
    if (person === inside.person()) return refused('yourself');
    if ((await peopleOf(inside, programme).where('person', '=', person).limit(1).execute()).length === 0) return absent();
    if ((await conductOf(inside, programme)).version !== version) return refused('changed');
    await keepConductAccepted(inside, { person, programme, version });
    return done();
  },
});

/** One person whose yes to the code as it stands is missing. */
export interface ConductMissing {
  readonly person: string;
  readonly name: string | undefined;
  readonly yes: Exclude<ConductYes, 'current'>;
}

/** Who of a programme has not said yes to its code as it stands: for its staff, who can go through it with them on the telephone. */
export const conductMissing = view({
  name: 'safety.conduct-missing',
  input: z.object({ programme: z.string() }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { programme: slug }): Promise<{ programme: Programme; version: string; people: readonly ConductMissing[] }> {
    const programme = await programmeBySlug(looking, slug);
    if (!isStaff(looking.actor, programme.id)) return absent();
    const { version } = await conductOf(looking, programme.id);
    const rows = await peopleOf(looking, programme.id)
      .where((e) => e.not(e.exists(e.selectFrom('consent').select('consent.id').where('consent.org_id', '=', looking.org).whereRef('consent.person_id', '=', 'people.person')
        .where('consent.kind', '=', `${KIND}/${programme.id}`).where('consent.version', '=', version).where('consent.withdrawn_at', 'is', null))))
      .limit(MOST_MISSING).execute();
    const missing = [...new Set(rows.map(({ person }) => person))];
    const [yes, names] = await Promise.all([conductYesOf(looking, programme.id, missing), namesOf(looking, missing)]);
    return { programme, version, people: missing.map((person) => ({ person, name: names.get(person), yes: yes.get(person) === 'older' ? 'older' : 'none' })) };
  },
});

/** The codes I am asked to read at this visit: those whose words changed since my yes, and those of programmes I hold a role in. Never a lock. */
export const conductToRead = view({
  name: 'safety.conduct-to-read',
  input: z.object({}),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking): Promise<readonly { readonly slug: string; readonly name: Text; readonly yes: Exclude<ConductYes, 'current'> }[]> {
    const me = looking.person();
    const held = looking.actor.kind === 'person' ? looking.actor.holds : [];
    const given = await looking.db.selectFrom('consent').select('kind').distinct().where('org_id', '=', looking.org).where('person_id', '=', me).where('kind', 'like', `${KIND}/%`).where('withdrawn_at', 'is', null).execute();
    const programmes = [...new Set([...held.flatMap(({ role, programme }) => (programme === null || role === 'seeker' ? [] : [programme])), ...given.map(({ kind }) => kind.slice(KIND.length + 1))])];
    const asked = [];
    for (const id of programmes) {
      const yes = (await conductYesOf(looking, id, [me])).get(me) ?? 'none';
      if (yes === 'current') continue;
      const { slug, name } = await programmeOf(looking, id);
      asked.push({ slug, name, yes });
    }
    return asked;
  },
});

/** So many are shown at once: whoever is done with leaves the list, and the next come up. */
const MOST_MISSING = 200;

/** Those who walk with somebody in a programme, support in it or work for it, to be narrowed by `person`. Somebody who does several of these stands in it several times. */
function peopleOf({ db, org }: Here, programme: string) {
  return db
    .selectFrom(
      db
        .selectFrom('role_held').select('person_id as person').where('org_id', '=', org).where('programme_id', '=', programme).where('ended_at', 'is', null)
        .unionAll(db.selectFrom('supporter').select('person_id as person').where('org_id', '=', org).where('programme_id', '=', programme).where('ended_at', 'is', null))
        .unionAll(db.selectFrom('application').select('person_id as person').where('org_id', '=', org).where('programme_id', '=', programme).where('withdrawn_at', 'is', null))
        .unionAll(db.selectFrom('relationship').select('seeker_id as person').where('org_id', '=', org).where('programme_id', '=', programme).where('ended_at', 'is', null))
        .as('people'),
    )
    .select('people.person');
}

async function acceptedAt({ db, org }: Here, person: string, programme: string, version: string): Promise<Date | undefined> {
  const row = await db
    .selectFrom('consent')
    .select('given_at')
    .where('org_id', '=', org)
    .where('person_id', '=', person)
    .where('kind', '=', `${KIND}/${programme}`)
    .where('version', '=', version)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  return row?.given_at;
}

async function readable(looking: Looking, slug: string | undefined): Promise<Programme> {
  if (slug !== undefined) return programmeBySlug(looking, slug);
  return (await openProgrammes(looking))[0] ?? absent();
}
