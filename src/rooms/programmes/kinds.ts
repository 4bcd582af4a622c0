import type { AgreementTopic, CheckIn, Level, Notice, Question, Text } from '../../content/index.ts';

/** The word a programme uses for somebody or something, for one and for many. */
export interface OwnWord {
  readonly one: Text;
  readonly many: Text;
}

/** The programme's own words (L4): a template's first, then what the coordinator made of them. */
export interface OwnWords {
  readonly seeker: OwnWord;
  readonly supporter: OwnWord;
  readonly group: OwnWord;
}

/** The parts of a public page, in the order it shows them. `headline` and `who-for` are one text each, the others one or several. */
const pageParts = [
  'headline', 'who-for', 'promise', 'promise-automatic', 'it-is-title', 'it-is', 'it-is-not-title', 'it-is-not', 'next-title', 'next', 'who-reads-title', 'who-reads',
] as const;
/** A part of the public page. */
export type PagePart = (typeof pageParts)[number];

/** A text of the public page. */
export interface PageText {
  readonly id: string;
  readonly part: PagePart;
  readonly text: Text;
}

/** A question set: which side answers it, and the ids of its questions in order. */
export interface QuestionSetKept {
  readonly id: string;
  readonly side: 'seeker' | 'supporter';
  readonly name: Text;
  readonly questions: readonly string[];
}

/** A criterion as this programme uses it. Soft weights of a programme add up to 100. `questions` are ids. */
export interface CriterionKept {
  readonly id: string;
  readonly method: 'same' | 'overlap' | 'nearest' | 'ahead' | 'tree' | 'clear' | 'wish';
  readonly questions: readonly string[];
  readonly name: Text;
  readonly explain: Text;
  readonly differs: Text;
  readonly minimumMinutes?: number;
  readonly minimumMonths?: number;
  readonly scaleYears?: number;
  readonly preferWeight?: number;
  readonly strength: 'hard' | 'soft';
  readonly weight?: number;
}

/** A safety text the programme may put in its own words. `part` says where it stands in the safety content. */
export interface SafetyText {
  readonly id: string;
  readonly part:
    | 'always' | 'limit' | 'who-can-read' | 'duty-to-report' | 'conduct-intro' | 'conduct-everyone' | 'conduct-supporters' | 'conduct-staff' | 'conduct-breach'
    | 'conduct-promise' | 'help-now' | 'concern-after' | 'concern-out-of-hours' | 'concern-who-reads';
  readonly text: Text;
  /** Of a limit of confidentiality: where it is said. */
  readonly use?: string;
  /** Of a text that is true only for one kind of installation. */
  readonly assumes?: 'sealed' | 'not-sealed';
  /** Must read at grade 6 or below. */
  readonly crisis?: true;
}

/** Every kind of editable content of a programme, and what one piece of it looks like. */
export interface ContentKinds {
  readonly question: Question;
  readonly 'question-set': QuestionSetKept;
  readonly 'agreement-topic': AgreementTopic;
  readonly notice: Notice;
  readonly 'notice-line': { readonly id: string; readonly text: Text };
  readonly 'check-in': CheckIn;
  readonly 'page-text': PageText;
  readonly criterion: CriterionKept;
  readonly 'safety-text': SafetyText;
  readonly 'safety-level': Level;
}

/** The kinds of content, in the order the settings pages list them. */
export const contentKinds = [
  'page-text', 'question-set', 'question', 'criterion', 'agreement-topic', 'check-in', 'notice', 'notice-line', 'safety-text', 'safety-level',
] as const satisfies readonly (keyof ContentKinds)[];
/** A kind of content. */
export type ContentKind = keyof ContentKinds;

/** What a programme keeps beside its content. Ids of question sets, courses, starter lines and capabilities. */
export interface ProgrammeSettings {
  readonly intake: { readonly seeker: string; readonly supporter: string; readonly short: string };
  readonly courses: {
    readonly beforeMatch: readonly string[];
    readonly withinWeeks?: { readonly weeks: number; readonly courses: readonly string[] };
    readonly beforeFacilitating: readonly string[];
  };
  readonly agreementStarters: readonly string[];
  /** The safety policy's id. */
  readonly policy: string;
  /** How many people a seeker chooses from. */
  readonly show: number;
  readonly canAdd: readonly string[];
  readonly notesForCoordinator: Text;
  readonly lightTouch?: Text;
  /** The programme's own colour: a name from `accents`. */
  readonly accent: Accent;
  /** The safety texts were read by a clinician and by people with lived experience, on this day (ISO). */
  readonly safetyReadOn?: string;
  /** The local duty to report was written in, on this day (ISO). */
  readonly dutyWrittenOn?: string;
}

/** Colours a programme may choose from; moss is the house’s own. Each is measured for contrast by day and by night (src/ui/accents.test.ts). Clay stays the colour of people. */
export const accents = ['moss', 'lake', 'plum'] as const;
/** A programme's colour. */
export type Accent = (typeof accents)[number];

/** How much a supporter carries (J1). Numbers of people, hours and days. */
export interface Capacity {
  readonly start: number;
  readonly later: number;
  readonly most: number;
  readonly hoursAWeek: number;
  readonly restDaysBetween: number;
  readonly restAfterLoss: 'until-talk';
  readonly steadyMonths: number;
  readonly visitsAShift?: number;
  readonly breakAfterVisits?: number;
  readonly note?: Text;
}
