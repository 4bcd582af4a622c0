import type { Inside } from '../../platform/inside.ts';
import { keyIdOf, wordsKey } from '../../keyring/place.ts';
import { absent } from '../../platform/outcome.ts';
import type { Here } from '../people/index.ts';
import { twoSee } from '../sight/index.ts';

/** Opens a conversation between people. Nobody else can open it later: there is no such function. Words wait for `startConversation` unless `started`. */
export async function openConversation(
  inside: Inside,
  { programme, kind, members, started = false }: { programme: string; kind: 'one-to-one' | 'mentorship' | 'group' | 'presence'; members: readonly string[]; started?: boolean },
): Promise<string> {
  const id = inside.newId();
  await inside.db
    .insertInto('conversation')
    .values({ org_id: inside.org, id, programme_id: programme, kind, opened_at: inside.now, starts_at: started ? inside.now : null })
    .execute();
  for (const person of members) await addMember(inside, id, person);
  return id;
}

/** From now on words may be sent: both agreed how they want to walk together (P2). */
export async function startConversation(inside: Inside, conversation: string): Promise<void> {
  await inside.db
    .updateTable('conversation')
    .set({ starts_at: inside.now })
    .where('org_id', '=', inside.org)
    .where('id', '=', conversation)
    .where('starts_at', 'is', null)
    .execute();
}

/** Lets somebody in, from this moment on: what was said before stays with those who were there. */
export async function addMember(inside: Inside, conversation: string, person: string): Promise<void> {
  const { last_seq } = await inside.db
    .selectFrom('conversation')
    .select('last_seq')
    .where('org_id', '=', inside.org)
    .where('id', '=', conversation)
    .executeTakeFirstOrThrow();
  await inside.db
    .insertInto('conversation_member')
    .values({ org_id: inside.org, conversation_id: conversation, person_id: person, joined_seq: last_seq, read_seq: last_seq, told_seq: last_seq, joined_at: inside.now })
    .execute();
}

/** Ends a conversation: it can still be read by its people until its words are shredded after the retention days. */
export async function closeConversation(inside: Inside, conversation: string): Promise<void> {
  await inside.db
    .updateTable('conversation')
    .set({ closed_at: inside.now })
    .where('org_id', '=', inside.org)
    .where('id', '=', conversation)
    .where('closed_at', 'is', null)
    .execute();
  inside.announce(`conversation:${conversation}`);
}

/** The place of somebody in a conversation they are in now, and how it stands. @throws Absent for everybody else, and once it is shredded. */
export async function membershipOf(here: Pick<Here, 'db' | 'org'>, conversation: string, person: string) {
  if (!twoSee('messages')) return absent();
  const row = await here.db
    .selectFrom('conversation_member as member')
    .innerJoin('conversation', (join) => join.onRef('conversation.org_id', '=', 'member.org_id').onRef('conversation.id', '=', 'member.conversation_id'))
    .select(['member.joined_seq', 'member.read_seq', 'conversation.last_seq', 'conversation.programme_id', 'conversation.starts_at', 'conversation.closed_at'])
    .where('member.org_id', '=', here.org)
    .where('member.conversation_id', '=', conversation)
    .where('member.person_id', '=', person)
    .where('member.left_seq', 'is', null)
    .where('conversation.shredded_at', 'is', null)
    .executeTakeFirst();
  return row ?? absent();
}

/** Everybody who is in a conversation now. */
export async function membersOf(here: Here, conversation: string): Promise<readonly string[]> {
  const rows = await here.db
    .selectFrom('conversation_member')
    .select('person_id')
    .where('org_id', '=', here.org)
    .where('conversation_id', '=', conversation)
    .where('left_seq', 'is', null)
    .orderBy('joined_at')
    .orderBy('person_id')
    .execute();
  return rows.map((row) => row.person_id);
}

/** The generation of an author's key that new words are sealed under, made known to the database when it is new. Gives its id and number. */
export async function keyInUse(inside: Inside, conversation: string, author: string): Promise<{ id: string; generation: number }> {
  const row = await inside.db
    .selectFrom('data_key')
    .select(['id', 'generation', 'destroyed_at'])
    .where('org_id', '=', inside.org)
    .where('conversation_id', '=', conversation)
    .where('author_id', '=', author)
    .orderBy('generation', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row !== undefined && row.destroyed_at === null) return { id: row.id, generation: row.generation };
  const generation = (row?.generation ?? 0) + 1;
  const id = keyIdOf(wordsKey(conversation, author, generation));
  await inside.db
    .insertInto('data_key')
    .values({ org_id: inside.org, id, conversation_id: conversation, author_id: author, generation, made_at: inside.now })
    .onConflict((conflict) => conflict.columns(['org_id', 'conversation_id', 'author_id', 'generation']).doNothing())
    .execute();
  return { id, generation };
}

/** The generations of all keys of one conversation, by id. */
export async function generationsIn({ db, org }: Pick<Here, 'db' | 'org'>, conversation: string): Promise<ReadonlyMap<string, { author: string; generation: number }>> {
  const rows = await db.selectFrom('data_key').select(['id', 'author_id', 'generation']).where('org_id', '=', org).where('conversation_id', '=', conversation).execute();
  return new Map(rows.map((row) => [row.id, { author: row.author_id, generation: row.generation }]));
}

/** The generations of these keys, by id. */
export async function generationsOf(here: Pick<Here, 'db' | 'org'>, keyIds: readonly string[]): Promise<ReadonlyMap<string, { author: string; generation: number }>> {
  if (keyIds.length === 0) return new Map();
  const rows = await here.db.selectFrom('data_key').select(['id', 'author_id', 'generation']).where('org_id', '=', here.org).where('id', 'in', [...new Set(keyIds)]).execute();
  return new Map(rows.map((row) => [row.id, { author: row.author_id, generation: row.generation }]));
}
