import { describe, expect, it } from 'vitest';
import { speak } from '../../../messages/index.ts';
import { PROBLEMS } from './problem.ts';
import type { ProblemCode } from './problem.ts';
import { argumentsOf, joinKey, leftOutKey, mistakeKey, previewKey, problemKey, reasonKey, refusalKey, remarkKey, targetKey } from './sentences.ts';
import { FIELDS } from './target.ts';

const isProblem = (code: string): code is ProblemCode => code in PROBLEMS;

describe.each(['en', 'fr'] as const)('in %s', (lang) => {
  const t = speak(lang);

  it('every problem and every target has its sentence', () => {
    for (const code of Object.keys(PROBLEMS).filter(isProblem)) expect(t(problemKey(code), argumentsOf({})).length).toBeGreaterThan(5);
    for (const field of [...FIELDS, 'note', 'leave-out'] as const) expect(t(targetKey(field)).length).toBeGreaterThan(2);
  });

  it('the values come into the sentence', () => {
    expect(t(problemKey('date-ambiguous'), argumentsOf({ one: '2026-07-06', other: '2026-06-07' }))).toMatch(/2026-07-06 (?:or|ou) 2026-06-07/);
    expect(t(problemKey('same-phone-other-name'), argumentsOf({ other: 12 }))).toContain('12');
    expect(t(refusalKey('too-many-rows'), argumentsOf({ rows: 39_999, most: 20_000 }))).toMatch(/^(?!.*39).*20.000/);
    expect(t(refusalKey('cell-too-long'), argumentsOf({ column: 'B', row: 12, count: 40_000, most: 32_767 }))).toMatch(/B12 .*40.000.*32.767/);
    expect(t(remarkKey('more-tabs'), argumentsOf({ tab: 'People', others: 2 }))).toContain('People');
    expect(t(reasonKey('header-and-values'), argumentsOf({ words: 'town', share: 80 }))).toMatch(/town.*80/);
    expect(t(mistakeKey('columns-differ'), argumentsOf({ columns: 3, mapped: 2 }))).toMatch(/3.*2/);
    expect(t(previewKey('look'), { count: 3 })).toContain('3');
    expect([t(joinKey('same-row')), t(leftOutKey('consent-no'))].every((said) => said.length > 10)).toBe(true);
  });
});
