import { z } from 'zod';
import { personOf } from '../../platform/actor.ts';
import { absent } from '../../platform/outcome.ts';
import { view } from '../../platform/view.ts';
import { mayGoOn } from '../intake/index.ts';
import { type Here, namesOf } from '../people/index.ts';
import { programmeOf } from '../programmes/index.ts';
import { seesByRole, twoSee } from '../sight/index.ts';
import { type Ending, type RelationshipState, stateOf } from './rules.ts';

/** A relationship, as its two people and the programme's staff know it. What they say to each other is not here. */
export interface Relationship {
  readonly id: string;
  readonly programme: string;
  readonly seeker: string;
  readonly supporter: string;
  readonly standing: string;
  readonly request: string | null;
  readonly conversation: string;
  readonly begunAt: Date;
  readonly agreedAt: Date | null;
  readonly pausedAt: Date | null;
  readonly pausedBy: string | null;
  readonly pausedUntil: Date | null;
  readonly endedAt: Date | null;
  readonly endedHow: Ending | null;
  readonly seasonEndsOn: string | null;
  readonly lastContactAt: Date | null;
}

/** The relationship, for its two people, staff of the programme, or the house. @throws Absent for anybody else. */
export async function relationshipOf(here: Here, id: string, { forUpdate = false } = {}): Promise<Relationship> {
  let query = here.db.selectFrom('relationship').selectAll().where('org_id', '=', here.org).where('id', '=', id);
  if (forUpdate) query = query.forUpdate();
  const row = await query.executeTakeFirst();
  if (row === undefined) return absent();
  const person = personOf(here.actor);
  const inIt = (person === row.seeker_id || person === row.supporter_id) && twoSee('walking');
  if (here.actor.kind !== 'house' && !inIt && !seesByRole('walking', here.actor, row.programme_id)) return absent();
  return relationshipFrom(row);
}

/** The same, only for the two people themselves: what staff may not do for them. */
export async function ownRelationship(here: Here, id: string, { forUpdate = false } = {}): Promise<Relationship> {
  const found = await relationshipOf(here, id, { forUpdate });
  const person = personOf(here.actor);
  return person === found.seeker || person === found.supporter ? found : absent();
}

/** The other one of the two. */
export function otherOf(relationship: Pick<Relationship, 'seeker' | 'supporter'>, person: string): string {
  return relationship.seeker === person ? relationship.supporter : relationship.seeker;
}

/** A relationship in somebody's own list. */
export interface RelationshipSeen extends Relationship {
  readonly state: RelationshipState;
  readonly other: string | undefined;
  readonly mine: 'seeker' | 'supporter';
}

/** What stands open for a seeker after an ending: asking again with what they wrote, a search that goes on already, or nothing of that request. */
export type AfterEnding = 'ask-again' | 'looking' | 'nothing';

/** Looks it up. While they walk together, or walk with somebody else on the same request, it is nothing. */
export async function afterEnding(here: Here, { endedAt, request }: Pick<Relationship, 'endedAt' | 'request'>): Promise<AfterEnding> {
  if (endedAt === null || request === null) return 'nothing';
  const running = await here.db.selectFrom('relationship').select('id').where('org_id', '=', here.org).where('request_id', '=', request).where('ended_at', 'is', null).executeTakeFirst();
  if (running !== undefined) return 'nothing';
  const goesOn = await mayGoOn(here, request);
  return goesOn === 'yes' ? 'ask-again' : goesOn === 'waits' ? 'looking' : 'nothing';
}

/** One relationship as one of its two people sees it. */
export const relationship = view({
  name: 'relationships.relationship',
  input: z.object({ relationship: z.uuid() }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { relationship: id }): Promise<RelationshipSeen & { readonly slug: string; readonly after: AfterEnding }> {
    const found = await ownRelationship(looking, id);
    const other = otherOf(found, looking.person());
    const seeker = found.seeker === looking.person();
    return {
      ...found, state: stateOf(found, looking.now), other: (await namesOf(looking, [other])).get(other), mine: seeker ? 'seeker' : 'supporter',
      slug: (await programmeOf(looking, found.programme)).slug, after: seeker ? await afterEnding(looking, found) : 'nothing',
    };
  },
});

/** Somebody's own relationships, running ones first, then the latest. */
export const myRelationships = view({
  name: 'relationships.mine',
  input: z.object({}),
  may: ({ actor }) => actor.kind === 'person' && twoSee('walking'),
  async load(looking): Promise<readonly RelationshipSeen[]> {
    const person = looking.person();
    const rows = await looking.db
      .selectFrom('relationship')
      .selectAll()
      .where('org_id', '=', looking.org)
      .where((e) => e.or([e('seeker_id', '=', person), e('supporter_id', '=', person)]))
      .orderBy((e) => e('ended_at', 'is not', null))
      .orderBy('begun_at', 'desc')
      .orderBy('id', 'desc')
      .limit(100)
      .execute();
    const found = rows.map(relationshipFrom);
    const names = await namesOf(looking, found.map((one) => otherOf(one, person)));
    return found.map((one) => ({ ...one, state: stateOf(one, looking.now), other: names.get(otherOf(one, person)), mine: one.seeker === person ? 'seeker' : 'supporter' }));
  },
});

/** The relationship a conversation belongs to, for the people in it. */
async function relationshipOfConversation(here: Here, conversation: string): Promise<Relationship | undefined> {
  const row = await here.db.selectFrom('relationship').selectAll().where('org_id', '=', here.org).where('conversation_id', '=', conversation).executeTakeFirst();
  return row === undefined ? undefined : relationshipFrom(row);
}

/** The relationship a conversation belongs to, as one of its people sees it; `none` for a conversation of another kind. */
export const relationshipHere = view({
  name: 'relationships.here',
  input: z.object({ conversation: z.uuid() }),
  // Shown beside the words, and read in the same transaction.
  wall: 'member',
  may: ({ actor }) => actor.kind === 'person' && twoSee('walking'),
  async load(looking, { conversation }): Promise<{ readonly id: string; readonly state: RelationshipState } | 'none'> {
    const found = await relationshipOfConversation(looking, conversation);
    const me = looking.person();
    return found === undefined || (found.seeker !== me && found.supporter !== me) ? 'none' : { id: found.id, state: stateOf(found, looking.now) };
  },
});

/** How many people each standing accompanies now, and when the last relationship of each ended. */
export async function loadOf(here: Here, standings: readonly string[]): Promise<ReadonlyMap<string, { running: number; lastEndedAt: Date | null; lastBegunAt: Date | null }>> {
  if (standings.length === 0) return new Map();
  const rows = await here.db
    .selectFrom('relationship')
    .select((e) => [
      'standing_id',
      e.fn.countAll<string>().filterWhere('ended_at', 'is', null).as('running'),
      e.fn.max('ended_at').as('last_ended'),
      e.fn.max('begun_at').as('last_begun'),
    ])
    .where('org_id', '=', here.org)
    .where('standing_id', 'in', [...standings])
    .groupBy('standing_id')
    .execute();
  return new Map(rows.map((row) => [row.standing_id, { running: Number(row.running), lastEndedAt: row.last_ended, lastBegunAt: row.last_begun }]));
}

interface Row {
  id: string; programme_id: string; seeker_id: string; supporter_id: string; standing_id: string; request_id: string | null; conversation_id: string;
  begun_at: Date; agreed_at: Date | null; paused_at: Date | null; paused_by: string | null; paused_until: Date | null; ended_at: Date | null; ended_how: string | null;
  season_ends_on: Date | string | null; last_contact_at: Date | null;
}

function relationshipFrom(row: Row): Relationship {
  const season = row.season_ends_on;
  return {
    id: row.id, programme: row.programme_id, seeker: row.seeker_id, supporter: row.supporter_id, standing: row.standing_id, request: row.request_id,
    conversation: row.conversation_id, begunAt: row.begun_at, agreedAt: row.agreed_at, pausedAt: row.paused_at, pausedBy: row.paused_by, pausedUntil: row.paused_until,
    endedAt: row.ended_at, endedHow: row.ended_how as Ending | null, seasonEndsOn: season === null ? null : typeof season === 'string' ? season.slice(0, 10) : season.toISOString().slice(0, 10),
    lastContactAt: row.last_contact_at,
  };
}
