import { sql } from 'kysely';
import type { AgreementTopic } from '../../content/index.ts';
import type { Inside } from '../../platform/inside.ts';
import { openWordsBeside, sealWordsBeside } from '../conversations/index.ts';
import type { Here } from '../people/index.ts';
import { contentOf } from '../programmes/index.ts';

/** What a line makes the system keep, as content/agreements.yaml names it. */
export type Keeps = NonNullable<AgreementTopic['starters'][number]['sets']>;

/** A line that lives: proposed or agreed, not withdrawn, not replaced. Words are opened; of a starter they are the programme's. */
export interface Line {
  readonly id: string;
  readonly topic: string;
  readonly position: number;
  readonly proposedBy: string | null;
  readonly replaces: string | null;
  readonly removes: boolean;
  readonly starter: string | null;
  readonly words: string;
  readonly sets: Keeps;
  readonly agreedAt: Date | null;
  readonly yes: ReadonlySet<string>;
}

/** The topics of a programme's agreements, in order. */
export async function topicsOf(here: Here, programme: string): Promise<readonly AgreementTopic[]> {
  return (await contentOf(here, programme, 'agreement-topic')).map(({ body }) => body).toSorted((a, b) => a.order - b.order);
}

/** The living lines of an agreement, in the order of their topics. Runs as a member of the conversation; for everybody else there are none. */
export async function linesOf(here: Here, agreement: { id: string; conversation: string }, topics: readonly AgreementTopic[]): Promise<readonly Line[]> {
  const rows = await lineRows(here, agreement).where('withdrawn_at', 'is', null).where('ended_at', 'is', null).execute();
  return opened(here, agreement.conversation, topics, rows);
}

/** These lines of an agreement, also those that ended since: what an older version held. */
export async function linesNamed(here: Here, agreement: { id: string; conversation: string }, topics: readonly AgreementTopic[], ids: readonly string[]): Promise<readonly Line[]> {
  if (ids.length === 0) return [];
  return opened(here, agreement.conversation, topics, await lineRows(here, agreement).where('id', 'in', [...new Set(ids)]).execute());
}

function lineRows(here: Here, agreement: { id: string }) {
  return here.db
    .selectFrom('agreement_line')
    .selectAll()
    .select(sql<string[]>`array(select y.person_id::text from agreement_yes y where y.org_id = agreement_line.org_id and y.agreement_id = agreement_line.agreement_id and y.line_id = agreement_line.id)`.as('yes'))
    .where('org_id', '=', here.org)
    .where('agreement_id', '=', agreement.id)
    .orderBy('position')
    .orderBy('id');
}

async function opened(here: Here, conversation: string, topics: readonly AgreementTopic[], rows: Awaited<ReturnType<ReturnType<typeof lineRows>['execute']>>): Promise<readonly Line[]> {
  const own = await openWordsBeside(here, conversation, rows.map((row) => ({ key: row.data_key_id, place: placeOf(row.id), sealed: row.words })));
  const starters = new Map(topics.flatMap((topic) => topic.starters.map((starter) => [starter.id, starter] as const)));
  return rows.map((row, at) => {
    const starter = row.starter === null ? undefined : starters.get(row.starter);
    return {
      id: row.id, topic: row.topic, position: row.position, proposedBy: row.proposed_by, replaces: row.replaces_id, removes: row.removes, starter: row.starter,
      words: starter !== undefined && row.words === null ? starter.text[here.scene.lang] : (own[at] ?? ''),
      sets: row.sets as Keeps, agreedAt: row.agreed_at, yes: new Set(row.yes),
    };
  });
}

/** Adds a line as somebody proposes it; proposing is saying yes. Gives its id. */
export async function addLine(
  inside: Inside,
  agreement: { id: string; conversation: string },
  line: { topic: string; position: number; proposedBy: string | null; words?: string; starter?: string; sets?: Keeps; replaces?: string | null; removes?: boolean },
): Promise<string> {
  const id = inside.newId();
  const sealed = line.words === undefined || line.proposedBy === null ? undefined : await sealWordsBeside(inside, agreement.conversation, line.proposedBy, placeOf(id), line.words);
  await inside.db
    .insertInto('agreement_line')
    .values({
      org_id: inside.org, id, agreement_id: agreement.id, conversation_id: agreement.conversation, topic: line.topic, position: line.position, proposed_by: line.proposedBy,
      replaces_id: line.replaces ?? null, removes: line.removes ?? false, data_key_id: sealed?.key ?? null, words: sealed?.words ?? null, starter: line.starter ?? null,
      sets: sql<string>`${JSON.stringify(line.sets ?? {})}::jsonb`, proposed_at: inside.now,
    })
    .execute();
  if (line.proposedBy !== null) await sayYesTo(inside, agreement, id, line.proposedBy);
  return id;
}

/** One person's yes to one line. Saying it twice is saying it once. */
export async function sayYesTo(inside: Inside, agreement: { id: string; conversation: string }, line: string, person: string): Promise<void> {
  await inside.db
    .insertInto('agreement_yes')
    .values({ org_id: inside.org, agreement_id: agreement.id, conversation_id: agreement.conversation, line_id: line, person_id: person, said_at: inside.now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

function placeOf(id: string) {
  return { table: 'agreement_line', column: 'words', row: id };
}
