import type { Question } from '../../content/index.ts';
import type { Here } from '../people/index.ts';
import { contentOf, questionsOf } from '../programmes/index.ts';

/** A programme's set of questions with the questions in place, in the programme's own words and order. */
export interface SetOfQuestions {
  readonly id: string;
  readonly side: 'seeker' | 'supporter';
  readonly questions: readonly Question[];
}

/** The set a programme uses, or undefined when it has none of that name. Questions the programme removed are left out. */
export async function setOf(here: Here, programmeId: string, setId: string): Promise<SetOfQuestions | undefined> {
  const found = (await contentOf(here, programmeId, 'question-set')).find((one) => one.id === setId)?.body;
  if (found === undefined) return undefined;
  return { id: setId, side: found.side, questions: await questionsOf(here, programmeId, setId) };
}

/** What the first of the chosen options opens, if any: `help-now`, `under-18`, `talk-first`, `call-me-soon`, `group-and-resources`. */
export function leadOf(question: Question, chosen: readonly string[]): string | undefined {
  for (const option of question.options) if ('leadsTo' in option && option.leadsTo !== undefined && chosen.includes(option.id)) return option.leadsTo.id;
  return undefined;
}

/** Every question of a programme by id. */
export async function questionsById(here: Here, programmeId: string): Promise<ReadonlyMap<string, Question>> {
  return new Map((await contentOf(here, programmeId, 'question')).map((one) => [one.id, one.body]));
}
