import { sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import { writeErasures } from '../../platform/erasures.ts';
import type { House } from '../../platform/house.ts';
import { type Inside, insideHouse } from '../../platform/inside.ts';
import { removeBreaches } from '../breaches/index.ts';
import { eraseConcerns } from '../safety/index.ts';
import { daysKept } from './choices.ts';
import { keptFor, type KeptKind, keptKinds, rowsOf } from './kinds.ts';

/** From this hour of the organisation's own night on. */
const NIGHT_HOUR = 2;
const BATCH = 200;
/** What one look may take, in milliseconds; the next minute goes on. */
const PATIENCE = 20_000;
const DAY = 86_400_000;

/**
 * The nightly sweep: what was kept for as long as each programme keeps it goes. In small batches, each a transaction of its own; a night that breaks off is
 * gone on with in the next minute, and a row is taken once however often this runs. Relationships that run and open concerns are never touched.
 * @returns how many things went in this look.
 */
export async function sweepNight(house: House, org: string): Promise<number> {
  const tonight = await nightOf(house, org);
  if (tonight === undefined) return 0;
  const begun = performance.now();
  let total = 0;
  for (const { programme, kind, days } of tonight.kept) {
    const before = new Date(tonight.midnight.getTime() - days * DAY);
    const swept = await sweepKind(house, org, { programme, kind, before, until: begun + PATIENCE });
    total += swept.count;
    if (!swept.all) return total;
  }
  await insideHouse(house, org, 'retention', ({ db, now }) =>
    db.insertInto('retention_night').values({ org_id: org, day: tonight.day, done_at: now }).onConflict((conflict) => conflict.doNothing()).execute());
  return total;
}

/** A restored backup: everything of a kind from before a moment goes again. */
export async function sweepOlder(house: House, org: string, { where, what, before }: { readonly where: string; readonly what: string; readonly before: Date }): Promise<void> {
  const kind = keptKinds.find((one) => one === what);
  if (kind === undefined || Number.isNaN(before.getTime())) return;
  await sweepKind(house, org, { programme: where === org ? null : where, kind, before, until: Number.POSITIVE_INFINITY });
}

async function sweepKind(
  house: House, org: string, { programme, kind, before, until }: { programme: string | null; kind: KeptKind; before: Date; until: number },
): Promise<{ count: number; all: boolean }> {
  for (let count = 0; ; ) {
    const gone = await insideHouse(house, org, 'retention', async (inside) => {
      const found = await sweepSome(inside, programme, kind, before);
      if (found > 0 && kind !== 'facts') await noteOnce(inside, programme, kind, before);
      return found;
    });
    count += gone;
    if (gone === 0) return { count, all: true };
    if (performance.now() > until) return { count, all: false };
  }
}

/** One line in the ledger for a kind, a place and a night: with it a restored backup loses the same again. */
async function noteOnce(inside: Inside, programme: string | null, kind: KeptKind, before: Date): Promise<void> {
  const [subject, moment] = [programme ?? inside.org, before.toISOString()];
  const { rows } = await sql`select from erasure where org_id = ${inside.org} and kind = 'older-than' and subject_id = ${subject} and about @> ${JSON.stringify({ what: kind, before: moment })}::jsonb limit 1`.execute(inside.db);
  if (rows.length === 0) await writeErasures(inside, [{ kind: 'older-than', subject, because: 'retention', about: { what: kind, before: moment } }]);
}

async function sweepSome(inside: Inside, programme: string | null, kind: KeptKind, before: Date): Promise<number> {
  if (kind === 'concerns') return eraseConcerns(inside, before);
  if (kind === 'facts') return forgetFacts(inside, before);
  const rows = rowsOf[kind]?.({ org: inside.org, programme });
  const take = taking[kind];
  if (rows === undefined || take === undefined) return 0;
  const found = await sql<{ id: string }>`select due.id from (${rows}) due where due.since < ${before} order by due.since limit ${BATCH}`.execute(inside.db);
  const ids = found.rows.map(({ id }) => id);
  if (ids.length > 0) await take(inside, ids, programme);
  return ids.length;
}

type Take = (inside: Inside, ids: readonly string[], programme: string | null) => Promise<unknown>;

/** What goes of each kind. Keys are destroyed through the ledger; where something stands under its person's own key, and they are still here, the row goes. */
const taking: Readonly<Partial<Record<KeptKind, Take>>> = {
  requests: takeRequests,
  applications: takeAnswers,
  'past-supporters': takeAnswers,
  conversations: (inside, ids) => writeErasures(inside, ids.map((subject) => ({ kind: 'conversation', subject, because: 'retention' }))),
  letters: takeLetters,
  'check-ins': ({ db, org }, ids) => db.deleteFrom('check_in_answer').where('org_id', '=', org).where('check_in_id', 'in', ids).execute(),
  'import-sheets': (inside, ids) => writeErasures(inside, ids.map((subject) => ({ kind: 'import', subject, because: 'retention' }))),
  breaches: async (inside, ids) => {
    await removeBreaches(inside, ids);
    await writeErasures(inside, ids.map((subject) => ({ kind: 'breach', subject, because: 'retention' })));
  },
  'contact-releases': ({ db, org }, ids) => db.deleteFrom('contact_release').where('org_id', '=', org).where('id', 'in', ids).execute(),
  'danger-calls': ({ db, org }, ids) => db.deleteFrom('danger_call').where('org_id', '=', org).where('id', 'in', ids).execute(),
  // The row itself stays without anybody: its effect must not be made a second time.
  notices: ({ db, org }, ids) => db.updateTable('notice').set({ person_id: null, about_kind: null, about_id: null, fills: sql`'{}'::jsonb`, secret: null, to_address: null }).where('org_id', '=', org).where('id', 'in', ids).execute(),
  'sign-ins': ({ db, org }, ids) => db.deleteFrom('session').where('org_id', '=', org).where('id', 'in', ids).execute(),
  'form-keys': ({ db, org }, ids) => db.deleteFrom('act_once').where('org_id', '=', org).where('key', 'in', ids).execute(),
};

/** The app's login cannot remove a fact; the database does, and none that is still to be read. Past the ledger: facts are ids, and what a restore brings back goes the next night. */
async function forgetFacts({ db }: Inside, before: Date): Promise<number> {
  const { rows } = await sql<{ gone: number }>`select forget_facts(${before}, ${BATCH * 10}) as gone`.execute(db);
  return rows[0]?.gone ?? 0;
}

async function takeAnswers({ db, org }: Inside, sheets: readonly string[]): Promise<void> {
  await db.deleteFrom('answer').where('org_id', '=', org).where('sheet_id', 'in', sheets).execute();
  await db.updateTable('sheet').set({ visitor: null, resume_hash: null, came_from: '' }).where('org_id', '=', org).where('id', 'in', sheets).execute();
}

/** A request's answers, with what was written to introduce the two, and notes that came with the person. */
async function takeRequests(inside: Inside, sheets: readonly string[], programme: string | null): Promise<void> {
  const { db, org } = inside;
  await takeAnswers(inside, sheets);
  const requests = db.selectFrom('support_request').select('id').where('org_id', '=', org).where('sheet_id', 'in', sheets);
  const proposals = db.selectFrom('proposal').select('id').where('org_id', '=', org).where('request_id', 'in', requests);
  await db.deleteFrom('introduction').where('org_id', '=', org).where('proposal_id', 'in', proposals).execute();
  await db.updateTable('proposal').set({ reason: null }).where('org_id', '=', org).where('request_id', 'in', requests).execute();
  const people = db.selectFrom('support_request').select('person_id').where('org_id', '=', org).where('sheet_id', 'in', sheets);
  await db
    .deleteFrom('kept_note').where('org_id', '=', org).where('programme_id', '=', programme ?? org).where('person_id', 'in', people)
    .where((e) => e.not(e.exists(e.selectFrom('supporter').select('supporter.id').whereRef('supporter.org_id', '=', 'kept_note.org_id').whereRef('supporter.person_id', '=', 'kept_note.person_id').where('supporter.ended_at', 'is', null))))
    .execute();
}

/** A thread whose last letter went is over. */
async function takeLetters({ db, org }: Inside, ids: readonly string[]): Promise<void> {
  await db.deleteFrom('letter').where('org_id', '=', org).where('id', 'in', ids).execute();
  await db.deleteFrom('letter_thread').where('org_id', '=', org).where('last_letter_id', 'in', ids).execute();
}

/** What tonight's sweep is about, or undefined when it is not night yet, or all of it is done. */
async function nightOf(house: House, org: string) {
  return house.db.within({ org, readOnly: true }, async (db) => {
    const { zone } = await db.selectFrom('organisation').select('zone').where('org_id', '=', org).executeTakeFirstOrThrow();
    const here = Temporal.Instant.fromEpochMilliseconds(house.clock.now().getTime()).toZonedDateTimeISO(zone);
    if (here.hour < NIGHT_HOUR) return undefined;
    const day = here.toPlainDate().toString();
    const done = await db.selectFrom('retention_night').select('done_at').where('org_id', '=', org).where('day', '=', day).executeTakeFirst();
    if (done !== undefined) return undefined;
    const programmes = await db.selectFrom('programme').select('id').where('org_id', '=', org).orderBy('id').execute();
    const days = await daysKept({ db, org });
    const places = (scope: 'programme' | 'house') => (scope === 'house' ? [null] : programmes.map(({ id }) => id));
    // Half-written sheets are forgotten by the room of intake, each minute and not each night.
    const kept = keptFor.filter(({ kind }) => kind !== 'half-written').flatMap(({ kind, scope }) => places(scope).map((programme) => ({ kind, programme, days: days(programme, kind) })));
    return { day, midnight: new Date(here.startOfDay().epochMilliseconds), kept };
  });
}
