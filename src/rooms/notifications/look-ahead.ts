import { sql } from 'kysely';
import type { House } from '../../platform/house.ts';
import { type Inside, insideHouse } from '../../platform/inside.ts';
import { teamOf } from '../programmes/index.ts';
import { give } from './hear-facts.ts';

const DAY = 86_400_000;
/** How many days before a training or a clearance ends its owner hears of it (content: certificate-expiring). */
const EXPIRY_DAYS = [90, 60, 30, 7] as const;
/** Renewing takes about this long, in minutes; until the training room knows better. */
const RENEWING_MINUTES = 30;
const ENDING_DAYS = 14;

/**
 * What nobody does but the calendar brings: trainings that end, seasons that come to their end, pairs silent for longer than they agreed.
 * Looked at each round; each is told once, because its effect names what and which day: five courses that end on one day are one notice.
 */
export async function lookAhead(house: House, org: string): Promise<void> {
  await insideHouse(house, org, 'notices-ahead', async (inside) => {
    await expiring(inside, 'training_record');
    await expiring(inside, 'clearance');
    await endingNear(inside);
    await silentPairs(inside);
  });
}

async function expiring(inside: Inside, table: 'training_record' | 'clearance'): Promise<void> {
  const horizon = new Date(inside.now.getTime() + EXPIRY_DAYS[0] * DAY);
  const rows = await inside.db
    .selectFrom(table)
    .innerJoin('supporter', (join) => join.onRef('supporter.org_id', '=', `${table}.org_id`).onRef('supporter.person_id', '=', `${table}.person_id`).onRef('supporter.programme_id', '=', `${table}.programme_id`))
    .select([`${table}.id`, `${table}.person_id`, `${table}.programme_id`, sql<string>`expires_on::text`.as('ends')])
    .where(`${table}.org_id`, '=', inside.org)
    .where(`${table}.withdrawn_at`, 'is', null)
    .where('supporter.ended_at', 'is', null)
    .where(sql<boolean>`expires_on > ${inside.now}::date and expires_on <= ${horizon}::date`)
    .execute();
  for (const row of rows) {
    const left = Math.ceil((Date.parse(`${row.ends}T12:00:00Z`) - inside.now.getTime()) / DAY);
    const step = EXPIRY_DAYS.findLast((days) => left <= days);
    if (step === undefined) continue;
    await once(inside, `certificate-expiring/${row.person_id}/${row.programme_id}/${row.ends}/${step}`, {
      kind: 'certificate-expiring', person: row.person_id, programme: row.programme_id, about: { kind: 'training', id: row.id },
      fills: { time: `${row.ends}T12:00:00.000Z`, minutes: RENEWING_MINUTES },
    });
  }
}

async function endingNear(inside: Inside): Promise<void> {
  const rows = await inside.db
    .selectFrom('relationship')
    .select(['id', 'programme_id', 'seeker_id', 'supporter_id', sql<string>`season_ends_on::text`.as('ends')])
    .where('org_id', '=', inside.org)
    .where('ended_at', 'is', null)
    .where(sql<boolean>`season_ends_on > ${inside.now}::date and season_ends_on <= ${new Date(inside.now.getTime() + ENDING_DAYS * DAY)}::date`)
    .execute();
  for (const row of rows) {
    for (const person of [row.seeker_id, row.supporter_id]) {
      await once(inside, `ending-near/${row.id}/${row.ends}/${person}`, {
        kind: 'ending-near', person, programme: row.programme_id, about: { kind: 'relationship', id: row.id }, fills: { time: `${row.ends}T12:00:00.000Z` },
      });
    }
  }
}

async function silentPairs(inside: Inside): Promise<void> {
  const rows = await inside.db
    .selectFrom('relationship')
    .innerJoin('agreement', (join) => join.onRef('agreement.org_id', '=', 'relationship.org_id').onRef('agreement.relationship_id', '=', 'relationship.id'))
    .innerJoin('conversation', (join) => join.onRef('conversation.org_id', '=', 'relationship.org_id').onRef('conversation.id', '=', 'relationship.conversation_id'))
    .select(['relationship.id', 'relationship.programme_id', sql<Date>`greatest(relationship.agreed_at, relationship.last_contact_at, relationship.back_at, conversation.last_at)`.as('last')])
    .where('relationship.org_id', '=', inside.org)
    .where('relationship.ended_at', 'is', null)
    .where('relationship.paused_at', 'is', null)
    .where('relationship.agreed_at', 'is not', null)
    .where(sql<boolean>`greatest(relationship.agreed_at, relationship.last_contact_at, relationship.back_at, conversation.last_at) < ${inside.now}::timestamptz - agreement.silence_days * interval '1 day'`)
    .limit(200)
    .execute();
  for (const row of rows) {
    const { owner } = await teamOf(inside, row.programme_id);
    await once(inside, `quiet-too-long/${row.id}/${row.last.toISOString()}`, { kind: 'quiet-too-long', person: owner, programme: row.programme_id, about: { kind: 'relationship', id: row.id } });
  }
}

async function once(inside: Inside, effect: string, given: Omit<Parameters<typeof give>[1], 'effect'>): Promise<void> {
  const told = await inside.db.selectFrom('notice').select('id').where('org_id', '=', inside.org).where('effect', '=', effect).executeTakeFirst();
  if (told === undefined && given.person != null) await give(inside, { ...given, effect });
}
