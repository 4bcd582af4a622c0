import type { ImportQuestion } from './question.ts';
import { dateOrdersOf, readDate } from './read-date.ts';
import { readEmail } from './read-email.ts';
import { readHours } from './read-hours.ts';
import { readLanguages } from './read-languages.ts';
import { readNumber } from './read-number.ts';
import { readOption } from './read-option.ts';
import { readPhone } from './read-phone.ts';
import { readYesNo } from './read-yes-no.ts';
import type { Sheet } from './sheet.ts';
import { separatorOf, splitSeveral } from './split-several.ts';
import { questionOf } from './target.ts';
import type { Target } from './target.ts';
import { fold } from './words.ts';

/** Enough to know a column by; a sheet of 20,000 rows is guessed as quickly as one of 200. */
const SAMPLE = 60;
const LONGEST = 1_000;

/** Up to 60 different filled cells of a column, in order. */
export function sampleOf(sheet: Sheet, column: number): string[] {
  const seen = new Set<string>();
  for (const { cells } of sheet.rows) {
    const cell = cells[column] ?? '';
    if (cell.trim() !== '') seen.add(cell);
    if (seen.size >= SAMPLE) break;
  }
  return [...seen];
}

/**
 * Share of the values (0 to 1) that read as what the target holds; null where any text would do and values prove nothing.
 */
export function likenessToValues(values: readonly string[], header: string, target: Target, questions: readonly ImportQuestion[]): number | null {
  const test = testFor(values, header, target, questions);
  // What is too long to be a value is none; only free text may be.
  return test && values.length > 0 ? values.filter((cell) => cell.length <= LONGEST && test(cell)).length / values.length : null;
}

type Test = (cell: string) => boolean;

function testFor(values: readonly string[], header: string, target: Target, questions: readonly ImportQuestion[]): Test | null {
  switch (target) {
    case 'email': return (cell) => readEmail(cell).value !== null;
    // Default country only steers what a bare national number is; any ten digits look like one here.
    case 'phone': return (cell) => readPhone(cell, 'CA').value !== null || /^\D*\d{3}\D?\d{4}\D*$/.test(cell);
    case 'asked-on': return dateTest(values);
    case 'languages': return (cell) => readLanguages(cell).value !== null;
    case 'hours': return (cell) => readHours(cell).value !== null;
    case 'consent': return (cell) => readYesNo(cell, header).value !== null;
    case 'capacity': return (cell) => readNumber(cell, 'person').value !== null;
    case 'name': case 'given-name': case 'family-name': return (cell) => cell.length <= 80 && !/[@\d=<>]/.test(cell);
    case 'pronouns': return (cell) => /^(?:she|he|they|her|him|them|elle|il|iel|ille|ael|any|ask)(?:$| )/.test(fold(cell));
    default: return questionTest(values, target, questions);
  }
}

function dateTest(values: readonly string[]): Test {
  const orders = dateOrdersOf(values);
  return (cell) => readDate(cell, orders, 'day-first').value !== null;
}

function questionTest(values: readonly string[], target: Target, questions: readonly ImportQuestion[]): Test | null {
  const question = questionOf(target, questions);
  if (question?.kind === 'number') return (cell) => readNumber(cell, 'year').value !== null;
  if (question?.kind === 'date') return dateTest(values);
  const options = question?.options ?? [];
  if (options.length === 0) return null;
  const separator = separatorOf(values);
  const known: Test = (piece) => readOption(piece, options).found;
  return (cell) => splitSeveral(cell, question?.kind === 'multi' ? separator : 'none', known).some(known);
}
