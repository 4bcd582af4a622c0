import { describe, expect, it } from 'vitest';
import { guessColumns, mappingOf } from './guess-columns.ts';
import type { Plan } from './plan.ts';
import { planImport } from './plan-import.ts';
import type { Sheet } from './sheet.ts';
import { caregiverQuestions, exampleSheet } from './sheets.fixture.ts';

const questions = caregiverQuestions();

async function planned(name: string): Promise<{ sheet: Sheet; plan: Plan; side: string; targets: Record<string, string> }> {
  const sheet = await exampleSheet(name);
  const guess = guessColumns(sheet, questions);
  const plan = planImport(sheet, mappingOf(guess), { side: guess.side, questions, country: 'CA' });
  return { sheet, plan, side: guess.side, targets: Object.fromEntries(guess.columns.map(({ column, target }) => [sheet.columns[column]?.label, target])) };
}

const problemsOf = (plan: Plan, code: string): number => plan.problems.filter((problem) => problem.code === code).length;

describe('the form tool’s sheet of people who ask', () => {
  it('is read whole: 205 rows, one empty, one cut short, eighteen formulas that stay text', async () => {
    const { sheet } = await planned('seekers-google-form.csv');
    expect({ encoding: sheet.encoding, delimiter: sheet.delimiter, columns: sheet.columns.length, rows: sheet.rows.length, blank: sheet.blankRows }).toEqual({ encoding: 'utf-8', delimiter: ',', columns: 16, rows: 205, blank: [57] });
    expect(sheet.rows.filter(({ given }) => given < 16).map(({ number, given }) => [number, given])).toEqual([[122, 9]]);
    expect(sheet.remarks).toEqual([{ code: 'formula-cells', values: { count: 18 } }]);
    expect(sheet.rows.filter(({ cells }) => cells.includes('=HYPERLINK("http://example.com","click")'))).toHaveLength(18);
  });

  it('is understood column by column', async () => {
    const { side, targets } = await planned('seekers-google-form.csv');
    expect(side).toBe('seeker');
    expect(targets).toEqual({
      Timestamp: 'asked-on',
      'What should we call you? / Comment vous appeler ?': 'name',
      'Email Address': 'email',
      'Phone (optional)': 'phone',
      Town: 'place',
      'Languages you are comfortable in': 'languages',
      'You are the child\'s…': 'question:child-link',
      'Diagnosis, if you want to say': 'question:child-illness',
      'Child\'s age': 'question:child-age',
      'Where are you on the road?': 'question:child-phase',
      'What would help most? (choose all)': 'question:what-would-help',
      'When are you free?': 'hours',
      'How would you like to talk?': 'question:channels',
      'Anything you hope for, or do not want, in a supporter': 'question:person-hoped-for',
      'In your own words': 'question:own-words',
      'I agree that the coordinator reads this': 'consent',
    });
  });

  it('leaves out the 27 who said no, with nothing of what they wrote', async () => {
    const { sheet, plan } = await planned('seekers-google-form.csv');
    const refused = sheet.rows.filter(({ cells }) => cells[15] === 'No');
    expect(refused).toHaveLength(27);
    expect(plan.leftOut).toEqual(refused.map(({ number }) => ({ rows: [number], why: 'consent-no' })));
    const said = JSON.stringify([plan.people, plan.problems]);
    // Addresses are numbered, so each is one person's alone.
    for (const { cells } of refused) if (/^\w+\d+@example\.org$/.test(cells[2] ?? '')) expect(said).not.toContain(cells[2]);
  });

  it('joins the three sent twice, the one who wrote again in capitals, and the row cut short', async () => {
    const { plan } = await planned('seekers-google-form.csv');
    expect(plan.joins).toEqual([
      { into: 5, row: 96, why: 'same-row' },
      { into: 7, row: 122, why: 'same-email' },
      { into: 42, row: 134, why: 'same-row' },
      { into: 80, row: 171, why: 'same-row' },
      { into: 12, row: 207, why: 'same-email' },
    ]);
    const again = plan.people.find(({ rows }) => rows.includes(207));
    expect(again?.notes.map(({ row, text }) => [row, text])).toContainEqual([207, 'I wrote before, nobody answered yet']);
    expect(plan.people.find(({ rows }) => rows.includes(122))?.eye).toEqual([]);
  });

  it('reads every date by what its own way of writing proves', async () => {
    const { sheet, plan } = await planned('seekers-google-form.csv');
    expect(problemsOf(plan, 'date-ambiguous') + problemsOf(plan, 'date-unread')).toBe(0);
    for (const person of plan.people.filter(({ rows }) => rows.length === 1)) {
      const typed = sheet.rows.find(({ number }) => number === person.rows[0])?.cells[0] ?? '';
      const american = /^(\d+)\/(\d+)\/(\d+) /.exec(typed);
      const european = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(typed);
      if (american) expect(person.askedOn?.on).toBe(`${american[3]}-${american[1]?.padStart(2, '0')}-${american[2]?.padStart(2, '0')}`);
      if (european) expect(person.askedOn?.on).toBe(`${european[3]}-${european[2]}-${european[1]}`);
    }
  });

  it('counts everybody once', async () => {
    const { plan } = await planned('seekers-google-form.csv');
    expect(plan.totals).toEqual({ rows: 205, blank: 1, people: 141, seekers: 141, supporters: 0, look: 32, leftOut: 27, joined: 5, phoneOnly: 9 });
    expect(problemsOf(plan, 'no-way-to-reach')).toBe(7);
    expect(problemsOf(plan, 'consent-blank')).toBe(25);
  });
});

describe('the same sheet out of a French spreadsheet program', () => {
  it('is read with its mark, semicolons and line ends inside cells', async () => {
    const { sheet, plan } = await planned('seekers-excel-fr.csv');
    expect({ encoding: sheet.encoding, delimiter: sheet.delimiter, rows: sheet.rows.length, blank: sheet.blankRows }).toEqual({ encoding: 'utf-8', delimiter: ';', rows: 79, blank: [57] });
    expect(sheet.columns[0]?.header).toBe('Timestamp');
    expect(sheet.rows.filter(({ cells }) => (cells[14] ?? '').includes('\nMy sister'))).toHaveLength(4);
    expect(plan.totals).toEqual({ rows: 79, blank: 1, people: 59, seekers: 59, supporters: 0, look: 8, leftOut: 12, joined: 0, phoneOnly: 2 });
  });
});

describe('the sheet of people who offer', () => {
  it('reads the same from windows-1252 with semicolons and from UTF-16 with tabs', async () => {
    const [excel, tabs] = [await planned('supporters-excel.csv'), await planned('supporters-utf16.tsv')];
    expect([excel.sheet.encoding, tabs.sheet.encoding, excel.sheet.delimiter, tabs.sheet.delimiter]).toEqual(['windows-1252', 'utf-16le', ';', '\t']);
    // Letters that windows-1252 does not have were already question marks in that file.
    const readable = (sheet: Sheet): string[][] => sheet.rows.map(({ cells }) => cells.map((cell) => cell.replace(/[^\s!-\u00ff’—]/g, '?')));
    expect(readable(excel.sheet)).toEqual(readable(tabs.sheet));
    expect(excel.plan.totals).toEqual(tabs.plan.totals);
    expect(excel.targets).toEqual(tabs.targets);
  });

  it('is understood column by column, and the year nobody asked for is kept as a note', async () => {
    const { side, targets, plan } = await planned('supporters-excel.csv');
    expect(side).toBe('supporter');
    expect(Object.values(targets)).toEqual([
      'asked-on', 'name', 'email', 'phone', 'place', 'languages', 'question:child-illness', 'note', 'question:child-age', 'hours',
      'capacity', 'question:sup-not-ready', 'question:sup-hopes', 'training', 'screening',
    ]);
    expect(plan.people.flatMap(({ notes }) => notes).filter(({ label, text }) => label === 'Année' && text === 'il y a 6 ans')).toHaveLength(10);
  });

  it('joins the one sent twice, takes the careful number, and keeps what is no number', async () => {
    const { plan } = await planned('supporters-excel.csv');
    expect(plan.totals).toEqual({ rows: 61, blank: 0, people: 56, seekers: 0, supporters: 56, look: 4, leftOut: 0, joined: 1, phoneOnly: 3 });
    expect(plan.joins).toEqual([{ into: 9, row: 62, why: 'same-row' }]);
    expect(problemsOf(plan, 'number-range')).toBe(5);
    expect(plan.problems.filter(({ value }) => value === 'as many as needed')).toHaveLength(12);
    // Seven rows say so; two of them are the person who was sent twice.
    expect(plan.people.filter(({ training }) => training?.on === '2024-05-11')).toHaveLength(6);
    expect(plan.people.filter(({ screening }) => screening?.state === 'expired')).toHaveLength(8);
  });
});
