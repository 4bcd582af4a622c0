import type { Text } from '../../content/index.ts';
import type { Looking } from '../../platform/view.ts';
import type { Lang } from '../../platform/scene.ts';
import { present } from '../../platform/outcome.ts';
import { personOf } from '../../platform/actor.ts';
import type { Capacity, OwnWords, ProgrammeSettings } from './kinds.ts';
import { fromJson } from './stored.ts';

/** What a look-up needs: an act's inside and a view's looking both have it. */
export type Here = Pick<Looking, 'db' | 'org'>;

/** Who chooses whom a seeker meets. `seeker-decides`: each seeker says which of the two they prefer. */
export type WhoChooses = 'choose-for-me' | 'choose-from-three' | 'seeker-decides';

/** A programme as rooms and pages see it. */
export interface Programme {
  readonly id: string;
  readonly slug: string;
  readonly name: Text;
  readonly template: string;
  readonly words: OwnWords;
  /** Ids of capabilities that are on. */
  readonly capabilities: readonly string[];
  readonly whoChooses: WhoChooses;
  readonly firstToAnswer: 'supporter' | 'seeker';
  readonly capacity: Capacity;
  readonly settings: ProgrammeSettings;
  readonly zone: string;
  readonly lang: Lang;
  readonly openedAt: Date | null;
  readonly closedAt: Date | null;
}

/** Whether people may come in: opened, and not closed since. */
export function isOpen({ openedAt, closedAt }: Pick<Programme, 'openedAt' | 'closedAt'>): boolean {
  return openedAt !== null && closedAt === null;
}

/** Whether people may ask for one-to-one support, or offer it: the programme is open, and has that switched on. */
export function takesPeopleIn(programme: Pick<Programme, 'openedAt' | 'closedAt' | 'capabilities'>): boolean {
  return isOpen(programme) && programme.capabilities.includes('one-to-one');
}

/** The programme with this id. @throws Absent when there is none. */
export async function programmeOf(here: Here, id: string): Promise<Programme> {
  return present((await select(here).where('id', '=', id).execute()).map(asProgramme)[0]);
}

/** The programme at this address (`/p/:slug`). @throws Absent when there is none. */
export async function programmeBySlug(here: Here, slug: string): Promise<Programme> {
  return present((await select(here).where('slug', '=', slug).execute()).map(asProgramme)[0]);
}

/** Every programme people may come into, the oldest first. */
export async function openProgrammes(here: Here): Promise<readonly Programme[]> {
  return (await select(here).where('opened_at', 'is not', null).where('closed_at', 'is', null).execute()).map(asProgramme);
}

/** Every programme of the organisation, open or not, the oldest first. */
export async function allProgrammes(here: Here): Promise<readonly Programme[]> {
  return (await select(here).execute()).map(asProgramme);
}

/** The programmes in which the actor holds one of these roles (any role when none is named); a role of the whole organisation counts in all. */
export async function programmesOfActor(looking: Pick<Looking, 'db' | 'org' | 'actor'>, roles?: readonly string[]): Promise<readonly Programme[]> {
  const { actor } = looking;
  if (personOf(actor) === undefined || actor.kind !== 'person') return [];
  const held = actor.holds.filter(({ role }) => roles === undefined || roles.includes(role)).map(({ programme }) => programme);
  if (held.length === 0) return [];
  const all = await allProgrammes(looking);
  return held.includes(null) ? all : all.filter(({ id }) => held.includes(id));
}

function select({ db, org }: Here) {
  return db
    .selectFrom('programme')
    .select([
      'id', 'slug', 'name', 'template', 'words', 'capabilities', 'who_chooses', 'first_to_answer', 'capacity', 'settings', 'zone', 'lang', 'opened_at', 'closed_at',
    ])
    .where('org_id', '=', org)
    .orderBy('made_at')
    .orderBy('id');
}

type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number];

function asProgramme(row: Row): Programme {
  return {
    id: row.id,
    slug: row.slug,
    name: fromJson(row.name),
    template: row.template,
    words: fromJson(row.words),
    capabilities: row.capabilities,
    whoChooses: row.who_chooses as WhoChooses,
    firstToAnswer: row.first_to_answer === 'seeker' ? 'seeker' : 'supporter',
    capacity: fromJson(row.capacity),
    settings: fromJson(row.settings),
    zone: row.zone,
    lang: row.lang === 'fr' ? 'fr' : 'en',
    openedAt: row.opened_at,
    closedAt: row.closed_at,
  };
}
