import { z } from 'zod';
import type { Question } from '../../content/index.ts';
import { personOf } from '../../platform/actor.ts';
import { absent } from '../../platform/outcome.ts';
import { type Looking, view } from '../../platform/view.ts';
import { contentOf, takesPeopleIn, isStaff, type Programme, programmeBySlug, programmeOf, type SafetyText } from '../programmes/index.ts';
import { applicationOf } from './applications.ts';
import { openApplication, waitingRequest } from './begin.ts';
import { setOf } from './questions.ts';
import { requestOf } from './requests.ts';
import { type AnswerKept, answersOn, draftOf, nextOpen, type Sheet, sheetToWrite, stillNeeded } from './sheets.ts';

const side = z.enum(['seeker', 'supporter']);

/** Before the first question: how many there are, what stands half written, what waits already. */
export const asking = view({
  name: 'intake.asking',
  input: z.object({ programme: z.string(), side }),
  may: () => true,
  async load(looking, { programme: slug, side }) {
    const programme = await programmeBySlug(looking, slug);
    const open = takesPeopleIn(programme);
    if (!open && !isStaff(looking.actor, programme.id)) return undefined;
    const set = (await setOf(looking, programme.id, programme.settings.intake[side])) ?? absent();
    const person = personOf(looking.actor);
    const waiting = person === undefined ? undefined : await (side === 'seeker' ? waitingRequest : openApplication)(looking, programme.id, person);
    const draft = await draftOf(looking, programme.id, side);
    return {
      open,
      count: set.questions.length,
      needed: set.questions.filter(({ skippable }) => !skippable).length,
      /** Of what is half written: how many questions were answered or skipped. */
      begun: draft && (await answersOn(looking, draft.id)).size,
      /** The request or application that waits already. */
      waiting,
    };
  },
});

/** One question, ready to be asked: the answer so far, and the questions around it. */
export interface QuestionSeen {
  readonly sheet: string;
  readonly question: Question;
  readonly answer: AnswerKept | undefined;
  /** From 1. */
  readonly place: number;
  readonly count: number;
  readonly before: string | undefined;
}

/** One question of what this person or browser has half written. `begun: false` when there is nothing. */
export const draftQuestion = view({
  name: 'intake.draft-question',
  input: z.object({ programme: z.string(), side, question: z.string() }),
  may: () => true,
  async load(looking, { programme: slug, side, question }): Promise<{ readonly begun: false } | ({ readonly begun: true } & QuestionSeen)> {
    const draft = await draftHere(looking, slug, side);
    return draft === undefined ? { begun: false } : { begun: true, ...(await questionSeen(looking, draft, question)) };
  },
});

/** A filled sheet to look over: every question with its answer, what is still needed, and the limit of confidentiality. */
export interface SheetSeen {
  readonly sheet: string;
  readonly rows: readonly { readonly question: Question; readonly answer: AnswerKept | undefined }[];
  /** Ids of questions that may not be skipped and have no answer. */
  readonly missing: readonly string[];
  readonly next: string | undefined;
  readonly callFirst: boolean;
  /** True while it follows only the few questions that let a person call. */
  readonly short: boolean;
  /** What stays private and the one limit, in the programme's words: the line, and more about it. */
  readonly limits: readonly SafetyText[];
}

/** What this person or browser has half written. `begun: false` when there is nothing. */
export const draftSheet = view({
  name: 'intake.draft-sheet',
  input: z.object({ programme: z.string(), side }),
  may: () => true,
  async load(looking, { programme: slug, side }): Promise<{ readonly begun: false } | ({ readonly begun: true } & SheetSeen)> {
    const programme = await programmeBySlug(looking, slug);
    const draft = await draftHere(looking, slug, side);
    return draft === undefined ? { begun: false } : { begun: true, ...(await sheetSeen(looking, programme, draft)) };
  },
});

/** A request or an application that was sent. */
const sent = z.object({ of: z.enum(['request', 'application']), id: z.uuid() });

/** The answers of what was sent, for its own person or staff: to look at and to change. */
export const sentSheet = view({
  name: 'intake.sent-sheet',
  input: sent,
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, which): Promise<SheetSeen> {
    const sheet = await sheetOfSent(looking, which);
    return sheetSeen(looking, await programmeOf(looking, sheet.programme), sheet);
  },
});

/** One question of what was sent, for its own person or staff. */
export const sentQuestion = view({
  name: 'intake.sent-question',
  input: sent.extend({ question: z.string() }),
  may: ({ actor }) => actor.kind === 'person',
  load: async (looking, { question, ...which }): Promise<QuestionSeen> => questionSeen(looking, await sheetOfSent(looking, which), question),
});

async function draftHere(looking: Looking, slug: string, side: 'seeker' | 'supporter'): Promise<Sheet | undefined> {
  const programme = await programmeBySlug(looking, slug);
  const draft = await draftOf(looking, programme.id, side);
  return draft && sheetToWrite(looking, draft.id);
}

async function sheetOfSent(looking: Looking, { of, id }: z.output<typeof sent>): Promise<Sheet> {
  return sheetToWrite(looking, (await (of === 'request' ? requestOf : applicationOf)(looking, id)).sheet);
}

async function questionSeen(looking: Looking, sheet: Sheet, id: string): Promise<QuestionSeen> {
  const { questions } = (await setOf(looking, sheet.programme, sheet.set)) ?? absent();
  const at = questions.findIndex((one) => one.id === id);
  const question = questions[at] ?? absent();
  const answer = (await answersOn(looking, sheet.id)).get(id);
  return { sheet: sheet.id, question, answer, place: at + 1, count: questions.length, before: questions[at - 1]?.id };
}

/** Where each wording of the limit is said on paper: everywhere, and to whoever wants to know more. */
const LIMITS_SAID = ['everywhere', 'explain-more'];

async function sheetSeen(looking: Looking, programme: Programme, sheet: Sheet): Promise<SheetSeen> {
  const { questions } = (await setOf(looking, sheet.programme, sheet.set)) ?? absent();
  const answers = await answersOn(looking, sheet.id);
  const texts = (await contentOf(looking, programme.id, 'safety-text')).map(({ body }) => body);
  const { short, seeker } = programme.settings.intake;
  return {
    sheet: sheet.id,
    rows: questions.map((question) => ({ question, answer: answers.get(question.id) })),
    missing: stillNeeded(questions, answers).map(({ id }) => id),
    next: nextOpen(questions, answers)?.id,
    callFirst: sheet.callFirst,
    short: sheet.set === short && short !== seeker,
    limits: texts.filter(({ part, use }) => part === 'limit' && use !== undefined && LIMITS_SAID.includes(use)),
  };
}
