import { z } from 'zod';
import type { CheckIn } from '../../content/index.ts';
import { absent } from '../../platform/outcome.ts';
import { type Here, namesOf, openAll } from '../people/index.ts';
import { contentItem } from '../programmes/index.ts';
import type { Side } from './rules.ts';

/** A check-in that is somebody's own. */
export interface OwnCheckIn {
  readonly id: string;
  readonly programme: string;
  readonly relationship: string | null;
  readonly kind: string;
  readonly dueAt: Date;
  readonly answeredAt: Date | null;
  readonly skippedAt: Date | null;
  readonly side: Side;
  /** The other of the two, while there is one. */
  readonly other: string | null;
  readonly ended: boolean;
  /** It was asked while two people walked together who do not any more: its questions are of another time. */
  readonly over: boolean;
}

/** Somebody's own check-in. @throws Absent for anybody else: a coordinator sees what was shared, never the page. */
export async function ownCheckIn(here: Here, id: string, person: string, { forUpdate = false } = {}): Promise<OwnCheckIn> {
  let query = here.db
    .selectFrom('check_in')
    .select(['id', 'programme_id', 'relationship_id', 'kind', 'due_at', 'answered_at', 'skipped_at'])
    .where('org_id', '=', here.org)
    .where('id', '=', id)
    .where('person_id', '=', person);
  if (forUpdate) query = query.forUpdate();
  const row = await query.executeTakeFirst();
  if (row === undefined) return absent();
  const pair = row.relationship_id === null ? undefined : await here.db.selectFrom('relationship').select(['seeker_id', 'supporter_id', 'ended_at']).where('org_id', '=', here.org).where('id', '=', row.relationship_id).executeTakeFirst();
  const side = pair?.seeker_id === person ? 'seeker' : 'supporter';
  return {
    id: row.id, programme: row.programme_id, relationship: row.relationship_id, kind: row.kind, dueAt: row.due_at, answeredAt: row.answered_at, skippedAt: row.skipped_at,
    side, other: pair === undefined ? null : side === 'seeker' ? pair.supporter_id : pair.seeker_id, ended: pair?.ended_at != null, over: pair?.ended_at != null && row.due_at < pair.ended_at,
  };
}

/** What a check-in asks, in the programme's own content; also when it was taken out since. */
export async function askedIn(here: Here, checkIn: Pick<OwnCheckIn, 'programme' | 'kind'>): Promise<CheckIn> {
  return (await contentItem(here, checkIn.programme, 'check-in', checkIn.kind)).body;
}

/** How the other one is called in a question; undefined when they have no name any more. */
export async function otherName(here: Here, checkIn: Pick<OwnCheckIn, 'other'>): Promise<string | undefined> {
  return checkIn.other === null ? undefined : (await namesOf(here, [checkIn.other])).get(checkIn.other);
}

const sealedAnswer = z.object({ option: z.string().optional(), words: z.string().optional() });

/** An answer, opened. */
export interface Answered {
  readonly checkIn: string;
  readonly item: string;
  readonly option: string | undefined;
  readonly words: string;
  readonly sharedAt: Date | null;
}

/** Answers of one person, opened with one call to the keyring. */
export async function openAnswers(here: Here, person: string, rows: readonly { check_in_id: string; item: string; words: Buffer | null; shared_at: Date | null }[]): Promise<readonly Answered[]> {
  const texts = await openAll(here, rows.map((row) => ({ person, where: answerPlace(row.check_in_id, row.item), sealed: row.words })));
  return rows.map((row, at) => {
    const { option, words = '' } = texts[at] ? sealedAnswer.parse(JSON.parse(texts[at])) : {};
    return { checkIn: row.check_in_id, item: row.item, option, words, sharedAt: row.shared_at };
  });
}

/** Where an answer is sealed. */
export function answerPlace(checkIn: string, item: string): string {
  return `check_in_answer/words/${checkIn}/${item}`;
}
