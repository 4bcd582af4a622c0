import { type Criterion, starter, type Template, type Text } from '../../content/index.ts';
import type { ContentKind, ContentKinds, CriterionKept, PagePart, PageText, ProgrammeSettings, QuestionSetKept, SafetyText } from './kinds.ts';
import type { OpenHours } from './working-time.ts';
import type { WhoChooses } from './programme.ts';

/** One piece of content on its way into a programme. */
export type Piece = { readonly [K in ContentKind]: { readonly kind: K; readonly id: string; readonly body: ContentKinds[K] } }[ContentKind];

/** Everything a programme gets from a template as content of its own, in order within each kind. */
export function piecesOf(template: Template): readonly Piece[] {
  const { intake, agreement, notices, safety } = starter();
  const sets = [template.intake.seeker, template.intake.supporter, template.intake.short];
  const asked = new Set(sets.flatMap((set) => set.questions.map(({ id }) => id)));
  return [
    ...pageTextsOf(template).map((body) => piece('page-text', body)),
    ...sets.map((set) => piece('question-set', setKept(set))),
    ...intake.questions.filter(({ id }) => asked.has(id)).map((body) => piece('question', body)),
    ...template.matching.map((use) => piece('criterion', criterionKept(use.criterion, use))),
    ...agreement.topics.map((body) => piece('agreement-topic', body)),
    ...template.checkIns.map((body) => piece('check-in', body)),
    ...notices.notices.map((body) => piece('notice', body)),
    piece('notice-line', { id: 'footer-email', text: notices.footer.email }),
    piece('notice-line', { id: 'footer-reply', text: notices.footer.reply }),
    ...safetyTexts().map((body) => piece('safety-text', body)),
    ...safety.levels.map((level) => piece('safety-level', { ...level, clocks: { ...level.clocks, ...template.escalation.clocks[level.id] } })),
  ];
}

/** What a programme keeps beside its content. */
export function settingsOf(template: Template): ProgrammeSettings {
  const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id);
  const { beforeMatch, withinWeeks, beforeFacilitating } = template.courses;
  return {
    intake: { seeker: template.intake.seeker.id, supporter: template.intake.supporter.id, short: template.intake.short.id },
    courses: {
      beforeMatch: ids(beforeMatch),
      ...(withinWeeks && { withinWeeks: { weeks: withinWeeks.weeks, courses: ids(withinWeeks.courses) } }),
      beforeFacilitating: ids(beforeFacilitating),
    },
    agreementStarters: ids(template.agreementStarters),
    policy: template.escalation.policy.id,
    show: template.whoChooses.show,
    canAdd: ids(template.canAdd),
    notesForCoordinator: template.notesForCoordinator,
    ...(template.lightTouch && { lightTouch: template.lightTouch }),
    accent: 'moss',
  };
}

/** A promise a programme makes, as `promise_term` keeps it. */
export interface TermKept {
  readonly kind: PromiseKind;
  readonly amount: number;
  readonly unit: string;
  readonly warnAmount: number;
  readonly climbAmount: number;
}

/** What is promised: an answer to a request, a match, an answer to an application, to a letter, to somebody who asked a group. */
export const promiseKinds = ['first-answer', 'match', 'application-answer', 'letter-answer', 'group-answer'] as const;
/** A kind of promise that has a term of its own. Concerns have the clocks of their level instead. */
export type PromiseKind = (typeof promiseKinds)[number];

/** The promises of a template. Applications and letters are answered as soon as requests are: nobody who writes is left hanging (P6). */
export function termsOf({ promises }: Template): readonly TermKept[] {
  const { firstAnswer, match, groupAnswer, remindBeforeHours, climbAfterHours } = promises;
  const lengths = { 'first-answer': firstAnswer, match, 'application-answer': firstAnswer, 'letter-answer': firstAnswer, 'group-answer': groupAnswer };
  return promiseKinds.map((kind) => ({ kind, ...lengths[kind], warnAmount: remindBeforeHours, climbAmount: climbAfterHours }));
}

/** The hours of cover of a template. */
export function weekOfTemplate({ escalation: { cover } }: Template): readonly OpenHours[] {
  const week = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
  return cover.days.map((day) => ({ weekday: week.indexOf(day) + 1, opens: cover.from, closes: cover.to }));
}

/** Who chooses, in the words of the road: the coordinator for somebody, they from a few, or each as they like. */
export function whoChoosesOf({ whoChooses }: Template): WhoChooses {
  return ({ coordinator: 'choose-for-me', seeker: 'choose-from-three', either: 'seeker-decides' } as const)[whoChooses.default];
}

/** A criterion as a programme keeps it, with how much it counts there. */
export function criterionKept(criterion: Criterion, use: { readonly strength: 'hard' | 'soft'; readonly weight?: number }): CriterionKept {
  const { questions, ...rest } = criterion;
  return {
    ...rest,
    questions: questions.map(({ id }) => id),
    strength: use.strength,
    ...(use.weight !== undefined && { weight: use.weight }),
  };
}

function setKept({ id, side, name, questions }: Template['intake']['seeker']): QuestionSetKept {
  return { id, side, name, questions: questions.map((question) => question.id) };
}

function pageTextsOf(template: Template): readonly PageText[] {
  const { publicPage: page } = starter();
  const one = (part: PagePart, text: Text): PageText => ({ id: part, part, text });
  const many = (part: PagePart, lines: readonly { readonly id: string; readonly text: Text }[]) => lines.map(({ id, text }) => ({ id, part, text }));
  return [
    one('headline', template.purpose),
    one('who-for', template.whoFor),
    one('promise', page.promise),
    one('promise-automatic', page.promiseAutomatic),
    one('it-is-title', page.itIsTitle),
    ...many('it-is', page.itIs),
    one('it-is-not-title', page.itIsNotTitle),
    ...many('it-is-not', page.itIsNot),
    one('next-title', page.nextTitle),
    ...many('next', page.nextSteps),
    one('who-reads-title', page.whoReadsTitle),
    one('who-reads', page.whoReads),
  ];
}

function safetyTexts(): readonly SafetyText[] {
  const { always, limitsOfConfidentiality, whoCanRead, dutyToReport, codeOfConduct: conduct, helpNow, concernForm } = starter().safety;
  const lines = (part: SafetyText['part'], rows: readonly { readonly id: string; readonly text: Text }[]) => rows.map(({ id, text }) => ({ id, part, text }));
  const help = (id: string, text: Text): SafetyText => ({ id: `help-now-${id}`, part: 'help-now', text, crisis: true });
  return [
    ...lines('always', always),
    ...limitsOfConfidentiality.map(({ id, text, use, assumes, crisis }) => ({ id, part: 'limit' as const, text, use, ...(assumes && { assumes }), ...(crisis && { crisis }) })),
    ...whoCanRead.map(({ id, text, assumes }) => ({ id, part: 'who-can-read' as const, text, assumes })),
    ...lines('duty-to-report', dutyToReport.entries),
    { id: 'conduct-intro', part: 'conduct-intro', text: conduct.intro },
    ...lines('conduct-everyone', conduct.everyone),
    ...lines('conduct-supporters', conduct.supporters),
    ...lines('conduct-staff', conduct.staff),
    ...lines('conduct-breach', conduct.breaches),
    { id: 'conduct-promise', part: 'conduct-promise', text: conduct.promise },
    help('title', helpNow.title),
    help('first', helpNow.first),
    help('who-we-are', helpNow.whoWeAre),
    help('you-can', helpNow.youCan),
    help('us-again', helpNow.usAgain),
    { id: 'concern-who-reads', part: 'concern-who-reads', text: concernForm.whoReads },
    { id: 'concern-after', part: 'concern-after', text: concernForm.afterSending },
    { id: 'concern-out-of-hours', part: 'concern-out-of-hours', text: concernForm.outOfHours },
  ];
}

function piece<K extends ContentKind>(kind: K, body: ContentKinds[K] & { readonly id: string }): Piece {
  return { kind, id: body.id, body } as Piece;
}
