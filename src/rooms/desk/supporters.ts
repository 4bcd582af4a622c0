import { sql } from 'kysely';
import { z } from 'zod';
import { absent } from '../../platform/outcome.ts';
import { view } from '../../platform/view.ts';
import { type Clearance, clearancesOf, type Standing, standingOf, trainedUntil, type TrainingRecord, trainingOf } from '../intake/index.ts';
import { letters, type LettersSeen } from '../letters/index.ts';
import { type Contact, contactSeen, namesOf, pronounsOf, tongueOf } from '../people/index.ts';
import type { Programme } from '../programmes/index.ts';
import { loadOf, restUntil } from '../relationships/index.ts';
import { inFew, type PersonInFew, programmeRun } from './around.ts';
import { matchesOf, type MatchInList } from './matches.ts';
import { answeredOn, type Answered } from './request.ts';
import { timeKey } from './waiting.ts';

/** Whether somebody new can be proposed to a supporter now, in one word. */
export type Room = 'room' | 'full' | 'resting' | 'paused' | 'no-training';

/** A supporter in the list: how much they carry, and until when their training counts. */
export interface SupporterInList {
  readonly id: string;
  readonly since: Date;
  readonly who: PersonInFew | undefined;
  readonly running: number;
  readonly capacity: number;
  readonly room: Room;
  readonly restUntil: Date | null;
  readonly pausedUntil: Date | null;
  readonly trainedUntil: string | 'forever' | null;
}

/** The supporters of a programme, the longest standing first, page by page. */
export const supporterList = view({
  name: 'desk.supporters',
  input: z.object({ programme: z.string().max(100), limit: z.number().int().min(1).max(101).default(25), after: timeKey, backwards: z.boolean().default(false) }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { programme: slug, limit, after, backwards }): Promise<{ readonly programme: Programme; readonly rows: readonly SupporterInList[] }> {
    const programme = await programmeRun(looking, slug);
    let query = looking.db
      .selectFrom('supporter')
      .select(['id', 'person_id', 'since', 'capacity', 'running', 'rest_days', 'paused_at', 'paused_until'])
      .where('org_id', '=', looking.org)
      .where('programme_id', '=', programme.id)
      .where('ended_at', 'is', null);
    if (after !== undefined) query = query.where(backwards ? sql<boolean>`(since, id) < (${after.at}, ${after.id}::uuid)` : sql<boolean>`(since, id) > (${after.at}, ${after.id}::uuid)`);
    const order = backwards ? 'desc' : 'asc';
    const rows = await query.orderBy('since', order).orderBy('id', order).limit(limit).execute();
    const who = await inFew(looking, rows.map((row) => row.person_id), new Map(), programme.lang);
    const load = await loadOf(looking, rows.map((row) => row.id));
    const trained = await trainedUntil(looking, programme.id, rows.map((row) => row.person_id));
    return {
      programme,
      rows: rows.map((row) => {
        const rest = restUntil(row.rest_days, load.get(row.id)?.lastEndedAt ?? null);
        const until = trained.get(row.person_id) ?? null;
        const one = { capacity: row.capacity, running: row.running, pausedAt: row.paused_at, pausedUntil: row.paused_until, restUntil: rest !== null && rest > looking.now ? rest : null, trainedUntil: until };
        return { id: row.id, since: row.since, who: who.get(row.person_id), ...one, room: roomOf(one, looking.now) };
      }),
    };
  },
});

/** What keeps somebody from being proposed, the lasting reasons first. */
function roomOf(one: { capacity: number; running: number; pausedAt: Date | null; pausedUntil: Date | null; restUntil: Date | null; trainedUntil: string | null }, now: Date): Room {
  if (one.trainedUntil === null) return 'no-training';
  if (one.pausedAt !== null && (one.pausedUntil === null || one.pausedUntil > now)) return 'paused';
  if (one.running >= one.capacity) return 'full';
  return one.restUntil === null ? 'room' : 'resting';
}

/** One supporter on the coordinator's desk. */
export interface SupporterOnDesk {
  readonly programme: Programme;
  readonly standing: Standing;
  readonly name: string | undefined;
  readonly pronouns: string;
  readonly lang: 'en' | 'fr';
  readonly contacts: readonly Contact[];
  readonly answers: readonly Answered[];
  readonly clearances: readonly Clearance[];
  readonly training: readonly TrainingRecord[];
  readonly room: Room;
  readonly running: number;
  readonly restUntil: Date | null;
  readonly trainedUntil: string | 'forever' | null;
  readonly matches: readonly MatchInList[];
  readonly letters: LettersSeen;
}

/** A supporter's standing, load, training and steps, for those who run the programme. */
export const supporterOnDesk = view({
  name: 'desk.supporter',
  input: z.object({ programme: z.string().max(100), supporter: z.uuid(), before: z.uuid().optional() }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { programme: slug, supporter: id, before }): Promise<SupporterOnDesk> {
    const programme = await programmeRun(looking, slug);
    const standing = await standingOf(looking, id);
    if (standing.programme !== programme.id) return absent();
    const { person } = standing;
    const load = (await loadOf(looking, [id])).get(id);
    const rest = restUntil(standing.restDays, load?.lastEndedAt ?? null);
    const resting = rest !== null && rest > looking.now ? rest : null;
    const trained = (await trainedUntil(looking, programme.id, [person])).get(person) ?? null;
    const running = load?.running ?? 0;
    return {
      programme, standing, name: (await namesOf(looking, [person])).get(person), pronouns: await pronounsOf(looking, person), lang: (await tongueOf(looking, person)).lang,
      contacts: await contactSeen(looking, programme.id, person), answers: await answeredOn(looking, programme, standing.sheet),
      clearances: await clearancesOf(looking, programme.id, person), training: await trainingOf(looking, programme.id, person),
      room: roomOf({ ...standing, running, restUntil: resting, trainedUntil: trained }, looking.now), running, restUntil: resting, trainedUntil: trained,
      matches: await matchesOf(looking, programme.id, person), letters: await letters(looking, programme.id, person, before),
    };
  },
  record: ({ standing, programme }) => ({ person: standing.person, programme: programme.id }),
});
