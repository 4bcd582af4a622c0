import type { Question } from '../../content/index.ts';
import type { Inside } from '../../platform/inside.ts';
import { absent, type Refused, refused } from '../../platform/outcome.ts';
import { beginSession } from '../people/index.ts';
import { programmeOf } from '../programmes/index.ts';
import { setOf } from './questions.ts';
import { type AnswerKept, answersOn, type Sheet, sheetToWrite, stillNeeded } from './sheets.ts';

/** A sheet of somebody who may send it, with what is asked on it and what was answered. */
export interface Filled {
  readonly sheet: Sheet;
  readonly questions: readonly Question[];
  readonly answers: ReadonlyMap<string, AnswerKept>;
}

/**
 * A sheet of one side that can be sent now, or why it cannot: `already-sent`, `not-open`, `answers-missing` (with how many).
 * @throws Absent when it is not theirs, or of the other side.
 */
export async function filledSheet(inside: Inside, id: string, side: Sheet['side']): Promise<Filled | Refused<'already-sent' | 'not-open' | 'answers-missing'>> {
  const sheet = await sheetToWrite(inside, id);
  if (sheet.side !== side) return absent();
  if (sheet.sentAt !== null) return refused('already-sent');
  const programme = await programmeOf(inside, sheet.programme);
  if (programme.closedAt !== null) return refused('not-open');
  const { questions } = (await setOf(inside, sheet.programme, sheet.set)) ?? absent();
  const answers = await answersOn(inside, sheet.id);
  const missing = stillNeeded(questions, answers);
  return missing.length > 0 ? refused('answers-missing', { count: missing.length }) : { sheet, questions, answers };
}

/** From now on a sheet is sent: no browser and no link goes on with it. */
export async function markSent(inside: Inside, sheet: string): Promise<void> {
  await inside.db
    .updateTable('sheet')
    .set({ sent_at: inside.now, visitor: null, resume_hash: null })
    .where('org_id', '=', inside.org)
    .where('id', '=', sheet)
    .execute();
}

/** A session for a browser that sent without an account: it stays able to see what it sent. Undefined for whoever is signed in. */
export async function sessionForSender(inside: Inside, person: string, shared: boolean): Promise<{ readonly token: string; readonly keepSeconds?: number } | undefined> {
  if (inside.actor.kind !== 'stranger') return undefined;
  const { token, keepSeconds } = await beginSession(inside, { person, proof: 'begun', shared });
  return { token, ...(keepSeconds !== undefined && { keepSeconds }) };
}
