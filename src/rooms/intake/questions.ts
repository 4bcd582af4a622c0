import type { Question } from '../../content/index.ts';
import type { Here } from '../people/index.ts';
import { contentOf } from '../programmes/index.ts';

/** A programme's set of questions with the questions in place, in the programme's own words and order. */
export interface SetOfQuestions {
  readonly id: string;
  readonly side: 'seeker' | 'supporter';
  readonly questions: readonly Question[];
}

/** The set a programme uses, or undefined when it has none of that name. Questions the programme removed are left out. */
export async function setOf(here: Here, programmeId: string, setId: string): Promise<SetOfQuestions | undefined> {
  const [sets, questions] = [await contentOf(here, programmeId, 'question-set'), await contentOf(here, programmeId, 'question')];
  const found = sets.find((one) => one.id === setId)?.body as { side: 'seeker' | 'supporter'; questions: readonly string[] } | undefined;
  if (found === undefined) return undefined;
  const byId = new Map(questions.map((one) => [one.id, one.body as Question]));
  return { id: setId, side: found.side, questions: found.questions.flatMap((id) => byId.get(id) ?? []) };
}

/** The set that one side of a programme is asked first: the one for its template, not the short paths. */
export async function setIdFor(here: Here, programmeId: string, side: 'seeker' | 'supporter'): Promise<string | undefined> {
  const sets = await contentOf(here, programmeId, 'question-set');
  return sets.find((one) => (one.body as { side: string }).side === side && !one.id.endsWith('-path'))?.id;
}

/** Every question of a programme by id. */
export async function questionsById(here: Here, programmeId: string): Promise<ReadonlyMap<string, Question>> {
  return new Map((await contentOf(here, programmeId, 'question')).map((one) => [one.id, one.body as Question]));
}
