import { z } from 'zod';
import type { Text } from '../../content/index.ts';
import { type Looking, view } from '../../platform/view.ts';
import { namesOf } from '../people/index.ts';
import { programmeOf } from '../programmes/index.ts';
import { applicationFrom, type Clearance, clearancesOf } from './applications.ts';
import { requestFrom, type RequestState, stateOf } from './requests.ts';
import { type Standing, standingsOf } from './supporters.ts';
import { type ApplicationState, applicationState, type CourseSeen, coursesSeen } from './where-an-application-is.ts';
import { type PromiseSeen, promiseSeen } from './where-things-are.ts';

/** Something of somebody's own that the programme has in hand: a request or an application. */
export interface Mine<S> {
  readonly id: string;
  readonly programme: { readonly slug: string; readonly name: Text };
  readonly state: S;
  readonly receivedAt: Date;
  readonly promise: PromiseSeen | undefined;
}

/** Something half written. */
export interface Draft {
  readonly programme: { readonly slug: string; readonly name: Text };
  readonly side: 'seeker' | 'supporter';
  readonly changedAt: Date;
}

/** What somebody asked for, applied for and began to write, the latest first. Nothing of what they wrote is opened. */
export interface MyIntake {
  /** The name they chose. */
  readonly name: string | undefined;
  readonly requests: readonly Mine<RequestState>[];
  readonly applications: readonly Mine<ApplicationState>[];
  readonly drafts: readonly Draft[];
}

/** At most this many of each: a home page is no archive. */
const MOST = 20;

/** For one's home page. */
export const myIntake = view({
  name: 'intake.mine',
  input: z.object({}),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking): Promise<MyIntake> {
    const { db, org } = looking;
    const me = looking.person();
    const asked = await db.selectFrom('support_request').selectAll().where('org_id', '=', org).where('person_id', '=', me).orderBy('received_at', 'desc').limit(MOST).execute();
    const applied = await db.selectFrom('application').selectAll().where('org_id', '=', org).where('person_id', '=', me).orderBy('received_at', 'desc').limit(MOST).execute();
    return {
      name: (await namesOf(looking, [me])).get(me),
      requests: await each(asked.map(requestFrom), async (one) => ({
        id: one.id, programme: await named(looking, one.programme), state: stateOf(one), receivedAt: one.receivedAt,
        promise: await promiseSeen(looking, one.id, one.answeredAt === null ? 'first-answer' : 'match'),
      })),
      applications: await each(applied.map(applicationFrom), async (one) => ({
        id: one.id, programme: await named(looking, one.programme), state: applicationState(one), receivedAt: one.receivedAt,
        promise: await promiseSeen(looking, one.id, 'application-answer'),
      })),
      drafts: await draftsOf(looking),
    };
  },
});

async function draftsOf(looking: Looking): Promise<readonly Draft[]> {
  const rows = await looking.db
    .selectFrom('sheet')
    .select(['programme_id', 'side', 'changed_at'])
    .where('org_id', '=', looking.org)
    .where('person_id', '=', looking.person())
    .where('sent_at', 'is', null)
    .where('entered_by', 'is', null)
    .orderBy('changed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(MOST)
    .execute();
  return each(rows, async (row) => ({ programme: await named(looking, row.programme_id), side: row.side === 'supporter' ? 'supporter' : 'seeker', changedAt: row.changed_at }));
}

/** What a supporter has in one programme: how many people, resting or not, and every step that counts until a day. */
export interface Supporting extends Standing {
  readonly slug: string;
  readonly name: Text;
  /** The most people at once that the programme allows. */
  readonly most: number;
  readonly clearances: readonly Clearance[];
  readonly courses: readonly CourseSeen[];
}

/** One's own standing as a supporter, in every programme. */
export const mySupporting = view({
  name: 'intake.my-supporting',
  input: z.object({}),
  may: ({ actor }) => actor.kind === 'person',
  load: async (looking): Promise<readonly Supporting[]> =>
    each(await standingsOf(looking, looking.person()), async (standing) => {
      const { slug, name, capacity } = await programmeOf(looking, standing.programme);
      return {
        ...standing, slug, name, most: capacity.most,
        clearances: await clearancesOf(looking, standing.programme, standing.person),
        courses: await coursesSeen(looking, standing.programme, standing.person),
      };
    }),
});

async function named(looking: Looking, programmeId: string): Promise<Mine<never>['programme']> {
  const { slug, name } = await programmeOf(looking, programmeId);
  return { slug, name };
}

/** One after the other: a transaction does one thing at a time. */
async function each<T, R>(many: readonly T[], one: (value: T) => Promise<R>): Promise<readonly R[]> {
  const found: R[] = [];
  for (const value of many) found.push(await one(value));
  return found;
}
