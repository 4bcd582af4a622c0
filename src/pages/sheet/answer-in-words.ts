import { type Question, say } from '../../content/index.ts';
import type { Speak } from '../../messages/index.ts';
import { type AnswerKept, DAY_PARTS, type DayPart, partsCovered, type Slot } from '../../rooms/intake/index.ts';
import { hourInWords, monthInWords, weekdayInWords } from './calendar-words.ts';
import { languageInWords } from './languages.ts';
import { partWords } from './question-fields.tsx';

/** An answer as its person would read it back: one line for each thing chosen or written. Empty when it was skipped. */
export function answerInWords(t: Speak, question: Question, answer: AnswerKept | undefined): readonly string[] {
  if (answer === undefined || answer.skipped) return [];
  const { coded, written } = answer;
  const lines = [
    ...(coded.chosen ?? []).map((id) => chosenInWords(t, question, answer, id)),
    ...(coded.number === undefined ? [] : [t.number(coded.number)]),
    ...(coded.date === undefined ? [] : [dateInWords(t, coded.date)]),
    ...(coded.slots === undefined ? [] : slotsInWords(t, coded.slots)),
    ...(written.text === undefined ? [] : [written.text]),
  ];
  return lines.filter((line) => line !== '');
}

function chosenInWords(t: Speak, question: Question, { coded, written }: AnswerKept, id: string): string {
  if (question.kind === 'language') return languageInWords(t, id);
  const option = question.options.find((one) => one.id === id);
  if (option === undefined) return '';
  const weight = coded.each?.[id];
  const weights = question.eachOption;
  const more = [weight !== undefined && weights?.[weight] !== undefined ? say(weights[weight], t.lang) : '', written.beside?.[id] ?? ''].filter((word) => word !== '');
  const label = say(option.text, t.lang);
  return more.length === 0 ? label : t('intake.answer.with', { label, more: more.join(', ') });
}

function dateInWords(t: Speak, date: string): string {
  const [year = '', month = '', day] = date.split('-');
  if (day === undefined) return `${monthInWords(t, Number(month))} ${year}`;
  return t.date(new Date(`${date}T12:00:00Z`), 'UTC', 'full');
}

/** Free time by day: whole parts of a day by their names, other hours as they are. */
function slotsInWords(t: Speak, slots: readonly Slot[]): readonly string[] {
  const covered = partsCovered(slots);
  return [1, 2, 3, 4, 5, 6, 7].flatMap((day) => {
    const parts = covered.flatMap((box) => (box.startsWith(`${day}-`) ? [box.slice(2) as DayPart] : []));
    const names = parts.map((part) => t(partWords[part]).toLocaleLowerCase(t.locale));
    const odd = slots.filter((slot) => slot.day === day && !isWhole(slot, parts)).map(({ from, to }) => t('intake.question.hours', { from: hourInWords(t, from), until: hourInWords(t, to) }));
    const times = [...names, ...odd];
    return times.length === 0 ? [] : [t('intake.answer.day', { day: weekdayInWords(t, day, 'long'), times: t.list(times) })];
  });
}

/** Whether the parts of a day say everything about a slot. */
function isWhole(slot: Slot, parts: readonly DayPart[]): boolean {
  const inside = parts.map((part) => DAY_PARTS[part]).filter(({ from, to }) => slot.from <= from && slot.to >= to);
  return inside.reduce((sum, { from, to }) => sum + to - from, 0) === slot.to - slot.from;
}
