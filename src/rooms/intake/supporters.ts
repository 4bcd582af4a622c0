import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { personOf } from '../../platform/actor.ts';
import type { Inside } from '../../platform/inside.ts';
import { absent, done, refused } from '../../platform/outcome.ts';
import { startOfDay } from '../../platform/wall-clock.ts';
import { type Here, tongueOf } from '../people/index.ts';
import { runs, programmeOf } from '../programmes/index.ts';
import { dayOf } from './applications.ts';

/** A peer supporter's standing in one programme. */
export interface Standing {
  readonly id: string;
  readonly programme: string;
  readonly person: string;
  readonly sheet: string;
  readonly capacity: number;
  readonly restDays: number;
  readonly since: Date;
  readonly pausedAt: Date | null;
  readonly pausedUntil: Date | null;
  readonly endedAt: Date | null;
}

/** Opens somebody's standing as a supporter. */
export async function addSupporter(
  inside: Inside,
  given: { programme: string; person: string; sheet: string; capacity: number; restDays?: number; since?: Date; importId?: string },
): Promise<string> {
  const id = inside.newId();
  await inside.db
    .insertInto('supporter')
    .values({
      org_id: inside.org, id, programme_id: given.programme, person_id: given.person, sheet_id: given.sheet, capacity: given.capacity,
      rest_days: given.restDays ?? 0, since: given.since ?? inside.now, import_id: given.importId ?? null,
    })
    .execute();
  return id;
}

/** A standing, for its own supporter, staff of the programme, or the house. @throws Absent for anybody else. */
export async function standingOf(here: Here, id: string, { forUpdate = false } = {}): Promise<Standing> {
  let query = here.db.selectFrom('supporter').selectAll().where('org_id', '=', here.org).where('id', '=', id);
  if (forUpdate) query = query.forUpdate();
  const row = await query.executeTakeFirst();
  if (row === undefined || (here.actor.kind !== 'house' && personOf(here.actor) !== row.person_id && !runs(here.actor, row.programme_id))) return absent();
  return standingFrom(row);
}

/** The standing somebody has in a programme now, if any. */
export async function supporterStanding(here: Here, programmeId: string, personId: string): Promise<Standing | undefined> {
  const row = await here.db
    .selectFrom('supporter')
    .selectAll()
    .where('org_id', '=', here.org)
    .where('programme_id', '=', programmeId)
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return row === undefined ? undefined : standingFrom(row);
}

/** The standings somebody has now, in all their programmes, the longest first. */
export async function standingsOf(here: Here, personId: string): Promise<readonly Standing[]> {
  const rows = await here.db.selectFrom('supporter').selectAll().where('org_id', '=', here.org).where('person_id', '=', personId).where('ended_at', 'is', null).orderBy('since').orderBy('id').execute();
  return rows.map(standingFrom);
}

/** Every supporter of a programme who has not ended, the longest standing first. */
export async function activeSupporters(here: Here, programmeId: string): Promise<readonly Standing[]> {
  const rows = await here.db
    .selectFrom('supporter')
    .selectAll()
    .where('org_id', '=', here.org)
    .where('programme_id', '=', programmeId)
    .where('ended_at', 'is', null)
    .orderBy('since')
    .orderBy('id')
    .execute();
  return rows.map(standingFrom);
}

/**
 * Until which day the training that the programme asks for counts: null when a course is missing (then nobody is proposed, F6),
 * `forever` when nothing lapses. One day lapsed is missing.
 */
export async function trainedUntil(here: Here, programmeId: string, personIds: readonly string[]): Promise<ReadonlyMap<string, string | 'forever' | null>> {
  const programme = await programmeOf(here, programmeId);
  const needed = programme.settings.courses.beforeMatch;
  const today = dayOf(here.now.toISOString());
  const rows = personIds.length === 0 ? [] : await here.db
    .selectFrom('training_record')
    .select(['person_id', 'course', 'expires_on'])
    .where('org_id', '=', here.org)
    .where('programme_id', '=', programmeId)
    .where('person_id', 'in', [...personIds])
    .where('withdrawn_at', 'is', null)
    .execute();
  return new Map(
    personIds.map((person) => {
      const best = needed.map((course) =>
        rows
          .filter((row) => row.person_id === person && row.course === course)
          .map((row) => (row.expires_on === null ? 'forever' : dayOf(row.expires_on)))
          .filter((until) => until === 'forever' || until >= today)
          .sort()
          .at(-1),
      );
      if (best.some((until) => until === undefined)) return [person, null];
      return [person, best.filter((until): until is string => until !== undefined && until !== 'forever').sort()[0] ?? 'forever'];
    }),
  );
}

const which = z.object({ supporter: z.uuid() });
const about = ({ supporter }: { supporter: string }) => ({ kind: 'supporter', id: supporter });

/** A supporter rests: at any moment, without a reason (P9). Running relationships go on unless they pause those too. */
export const pauseSupporting = act({
  name: 'intake.pause-supporting',
  input: which.extend({ until: z.union([z.literal('').transform(() => null), z.iso.date('intake.mistake.date')]).default(null) }),
  may: ({ actor }) => actor.kind === 'person',
  subject: about,
  async perform(inside, { supporter, until }) {
    const standing = await mine(inside, supporter);
    const back = until === null ? null : startOfDay(until, (await tongueOf(inside, standing.person)).zone);
    if (back !== null && back <= inside.now) return refused('until-is-past');
    await set(inside, supporter, { paused_at: standing.pausedAt ?? inside.now, paused_until: back });
    inside.record({ name: 'intake.supporter-paused', subject: about({ supporter }), programme: standing.programme });
    return done();
  },
});

/** A supporter is back. */
export const resumeSupporting = act({
  name: 'intake.resume-supporting',
  input: which,
  may: ({ actor }) => actor.kind === 'person',
  subject: about,
  async perform(inside, { supporter }) {
    const standing = await mine(inside, supporter);
    await set(inside, supporter, { paused_at: null, paused_until: null });
    inside.record({ name: 'intake.supporter-resumed', subject: about({ supporter }), programme: standing.programme });
    return done();
  },
});

/** How many people at once: the supporter's own limit (J1), up to what the programme allows. */
export const changeCapacity = act({
  name: 'intake.change-capacity',
  input: which.extend({ capacity: z.coerce.number('intake.mistake.number').int('intake.mistake.number').min(0, 'intake.mistake.number').max(20, 'intake.mistake.number') }),
  may: ({ actor }) => actor.kind === 'person',
  subject: about,
  async perform(inside, { supporter, capacity }) {
    const standing = await standingOf(inside, supporter, { forUpdate: true });
    const programme = await programmeOf(inside, standing.programme);
    const { most } = programme.capacity;
    if (capacity > most) return refused('more-than-programme', { most });
    await set(inside, supporter, { capacity });
    inside.record({ name: 'intake.capacity-changed', subject: about({ supporter }), programme: standing.programme });
    return done();
  },
});

/** Their own, or staff who do it for them. */
async function mine(inside: Inside, supporter: string): Promise<Standing> {
  const standing = await standingOf(inside, supporter, { forUpdate: true });
  return standing.endedAt === null ? standing : absent();
}

async function set(inside: Inside, id: string, change: Readonly<Record<string, Date | number | null>>): Promise<void> {
  await inside.db.updateTable('supporter').set(change).where('org_id', '=', inside.org).where('id', '=', id).execute();
}

interface Row {
  id: string; programme_id: string; person_id: string; sheet_id: string; capacity: number; rest_days: number; since: Date;
  paused_at: Date | null; paused_until: Date | null; ended_at: Date | null;
}

function standingFrom(row: Row): Standing {
  return {
    id: row.id, programme: row.programme_id, person: row.person_id, sheet: row.sheet_id, capacity: row.capacity, restDays: row.rest_days, since: row.since,
    pausedAt: row.paused_at, pausedUntil: row.paused_until, endedAt: row.ended_at,
  };
}
