import { z } from 'zod';
import { build } from './build.ts';
import type { CriterionId, NoticeId, QuestionId, TemplateId } from './ids.ts';
// As text, so that it is parsed when first asked for, and is part of the build: nothing is read from the source tree at run time.
import starterText from './starter.json?raw';

/** All values inside are to be read, never changed: they are shared by everyone who asks. */
export type Shared<T> = T extends readonly (infer E)[] ? readonly Shared<E>[] : T extends object ? { readonly [K in keyof T]: Shared<T[K]> } : T;

/** What a programme gets on its first day, checked, with its references in place. */
export type Starter = Shared<ReturnType<typeof build>>;

/** What one programme starts from: words, promises, questions, matching, courses, agreement lines, check-ins, safety clocks, groups. */
export type Template = Starter['templates'][number];
/** Something two people can have in common, and what is said when it fits and when not. */
export type Criterion = Starter['criteria'][number];
/** A question with its options in place and the audience that reads the answer. */
export type Question = Starter['intake']['questions'][number];
/** One answer to choose. */
export type Option = Question['options'][number];
/** The questions of one side of one template, in order. */
export type QuestionSet = Starter['intake']['sets'][number];
/** A topic of the agreement with its starter lines (P2). */
export type AgreementTopic = Starter['agreement']['topics'][number];
/** A starter line; `sets` is what the system keeps when both agree. */
export type AgreementLine = AgreementTopic['starters'][number];
/** A light check-in with its items. */
export type CheckIn = Starter['checkIns']['checkIns'][number];
/** One thing asked in a check-in. */
export type CheckInItem = Starter['checkIns']['items'][number];
/** How grave a concern is, who owns it and by when. */
export type Level = Starter['safety']['levels'][number];
/** A notice that gives nothing away. */
export type Notice = Starter['notices']['notices'][number];
/** A course with lessons, scenario, checks and practice. */
export type Course = Starter['training']['courses'][number];
/** A published scale a programme may switch on. */
export type Instrument = Starter['instruments']['instruments'][number];
/** A charter a group may start from (P7). */
export type Charter = Starter['groups']['charters'][number];

let known: Starter | undefined;

/** The starter content. Parsed, checked and put together at the first call (50 to 100 ms of one core, nearly all of it the checking), then kept. Throws `BrokenContent`, which the guards rule out. */
export function starter(): Starter {
  return known ??= build(z.record(z.string(), z.unknown()).parse(JSON.parse(starterText)));
}

/** The template of this id. */
export function templateOf(id: TemplateId): Template {
  return one(starter().templates, id);
}

/** The starter question of this id. */
export function questionOf(id: QuestionId): Question {
  return one(starter().intake.questions, id);
}

/** The matching criterion of this id. */
export function criterionOf(id: CriterionId): Criterion {
  return one(starter().criteria, id);
}

/** The notice of this id. */
export function noticeOf(id: NoticeId): Notice {
  return one(starter().notices.notices, id);
}

function one<T extends { readonly id: string }>(rows: readonly T[], id: string): T {
  const found = rows.find((row) => row.id === id);
  // The id is one of a generated type, so this is content and code from two different days.
  if (found === undefined) throw new Error(`The starter content has no ${id}; run \`npx node bin/content.mjs\``);
  return found;
}
