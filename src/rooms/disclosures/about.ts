import { personOf } from '../../platform/actor.ts';
import { type Here, namesOf } from '../people/index.ts';
import { isStaff, openProgrammes, allProgrammes, staffOf, teamOf } from '../programmes/index.ts';
import { programmesAround } from '../safety/index.ts';

/** What a concern can be about. */
export const aboutKinds = ['conversation', 'relationship', 'request', 'person', 'group'] as const;
/** A kind of thing a concern is about. */
export type AboutKind = (typeof aboutKinds)[number];
/** The thing a concern is about, as an address names it. */
export interface AboutGiven {
  readonly kind: AboutKind;
  readonly id: string;
}

/** What stands behind it: where it belongs, whom it concerns, and the conversation whose messages may be shown. */
export interface AboutFound {
  readonly given: AboutGiven | undefined;
  readonly programme: string | undefined;
  /** The one person it is about, when there is just one. */
  readonly person: string | undefined;
  /** Everybody it is about. */
  readonly people: readonly string[];
  readonly name: string | undefined;
  /** A conversation that the raiser is in: only then can messages be shown. */
  readonly conversation: string | undefined;
  /** Everybody it must not be routed to: those it is about, and those close to them. */
  readonly keptFrom: readonly string[];
}

const nothing: AboutFound = { given: undefined, programme: undefined, person: undefined, people: [], name: undefined, conversation: undefined, keptFrom: [] };

/**
 * Looks up what a concern is about, as far as the raiser may know it. What they may not see is about nothing: the concern stands all the same, and
 * nobody learns from it whether an id exists.
 */
export async function findAbout(here: Here, given: AboutGiven | undefined): Promise<AboutFound> {
  const raiser = personOf(here.actor);
  if (given === undefined || raiser === undefined) return nothing;
  const found = await lookUp(here, given, raiser);
  if (found === undefined) return nothing;
  const people = found.people.filter((person) => person !== raiser);
  const one = people.length === 1 ? people[0] : undefined;
  return {
    given, programme: found.programme, conversation: found.conversation, person: one, people,
    name: one === undefined || !found.known ? undefined : (await namesOf(here, [one])).get(one),
    keptFrom: [...new Set([...people, ...(await closeTo(here, people))])],
  };
}

interface LookedUp {
  readonly programme: string | undefined;
  readonly people: readonly string[];
  readonly conversation: string | undefined;
  readonly known: boolean;
}

async function lookUp(here: Here, { kind, id }: AboutGiven, raiser: string): Promise<LookedUp | undefined> {
  if (kind === 'conversation' || kind === 'group') return ofConversation(here, id, raiser);
  if (kind === 'relationship') return ofRelationship(here, id, raiser);
  if (kind === 'request') return ofRequest(here, id, raiser);
  return ofPerson(here, id, raiser);
}

async function ofConversation(here: Here, id: string, raiser: string): Promise<LookedUp | undefined> {
  const rows = await here.db
    .selectFrom('conversation_member as member')
    .innerJoin('conversation', (join) => join.onRef('conversation.org_id', '=', 'member.org_id').onRef('conversation.id', '=', 'member.conversation_id'))
    .select(['member.person_id', 'member.left_seq', 'conversation.programme_id'])
    .where('member.org_id', '=', here.org)
    .where('member.conversation_id', '=', id)
    .where('conversation.shredded_at', 'is', null)
    .execute();
  if (!rows.some((row) => row.person_id === raiser && row.left_seq === null)) return undefined;
  return { programme: rows[0]?.programme_id, people: rows.map((row) => row.person_id), conversation: id, known: true };
}

async function ofRelationship(here: Here, id: string, raiser: string): Promise<LookedUp | undefined> {
  const row = await here.db.selectFrom('relationship').select(['programme_id', 'seeker_id', 'supporter_id', 'conversation_id']).where('org_id', '=', here.org).where('id', '=', id).executeTakeFirst();
  if (row === undefined) return undefined;
  const inIt = row.seeker_id === raiser || row.supporter_id === raiser;
  if (!inIt && !isStaff(here.actor, row.programme_id)) return undefined;
  // Staff see that it is there, never what is said in it.
  return { programme: row.programme_id, people: [row.seeker_id, row.supporter_id], conversation: inIt ? row.conversation_id : undefined, known: true };
}

async function ofRequest(here: Here, id: string, raiser: string): Promise<LookedUp | undefined> {
  const row = await here.db.selectFrom('support_request').select(['programme_id', 'person_id']).where('org_id', '=', here.org).where('id', '=', id).executeTakeFirst();
  if (row === undefined || (row.person_id !== raiser && !isStaff(here.actor, row.programme_id))) return undefined;
  return { programme: row.programme_id, people: [row.person_id], conversation: undefined, known: true };
}

async function ofPerson(here: Here, id: string, raiser: string): Promise<LookedUp | undefined> {
  const row = await here.db.selectFrom('person').select('id').where('org_id', '=', here.org).where('id', '=', id).executeTakeFirst();
  if (row === undefined) return undefined;
  const shared = await here.db
    .selectFrom('conversation_member as own')
    .innerJoin('conversation_member as theirs', (join) => join.onRef('theirs.org_id', '=', 'own.org_id').onRef('theirs.conversation_id', '=', 'own.conversation_id'))
    .innerJoin('conversation', (join) => join.onRef('conversation.org_id', '=', 'own.org_id').onRef('conversation.id', '=', 'own.conversation_id'))
    .select('conversation.programme_id')
    .where('own.org_id', '=', here.org)
    .where('own.person_id', '=', raiser)
    .where('theirs.person_id', '=', id)
    .executeTakeFirst();
  // Staff know the people of their programmes; a name is not for those who run another one.
  const known = shared !== undefined || (isStaff(here.actor) && [...(await programmesAround(here, id))].some((programme) => isStaff(here.actor, programme)));
  return { programme: shared?.programme_id, people: [id], conversation: undefined, known };
}

/** Those who walk or walked with these people: they stand close, whatever role they hold. */
async function closeTo(here: Here, people: readonly string[]): Promise<readonly string[]> {
  if (people.length === 0) return [];
  const rows = await here.db
    .selectFrom('relationship')
    .select(['seeker_id', 'supporter_id'])
    .where('org_id', '=', here.org)
    .where((e) => e.or([e('seeker_id', 'in', people), e('supporter_id', 'in', people)]))
    .execute();
  return rows.flatMap((row) => [row.seeker_id, row.supporter_id]);
}

/**
 * Everybody a concern must not be routed to in this programme. One about the safety lead goes to the board and not to who stands in for them (the content's
 * conflict of interest: nor to anyone who reports to them), as long as there is somebody else on the board whom it may reach.
 */
export async function whoMustNot(here: Here, programme: string, { people, keptFrom }: AboutFound): Promise<readonly string[]> {
  const team = await teamOf(here, programme);
  if (team.safety === null || team.safetyBackup === null || !people.includes(team.safety)) return keptFrom;
  const board = [team.lead, ...(await staffOf(here, programme)).filter(({ role }) => role === 'administrator').map(({ person }) => person)];
  const others = [team.safetyBackup, personOf(here.actor), ...keptFrom];
  return board.some((person) => person !== null && !others.includes(person)) ? [...keptFrom, team.safetyBackup] : keptFrom;
}

/** The programme that a concern goes to: where it belongs, else the first that is open, else the first there is. */
export async function programmeFor(here: Here, found: AboutFound, asked: string | undefined): Promise<string | undefined> {
  if (found.programme !== undefined) return found.programme;
  const all = await allProgrammes(here);
  return (all.find(({ id }) => id === asked) ?? (await openProgrammes(here))[0] ?? all[0])?.id;
}
