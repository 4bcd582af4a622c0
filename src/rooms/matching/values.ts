import type { Answer, Criterion, Importance, Seeker, Supporter } from '@companionway/matching';
import type { Question } from '../../content/index.ts';
import type { Coded } from '../intake/index.ts';

/**
 * Rows translated into the engine's plain values. Nothing here looks anything up, so it runs wherever the values are: beside the database for one
 * request, in a round's own thread for a whole programme.
 */

/** Coded answers by question. */
export type CodedSheet = Readonly<Record<string, Coded>>;

/** What every programme has in place for everybody; sign language and interpreters are matched by person. */
export const PROVIDED = ['access-captions', 'access-easy-read', 'access-phone-only', 'access-step-free', 'access-breaks', 'access-other'];

const YES = 'code-of-conduct-yes';

/** The rule that nobody is suggested who never said yes to the code of conduct (I6), as a programme's own rule: everybody who asks wants a yes. */
export const CONDUCT: Criterion = { id: 'conduct', method: 'same', strength: 'hard', questions: [YES] };

/** What stands on a sheet for that rule. */
export const SAID_YES: Readonly<Record<'yes' | 'no', CodedSheet>> = { yes: { [YES]: { chosen: ['yes'] } }, no: { [YES]: { chosen: ['no'] } } };

/** The engine whose reasons are shown and kept with each proposal and each round. */
export const ENGINE = 'companionway-matching/0.1';

/** What a supporter's rows say besides answers. Instants in milliseconds. */
export interface StandingFacts {
  readonly id: string;
  readonly capacity: number;
  /** Running relationships, and whatever else takes a place. */
  readonly load: number;
  /** The last day on which training counts; null when it is not complete. */
  readonly trained: string | 'forever' | null;
  readonly restUntil: number | null;
  readonly paused: boolean;
  readonly idleSince: number;
}

/** A supporter as the engine reads them. */
export function supporterFrom(facts: StandingFacts, answers: CodedSheet, zone: string): Supporter {
  const values = personFrom(facts.id, answers, zone);
  return {
    ...values,
    ...(values.accessNeeds !== undefined && { meetsAccess: values.accessNeeds }),
    capacity: facts.capacity,
    load: facts.load,
    trainingValidUntil: facts.trained === null ? null : facts.trained === 'forever' ? Number.POSITIVE_INFINITY : Date.parse(`${facts.trained}T23:59:59Z`),
    ...(facts.restUntil !== null && { restUntil: facts.restUntil }),
    paused: facts.paused,
    idleSince: facts.idleSince,
  };
}

/** A seeker as the engine reads them. `apart`: standings they are not to be put together with. */
export function seekerFrom(
  given: { readonly id: string; readonly zone: string; readonly waitingSince: number; readonly apart: readonly string[] },
  answers: CodedSheet,
  weighs: Readonly<Record<string, string>>,
): Seeker {
  return {
    ...personFrom(given.id, answers, given.zone),
    keepApart: { people: given.apart },
    importance: importanceOf(answers, weighs),
    waitingSince: given.waitingSince,
  };
}

/** The shared part of both sides. A skipped question is simply not there, and so is neutral. */
function personFrom(id: string, answers: CodedSheet, zone: string) {
  const chosen = (question: string) => answers[question]?.chosen;
  const slots = answers.times?.slots ?? [];
  return {
    id,
    ...(chosen('languages') !== undefined && { languages: chosen('languages') ?? [] }),
    ...(chosen('channels') !== undefined && { channels: chosen('channels') ?? [] }),
    ...(chosen('access-needs') !== undefined && { accessNeeds: chosen('access-needs') ?? [] }),
    ...(slots.length > 0 && { hours: { zone, windows: slots } }),
    answers: Object.fromEntries(Object.entries(answers).flatMap(([question, coded]): [string, Answer][] => {
      const value = answerValue(coded);
      return value === undefined ? [] : [[question, value]];
    })),
  };
}

function answerValue(coded: Coded): Answer | undefined {
  if (coded.number !== undefined) return coded.number;
  if (coded.date !== undefined) return { on: Date.parse(`${coded.date.length === 7 ? `${coded.date}-01` : coded.date}T00:00:00Z`) };
  return coded.chosen !== undefined && coded.chosen.length > 0 ? coded.chosen : undefined;
}

/** The question in which seekers say what matters to them. */
const MATTERS = 'must-be-same';

/** Which criterion each option of "what matters to you" weighs. */
export function weighsOf(questions: ReadonlyMap<string, Question>): Readonly<Record<string, string>> {
  return Object.fromEntries((questions.get(MATTERS)?.options ?? []).flatMap((option) => (option.criterion === undefined ? [] : [[option.id, option.criterion]])));
}

/** "A lot, a little, not at all", by the criterion each option weighs. */
function importanceOf(answers: CodedSheet, weighs: Readonly<Record<string, string>>): Record<string, Importance> {
  const said: Record<string, Importance> = {};
  for (const [option, criterion] of Object.entries(weighs)) {
    const how = answers[MATTERS]?.each?.[option];
    if (how === 'lot' || how === 'little' || how === 'not') said[criterion] = how;
  }
  return said;
}

/** The questions whose answers the engine reads at all: nobody's other answers leave the database. */
export function questionsRead(criteria: readonly { readonly questions: readonly string[] }[]): readonly string[] {
  return [...new Set(['languages', 'channels', 'access-needs', 'times', MATTERS, ...criteria.flatMap(({ questions }) => questions)])].sort();
}
