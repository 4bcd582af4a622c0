import { sql } from 'kysely';
import { absent } from '../../platform/outcome.ts';
import { personOf } from '../../platform/actor.ts';
import type { Inside } from '../../platform/inside.ts';
import type { Question } from '../../content/index.ts';
import { addPerson, type Here, openAll, sealFor } from '../people/index.ts';
import { sees, seesByRole } from '../sight/index.ts';
import type { AnswerGiven, Coded, Written } from './answers.ts';

/** A sheet as the one who may write on it finds it. */
export interface Sheet {
  readonly id: string;
  readonly programme: string;
  readonly person: string;
  readonly side: 'seeker' | 'supporter';
  readonly set: string;
  readonly sentAt: Date | null;
  readonly enteredBy: string | null;
  /** They asked to be called before anything else. */
  readonly callFirst: boolean;
  /** Which poster or link they came from, a code. */
  readonly cameFrom: string;
}

/** One kept answer, opened. */
export interface AnswerKept extends AnswerGiven {
  readonly question: string;
  readonly skipped: boolean;
  readonly share: boolean;
}

/**
 * The sheet, if this actor may write on it: its own person; while it is half written, the browser that began it; and staff of its programme once it was sent, or
 * when they write down what somebody says. What somebody has half written themselves is nobody else's, whoever knows its id.
 * @throws Absent otherwise.
 */
export async function sheetToWrite(here: Here, sheetId: string): Promise<Sheet> {
  const row = await here.db
    .selectFrom('sheet')
    .select(['id', 'programme_id', 'person_id', 'side', 'set_id', 'visitor', 'sent_at', 'entered_by', 'call_first', 'came_from'])
    .where('org_id', '=', here.org)
    .where('id', '=', sheetId)
    .executeTakeFirst();
  if (row === undefined) return absent();
  const mine = personOf(here.actor) === row.person_id;
  const begun = row.sent_at === null && row.visitor !== null && here.actor.kind === 'stranger' && here.actor.visitor === row.visitor;
  const staff = (row.sent_at !== null || row.entered_by !== null) && seesByRole('request', here.actor, row.programme_id);
  if (!((mine || begun) && sees('request', 'you')) && !staff) return absent();
  return {
    id: row.id, programme: row.programme_id, person: row.person_id, side: row.side === 'supporter' ? 'supporter' : 'seeker',
    set: row.set_id, sentAt: row.sent_at, enteredBy: row.entered_by, callFirst: row.call_first, cameFrom: row.came_from,
  };
}

/** The half-written sheet that this person or this browser has for one side of a programme. */
export async function draftOf(here: Here, programmeId: string, side: 'seeker' | 'supporter'): Promise<{ readonly id: string; readonly set: string } | undefined> {
  const person = personOf(here.actor);
  const visitor = here.actor.kind === 'stranger' ? here.actor.visitor : undefined;
  if (person === undefined && visitor === undefined) return undefined;
  const row = await here.db
    .selectFrom('sheet')
    .select(['id', 'set_id'])
    .where('org_id', '=', here.org)
    .where('programme_id', '=', programmeId)
    .where('side', '=', side)
    .where('sent_at', 'is', null)
    .where('entered_by', 'is', null)
    .where((e) => (person === undefined ? e('visitor', '=', visitor ?? '') : e('person_id', '=', person)))
    .orderBy('changed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { id: row.id, set: row.set_id };
}

/** Begins a sheet. A person without an account gets one that only this browser can go on with, until it is sent. */
export async function beginSheet(
  inside: Inside,
  given: { programme: string; side: 'seeker' | 'supporter'; set: string; person?: string; enteredBy?: string },
): Promise<string> {
  const visitor = inside.actor.kind === 'stranger' ? inside.actor.visitor : undefined;
  const person = given.person ?? (given.enteredBy === undefined ? personOf(inside.actor) : undefined);
  const id = inside.newId();
  await inside.db
    .insertInto('sheet')
    .values({
      org_id: inside.org,
      id,
      programme_id: given.programme,
      person_id: person ?? (await addPerson(inside, { lang: inside.scene.lang, joined: false, ...(given.enteredBy !== undefined && { enteredBy: given.enteredBy }) })),
      side: given.side,
      set_id: given.set,
      visitor: person === undefined ? (visitor ?? null) : null,
      entered_by: given.enteredBy ?? null,
      begun_at: inside.now,
      changed_at: inside.now,
    })
    .execute();
  return id;
}

/** Notes on a half-written sheet which questions it follows, that its person asks for a call, or where they came from. */
export async function noteOnSheet(inside: Inside, sheetId: string, note: { set?: string; callFirst?: boolean; cameFrom?: string }): Promise<void> {
  await inside.db
    .updateTable('sheet')
    .set({
      changed_at: inside.now,
      ...(note.set !== undefined && { set_id: note.set }),
      ...(note.callFirst !== undefined && { call_first: note.callFirst }),
      ...(note.cameFrom !== undefined && { came_from: note.cameFrom }),
    })
    .where('org_id', '=', inside.org)
    .where('id', '=', sheetId)
    .execute();
}

/** Keeps one answer; the former one is replaced. */
export async function keepAnswer(inside: Inside, sheet: Pick<Sheet, 'id' | 'person'>, question: string, answer: AnswerGiven | 'skipped', share = false): Promise<void> {
  const { coded, written } = answer === 'skipped' ? { coded: {}, written: {} } : answer;
  const words = Object.keys(written).length === 0 ? null : await sealFor(inside, sheet.person, `answer/words/${sheet.id}/${question}`, JSON.stringify(written));
  const value = sql<string>`${JSON.stringify(coded)}::jsonb`;
  const kept = { value, words, skipped: answer === 'skipped', share, changed_at: inside.now };
  await inside.db
    .insertInto('answer')
    .values({ org_id: inside.org, sheet_id: sheet.id, question_id: question, ...kept })
    .onConflict((conflict) => conflict.columns(['org_id', 'sheet_id', 'question_id']).doUpdateSet(kept))
    .execute();
  await inside.db.updateTable('sheet').set({ changed_at: inside.now }).where('org_id', '=', inside.org).where('id', '=', sheet.id).execute();
}

/** Gives a sheet to another person: what was written is opened with the one's key and sealed under the other's. */
export async function passSheet(inside: Inside, sheet: Pick<Sheet, 'id' | 'person'>, to: string): Promise<void> {
  const answers = await answersOn(inside, sheet.id);
  await inside.db.updateTable('sheet').set({ person_id: to, visitor: null }).where('org_id', '=', inside.org).where('id', '=', sheet.id).execute();
  for (const { question, coded, written, skipped, share } of answers.values()) {
    await keepAnswer(inside, { id: sheet.id, person: to }, question, skipped ? 'skipped' : { coded, written }, share);
  }
}

/** Every answer on a sheet, opened, by question. Who may ask is the caller's to decide. */
export async function answersOn(here: Here, sheetId: string): Promise<ReadonlyMap<string, AnswerKept>> {
  const rows = await here.db
    .selectFrom('answer')
    .innerJoin('sheet', (join) => join.onRef('sheet.org_id', '=', 'answer.org_id').onRef('sheet.id', '=', 'answer.sheet_id'))
    .select(['answer.question_id', 'answer.value', 'answer.words', 'answer.skipped', 'answer.share', 'sheet.person_id'])
    .where('answer.org_id', '=', here.org)
    .where('answer.sheet_id', '=', sheetId)
    .execute();
  const words = await openAll(here, rows.map((row) => ({ person: row.person_id, where: `answer/words/${sheetId}/${row.question_id}`, sealed: row.words })));
  return new Map(
    rows.map((row, index) => [
      row.question_id,
      { question: row.question_id, coded: (row.value ?? {}) as Coded, written: writtenIn(words[index]), skipped: row.skipped, share: row.share },
    ]),
  );
}

/** Only the coded answers of many sheets: what the engine compares. Nothing is opened. */
export async function codedAnswers(here: Here, sheetIds: readonly string[]): Promise<ReadonlyMap<string, Readonly<Record<string, Coded>>>> {
  const found = new Map<string, Record<string, Coded>>(sheetIds.map((id) => [id, {}]));
  if (sheetIds.length === 0) return found;
  const rows = await here.db
    .selectFrom('answer')
    .select(['sheet_id', 'question_id', 'value'])
    .where('org_id', '=', here.org)
    .where('sheet_id', 'in', [...sheetIds])
    .where('skipped', '=', false)
    .execute();
  for (const row of rows) {
    const sheet = found.get(row.sheet_id);
    if (sheet !== undefined) sheet[row.question_id] = (row.value ?? {}) as Coded;
  }
  return found;
}

/** Questions that may not be skipped and have no answer yet, in order. */
export function stillNeeded(questions: readonly Question[], answers: ReadonlyMap<string, AnswerKept>): readonly Question[] {
  return questions.filter((question) => {
    const answer = answers.get(question.id);
    return !question.skippable && (answer === undefined || answer.skipped);
  });
}

/** Where somebody goes on: the first question that was neither answered nor skipped, or a needed one that was skipped. Undefined: all is said. */
export function nextOpen(questions: readonly Question[], answers: ReadonlyMap<string, AnswerKept>): Question | undefined {
  const [needed] = stillNeeded(questions, answers);
  return questions.find((question) => !answers.has(question.id)) ?? needed;
}

function writtenIn(words: string | undefined): Written {
  if (words === undefined || words === '') return {};
  return JSON.parse(words) as Written;
}
