import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Text } from '../../content/index.ts';
import { act } from '../../platform/act.ts';
import type { Inside } from '../../platform/inside.ts';
import { absent, done, refused } from '../../platform/outcome.ts';
import { type Looking, view } from '../../platform/view.ts';
import type { Here } from '../people/index.ts';
import { contentOf, openProgrammes, type Programme, programmeBySlug, programmeOf, type SafetyText } from '../programmes/index.ts';

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
