import { describe, expect, it } from 'vitest';
import { guessColumns, mappingOf } from './guess-columns.ts';
import { planImport } from './plan-import.ts';
import { columnPlans, readCell } from './read-cell.ts';
import { readSheet } from './read-sheet.ts';
import { caregiverQuestions, naughtyStrings } from './sheets.fixture.ts';
import { targetsFor } from './target.ts';
import type { Sheet } from './sheet.ts';

const questions = caregiverQuestions();
const naughty = naughtyStrings();

async function oneColumn(): Promise<Sheet> {
  const text = ['Number,Text', ...naughty.map((one, place) => `${place},"${one.replaceAll('"', '""')}"`)].join('\n');
  const answer = await readSheet(new TextEncoder().encode(text), 'naughty.csv');
  if (!answer.ok) throw new Error(answer.refusal.code);
  return answer.sheet;
}

describe('the naughty strings', () => {
  it('there are all of them', () => expect(naughty).toHaveLength(515));

  it('pass every reader: read, or kept, and never a fault', async () => {
    const sheet = await oneColumn();
    for (const side of ['seeker', 'supporter'] as const) {
      for (const target of targetsFor(side, questions)) {
        const plan = columnPlans(sheet, ['leave-out', target], { questions, country: 'CA' })[1];
        if (!plan) throw new Error('no column');
        for (const cell of naughty) {
          const reading = readCell(cell, plan);
          if (cell.trim() !== '' && target !== 'leave-out') expect(reading.value !== null || reading.keep, `${target}: ${cell}`).toBe(true);
          if (reading.value?.kind === 'text') expect(reading.value.text).toBe(cell);
        }
      }
    }
  });

  it('stand in the plan word for word, as somebody’s own words and as notes', async () => {
    const sheet = await oneColumn();
    for (const target of ['question:own-words', 'note'] as const) {
      const plan = planImport(sheet, ['leave-out', target], { side: 'seeker', questions, country: 'CA' });
      const kept = plan.people.flatMap(({ answers, notes }) => [...answers.map(({ typed }) => typed), ...notes.map(({ text }) => text)]);
      expect(kept.sort()).toEqual(naughty.filter((text) => text.trim() !== '').sort());
    }
  });

  it('may be the header too', async () => {
    for (const header of naughty) {
      const answer = await readSheet(new TextEncoder().encode(`"${header.replaceAll('"', '""')}",b\n${'x,y\n'.repeat(300)}`), 'header.csv');
      if (!answer.ok) throw new Error(answer.refusal.code);
      const guess = guessColumns(answer.sheet, questions);
      const plan = planImport(answer.sheet, mappingOf(guess), { side: guess.side, questions, country: 'CA' });
      expect(plan.totals.rows).toBe(300);
    }
  });
});
