import { sql } from 'kysely';
import { type Standing, trainedUntil } from '../../intake/index.ts';
import type { Here } from '../../people/index.ts';
import { loadOf } from '../../relationships/index.ts';
import { conductYesOf } from '../../safety/index.ts';
import { codedOn } from '../coded.ts';
import { factsOf } from '../facts.ts';
import { type SupporterNow, type SupporterRead, supporterNow } from './supporter-now.ts';

/** What is read of each supporter: the programme, the zone of its hours, and the questions whose answers count. */
export interface WhatIsRead {
  readonly programme: string;
  readonly zone: string;
  readonly questions: readonly string[];
}

/** Supporters in one slice: as many as the next slice's queries can name. */
const SLICE = 500;

/** These supporters, those of them who are there and have not ended. */
export async function supportersNow(here: Here, what: WhatIsRead, ids: readonly string[]): Promise<readonly SupporterNow[]> {
  const found: SupporterNow[] = [];
  for (let from = 0; from < ids.length; from += SLICE) {
    const some = ids.slice(from, from + SLICE);
    found.push(...(await shaped(here, what, await select(here, what).where(sql<boolean>`id = any(${some}::uuid[])`).execute())));
  }
  return found;
}

/** The first of a programme's supporters, the longest standing first, as everybody's list begins. */
export async function firstSupporters(here: Here, what: WhatIsRead, most: number): Promise<readonly SupporterNow[]> {
  return shaped(here, what, await select(here, what).orderBy('since').orderBy('id').limit(most).execute());
}

/** Every supporter of a programme who has not ended, the longest standing first, slice by slice. */
export async function* everySupporter(here: Here, what: WhatIsRead): AsyncGenerator<readonly SupporterNow[]> {
  for await (const slice of everySupporterRead(here, what)) yield slice.map((one) => supporterNow(one, what.zone, here.now.getTime()));
}

/** The same, as they are read: nobody's answers are walked through here. */
export async function* everySupporterRead(here: Here, what: WhatIsRead): AsyncGenerator<readonly SupporterRead[]> {
  for (let last: Row | undefined; ; ) {
    let query = select(here, what);
    // The instant as the database writes it: a Date would lose its microseconds, and a row would come twice.
    if (last !== undefined) query = query.where(sql<boolean>`(since, id) > (${last.at}::timestamptz, ${last.id}::uuid)`);
    const rows = await query.orderBy('since').orderBy('id').limit(SLICE).execute();
    if (rows.length > 0) yield await read(here, what, rows);
    last = rows.at(-1);
    if (rows.length < SLICE) return;
  }
}

function select({ db, org }: Here, { programme, questions }: WhatIsRead) {
  return db
    .selectFrom('supporter')
    .select(['id', 'person_id', 'sheet_id', 'capacity', 'rest_days', 'since', 'paused_at', 'paused_until'])
    .select([sql<string>`since::text`.as('at'), codedOn('supporter', questions).as('coded')])
    .where('org_id', '=', org)
    .where('programme_id', '=', programme)
    .where('ended_at', 'is', null);
}

type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number];

async function shaped(here: Here, what: WhatIsRead, rows: readonly Row[]): Promise<readonly SupporterNow[]> {
  return (await read(here, what, rows)).map((one) => supporterNow(one, what.zone, here.now.getTime()));
}

async function read(here: Here, { programme }: WhatIsRead, rows: readonly Row[]): Promise<readonly SupporterRead[]> {
  if (rows.length === 0) return [];
  const people = rows.map(({ person_id }) => person_id);
  const trained = await trainedUntil(here, programme, people);
  const yes = await conductYesOf(here, programme, people);
  const load = await loadOf(here, rows.map(({ id }) => id));
  return rows.map((row) => {
    const standing: Standing = {
      id: row.id, programme, person: row.person_id, sheet: row.sheet_id, capacity: row.capacity, restDays: row.rest_days, since: row.since,
      pausedAt: row.paused_at, pausedUntil: row.paused_until, endedAt: null,
    };
    return { facts: factsOf(here.now, standing, trained.get(row.person_id), load.get(row.id)), coded: row.coded, saidYes: yes.get(row.person_id) !== 'none', standing };
  });
}
