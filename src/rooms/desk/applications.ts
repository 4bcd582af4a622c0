import { sql } from 'kysely';
import { z } from 'zod';
import { absent } from '../../platform/outcome.ts';
import { type Looking, view } from '../../platform/view.ts';
import { type Application, applicationOf, type Clearance, clearancesOf, type TrainingRecord, trainingOf } from '../intake/index.ts';
import { letters, type LettersSeen } from '../letters/index.ts';
import { type Contact, contactSeen, namesOf, pronounsOf, tongueOf } from '../people/index.ts';
import { answeringFor, type Programme } from '../programmes/index.ts';
import { type PromiseMade, promisesRunningFor } from '../promises/index.ts';
import { inFew, type PersonInFew, programmeRun } from './around.ts';
import { answeredOn, type Answered, type Colleague, type PromiseStory, storiesOf } from './request.ts';
import { timeKey } from './waiting.ts';

/** An open application in the list, with the steps that were taken. */
export interface ApplicationInList {
  readonly id: string;
  readonly receivedAt: Date;
  readonly who: PersonInFew | undefined;
  readonly steps: readonly Clearance['kind'][];
  readonly promise: PromiseMade | undefined;
}

/** The open applications of a programme, the earliest first, page by page. */
export const applicationList = view({
  name: 'desk.applications',
  input: z.object({ programme: z.string().max(100), limit: z.number().int().min(1).max(101).default(25), after: timeKey, backwards: z.boolean().default(false) }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { programme: slug, limit, after, backwards }): Promise<{ readonly programme: Programme; readonly rows: readonly ApplicationInList[] }> {
    const programme = await programmeRun(looking, slug);
    let query = looking.db
      .selectFrom('application')
      .select(['id', 'person_id', 'received_at'])
      .where('org_id', '=', looking.org)
      .where('programme_id', '=', programme.id)
      .where('decided_at', 'is', null)
      .where('withdrawn_at', 'is', null);
    if (after !== undefined) query = query.where(backwards ? sql<boolean>`(received_at, id) < (${after.at}, ${after.id}::uuid)` : sql<boolean>`(received_at, id) > (${after.at}, ${after.id}::uuid)`);
    const order = backwards ? 'desc' : 'asc';
    const rows = await query.orderBy('received_at', order).orderBy('id', order).limit(limit).execute();
    const people = rows.map((row) => row.person_id);
    const who = await inFew(looking, people, new Map(), programme.lang);
    const steps = await stepsTaken(looking, programme.id, people);
    const promises = await promisesRunningFor(looking, rows.map((row) => row.id));
    return { programme, rows: rows.map((row) => ({ id: row.id, receivedAt: row.received_at, who: who.get(row.person_id), steps: steps.get(row.person_id) ?? [], promise: promises.get(row.id)?.[0] })) };
  },
});

/** One application with every step visible: talk, references, screening, training, decision. */
export interface ApplicationOnDesk {
  readonly programme: Programme;
  readonly application: Application;
  readonly name: string | undefined;
  readonly pronouns: string;
  readonly lang: 'en' | 'fr';
  readonly contacts: readonly Contact[];
  readonly answers: readonly Answered[];
  readonly clearances: readonly Clearance[];
  readonly training: readonly TrainingRecord[];
  readonly stories: readonly PromiseStory[];
  readonly letters: LettersSeen;
  readonly standing: string | undefined;
  readonly colleagues: readonly Colleague[];
  readonly names: ReadonlyMap<string, string>;
}

/** An application on the coordinator's desk. */
export const applicationOnDesk = view({
  name: 'desk.application',
  input: z.object({ programme: z.string().max(100), application: z.uuid(), before: z.uuid().optional() }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { programme: slug, application: id, before }): Promise<ApplicationOnDesk> {
    const programme = await programmeRun(looking, slug);
    const application = await applicationOf(looking, id);
    if (application.programme !== programme.id) return absent();
    const { person } = application;
    const stories = await storiesOf(looking, id);
    const colleagues = await answeringFor(looking, programme.id);
    const names = await namesOf(looking, [person, ...colleagues, ...stories.flatMap(({ promise, steps }) => [promise.owner, promise.backup, ...steps.flatMap(({ from, to }) => [from, to])])]);
    const standing = await looking.db.selectFrom('supporter').select('id').where('org_id', '=', looking.org).where('programme_id', '=', programme.id).where('person_id', '=', person).where('ended_at', 'is', null).executeTakeFirst();
    return {
      programme, application, name: names.get(person), pronouns: await pronounsOf(looking, person), lang: (await tongueOf(looking, person)).lang,
      contacts: await contactSeen(looking, programme.id, person), answers: await answeredOn(looking, programme, application.sheet),
      clearances: await clearancesOf(looking, programme.id, person), training: await trainingOf(looking, programme.id, person),
      stories, letters: await letters(looking, programme.id, person, before), standing: standing?.id,
      colleagues: colleagues.filter((one) => one !== person).map((one) => ({ person: one, name: names.get(one) })), names,
    };
  },
  record: ({ application, programme }) => ({ person: application.person, programme: programme.id }),
});

async function stepsTaken(looking: Looking, programme: string, people: readonly string[]): Promise<ReadonlyMap<string, readonly Clearance['kind'][]>> {
  if (people.length === 0) return new Map();
  const rows = await looking.db
    .selectFrom('clearance')
    .select(['person_id', 'kind'])
    .distinct()
    .where('org_id', '=', looking.org)
    .where('programme_id', '=', programme)
    .where('person_id', 'in', [...people])
    .where('withdrawn_at', 'is', null)
    .execute();
  return new Map([...Map.groupBy(rows, (row) => row.person_id)].map(([person, own]) => [person, own.map(({ kind }) => kind as Clearance['kind'])]));
}
