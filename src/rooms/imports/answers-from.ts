import type { AnswerGiven, Slot } from '../intake/index.ts';
import type { CellValue, PlannedPerson } from './reading/index.ts';

/** What a planned person answered, by question, as the intake room keeps answers. */
export function answersFrom(person: PlannedPerson): ReadonlyMap<string, AnswerGiven> {
  const answers = new Map<string, AnswerGiven>();
  const text = (question: string, words: string | null) => words !== null && words !== '' && answers.set(question, { coded: {}, written: { text: words } });
  text('preferred-name', person.name);
  text('pronouns', person.pronouns);
  text('place', person.place);
  if (person.languages.length > 0) answers.set('languages', { coded: { chosen: [...new Set(person.languages.map(({ code }) => code))] }, written: {} });
  if (person.hours.length > 0) answers.set('times', { coded: { slots: person.hours.map(slot) }, written: {} });
  if (person.capacity !== null) answers.set('sup-capacity', { coded: { number: person.capacity }, written: {} });
  const beside = {
    ...(person.email !== null && { 'reach-email': person.email }),
    ...(person.phone !== null && { 'reach-phone': person.phone.extension === null ? person.phone.number : `${person.phone.number} ext. ${person.phone.extension}` }),
  };
  if (Object.keys(beside).length > 0) answers.set('reach-by', { coded: { chosen: Object.keys(beside) }, written: { beside } });
  for (const { question, value, typed } of person.answers) answers.set(question, answerFrom(value, typed));
  return answers;
}

function answerFrom(value: CellValue, typed: string): AnswerGiven {
  switch (value.kind) {
    case 'options': {
      const beside = Object.fromEntries(value.options.flatMap(({ id, text }) => (text === null ? [] : [[id, text]])));
      return { coded: { chosen: value.options.map(({ id }) => id) }, written: Object.keys(beside).length > 0 ? { beside } : {} };
    }
    case 'languages':
      return { coded: { chosen: [...new Set(value.languages.map(({ code }) => code))] }, written: {} };
    case 'hours':
      return { coded: { slots: value.slots.map(slot) }, written: {} };
    case 'number':
      return { coded: { number: value.number }, written: {} };
    case 'date':
      return { coded: { date: value.date.on }, written: {} };
    case 'text':
      return { coded: {}, written: { text: value.text } };
    default:
      return { coded: {}, written: { text: typed } };
  }
}

function slot({ day, from, to }: { day: number; from: string; to: string }): Slot {
  return { day, from: minutes(from), to: minutes(to) };
}

function minutes(time: string): number {
  const [hours = 0, rest = 0] = time.split(':').map(Number);
  return hours * 60 + rest;
}
