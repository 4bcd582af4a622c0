import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Plan, PlanOptions } from './plan.ts';
import { planImport } from './plan-import.ts';
import { columnPlans, readCell } from './read-cell.ts';
import type { CellValue, ColumnPlan } from './read-cell.ts';
import { emailKey } from './read-email.ts';
import type { Sheet } from './sheet.ts';
import { columnLetter } from './sheet.ts';
import { caregiverQuestions } from './sheets.fixture.ts';
import { targetsFor } from './target.ts';
import type { Mapping, Target } from './target.ts';

const questions = caregiverQuestions();

const typed = fc.oneof(
  fc.constantFrom('', '', ' ', 'Yes', 'No', 'oui', 'non', 'peut-être', 'Amina', 'Ben Roy', 'Isla', 'a@example.org', 'A@example.org', 'b@example.org', 'Ben <b@example.org>', '604-555-0101', '(604) 555 0101 ext. 2', '5550101',
    '6/7/2026', '28/07/2026', '2 mars 2026', '46339', 'weekday evenings; never', 'soirs', 'French and Klingon', 'anglais', 'mother', 'caregiver', 'Phone, Messages', 'Phone; a letter', '2-3', '14 months', 'many', 'done 2025', 'seeker', 'volunteer', ',', '=1+1'),
  fc.string({ unit: 'grapheme', maxLength: 10 }),
);

const someSheet = (width: number): fc.Arbitrary<Sheet> =>
  fc.array(fc.array(typed, { minLength: width, maxLength: width }).filter((cells) => cells.some((cell) => cell.trim() !== '')), { minLength: 1, maxLength: 12 }).map((rows) => ({
    fileName: 'x.csv', format: 'csv', encoding: 'utf-8', delimiter: ',', tab: null, headerRow: 1, preface: [], remarks: [], blankRows: [],
    columns: Array.from({ length: width }, (_, index) => ({ index, letter: columnLetter(index), header: `Column ${index}`, label: `Column ${index}` })),
    rows: rows.map((cells, index) => ({ number: index + 2, cells, given: width })),
  }));

const someMapping = (width: number): fc.Arbitrary<Mapping> =>
  fc.tuple(fc.shuffledSubarray([...new Set<Target>([...targetsFor('seeker', questions), ...targetsFor('supporter', questions)])], { minLength: width, maxLength: width }), fc.boolean())
    .map(([targets, plain]) => (plain ? (['name', 'email', 'phone', 'consent', 'asked-on', 'question:child-link'] as const).slice(0, width) : targets));

const made = fc.integer({ min: 1, max: 6 }).chain((width) => fc.record({
  sheet: someSheet(width),
  mapping: someMapping(width),
  options: fc.record<PlanOptions>({
    side: fc.constantFrom('seeker', 'supporter'), questions: fc.constant(questions), country: fc.constant('CA'),
    dateOrder: fc.constantFrom(null, 'day-first', 'month-first'), whenConsentIsBlank: fc.constantFrom('look', 'bring', 'leave-out'),
  }),
}));

/** Found once: one person twice, with a yes first and then a word that is neither. The yes must not be lost. */
const yesThenUnreadable: [typeof made extends fc.Arbitrary<infer One> ? One : never] = [{
  sheet: {
    fileName: 'x.csv', format: 'csv', encoding: 'utf-8', delimiter: ',', tab: null, headerRow: 1, preface: [], remarks: [], blankRows: [],
    columns: ['A', 'B'].map((letter, index) => ({ index, letter, header: `Column ${index}`, label: `Column ${index}` })),
    rows: [{ number: 2, cells: ['b@example.org', 'oui'], given: 2 }, { number: 3, cells: ['b@example.org', 'Z'], given: 2 }],
  },
  mapping: ['email', 'consent'],
  options: { side: 'seeker', questions, country: 'CA', dateOrder: null, whenConsentIsBlank: 'look' },
}];

/** Everything a plan still knows of a person, as text. */
function known(plan: Plan): string {
  return JSON.stringify([plan.people.map((person) => person), plan.problems]);
}

describe('any sheet under any mapping', () => {
  it('counts every row exactly once', () => {
    fc.assert(fc.property(made, ({ sheet, mapping, options }) => {
      const { people, leftOut, totals, joins } = planImport(sheet, mapping, options);
      const rows = [...people.flatMap((person) => person.rows), ...leftOut.flatMap((out) => out.rows)].sort((one, other) => one - other);
      expect(rows).toEqual(sheet.rows.map(({ number }) => number));
      expect(totals.people + totals.look + totals.leftOut + totals.joined).toBe(totals.rows);
      expect(joins).toHaveLength(totals.joined);
    }), { numRuns: 300 });
  });

  it('loses nothing: what was not wholly read stands in a note, word for word', () => {
    fc.assert(fc.property(made, ({ sheet, mapping, options }) => {
      const plan = planImport(sheet, mapping, options);
      const columns = columnPlans(sheet, mapping, options);
      for (const person of plan.people) {
        for (const row of sheet.rows.filter(({ number }) => person.rows.includes(number))) {
          row.cells.forEach((cell, column) => {
            const reading = columns[column];
            if (cell.trim() === '' || !reading || reading.target === 'leave-out') return;
            const noted = person.notes.some((note) => note.column === column && note.text === cell);
            expect(noted || standsIn(person, cell, reading), `${reading.target}: ${JSON.stringify(cell)}`).toBe(true);
          });
        }
      }
    }), { numRuns: 300, examples: [yesThenUnreadable] });
  });

  it('is planned the same way twice, and the sheet is not touched', () => {
    fc.assert(fc.property(made, ({ sheet, mapping, options }) => {
      const before = JSON.stringify(sheet);
      expect(planImport(sheet, mapping, options)).toEqual(planImport(sheet, mapping, options));
      expect(JSON.stringify(sheet)).toBe(before);
    }), { numRuns: 100 });
  });

  it('carries along nothing of a row that stays out', () => {
    fc.assert(fc.property(made, fc.nat(), ({ sheet, mapping, options }, at) => {
      const consent = mapping.indexOf('consent');
      if (consent < 0 || mapping.length < 2) return;
      const place = at % sheet.rows.length;
      const secret = { ...sheet, rows: sheet.rows.map((row, index) => (index === place ? { ...row, cells: row.cells.map((_, column) => (column === consent ? 'No' : 'secret-4711')) } : row)) };
      const plan = planImport(secret, mapping, options);
      expect(plan.leftOut.flatMap(({ rows }) => rows)).toContain(secret.rows[place]?.number);
      expect(known(plan)).not.toContain('secret-4711');
    }), { numRuns: 200 });
  });
});

/** True when the person holds exactly what this cell is read as: what another row says instead does not count. */
function standsIn(person: Plan['people'][number], cell: string, plan: ColumnPlan): boolean {
  const { value } = readCell(cell, plan);
  if (value === null) return false;
  if (plan.question) return person.answers.some((answer) => answer.question === plan.question?.id && isDeepStrictEqual(trimmed(answer.value), trimmed(value)));
  switch (value.kind) {
    case 'email': return person.email !== null && emailKey(person.email) === emailKey(value.address);
    case 'phone': return isDeepStrictEqual(person.phone, value.phone);
    case 'date': return isDeepStrictEqual(person.askedOn, value.date);
    case 'languages': return isDeepStrictEqual(person.languages, value.languages);
    case 'hours': return isDeepStrictEqual(person.hours, value.slots);
    case 'number': return person.capacity === value.number;
    case 'state': return isDeepStrictEqual(plan.target === 'training' ? person.training : person.screening, value.state);
    case 'yes-no': return person.consent === value.answer;
    case 'role': return person.side === value.side;
    case 'text': return textOf(person, plan.target).includes(value.text.trim());
    case 'options': return false;
  }
}

/** The same address in capitals, or the same words with spaces around them, say nothing new. */
function trimmed(value: CellValue): CellValue {
  return value.kind === 'text' ? { ...value, text: value.text.trim() } : value;
}

function textOf(person: Plan['people'][number], target: Target): string {
  switch (target) {
    case 'name': case 'given-name': case 'family-name': return person.name ?? '';
    case 'pronouns': return person.pronouns ?? '';
    case 'place': return person.place ?? '';
    case 'situation': return person.situation ?? '';
    case 'hopes': return person.hopes ?? '';
    default: return '';
  }
}
