import { describe, expect, test } from 'vitest';
import { criteriaFromContent, CriterionError } from './from-content.ts';
import { rank } from './rank.ts';

const content = {
  criteria: [
    { id: 'steady', method: 'nearest', questions: ['sup-time-since'] },
    { id: 'hopes', method: 'overlap', questions: ['hopes-seeker', 'sup-hopes'] },
    { id: 'topics-open', method: 'clear', questions: ['what-would-help', 'sup-not-ready'] },
    { id: 'condition', method: 'tree', questions: ['cancer-kind'] },
    { id: 'child-age', method: 'nearest', scale_years: 4, questions: ['child-age'] },
  ],
  questions: [
    { id: 'hopes-seeker', options: [{ id: 'hope-heard' }, { id: 'hope-unsure', exclusive: true }] },
    { id: 'sup-hopes', options: [{ id: 'suphope-listen', answers: ['hope-heard'] }, { id: 'suphope-learn', answers: ['hope-unsure'] }] },
    { id: 'what-would-help', options_from: 'help-topics' },
    { id: 'sup-not-ready', options_from: 'hard-topics' },
  ],
  option_lists: [
    { id: 'help-topics', options: [{ id: 'help-care', touches: ['hard-detail'] }] },
    { id: 'hard-topics', options: [{ id: 'hard-detail' }, { id: 'hard-none', exclusive: true }] },
  ],
  trees: [{ breast: 'solid', solid: null }],
};
const supporter = { id: 'ben', capacity: 1, load: 0, trainingValidUntil: Infinity };

describe('a programme template becomes criteria', () => {
  test('weights, minimums, hopes that answer hopes, touched topics and trees come along', () => {
    const [steady, hopes, topics, condition] = criteriaFromContent([
      { criterion: 'steady', strength: 'hard' }, { criterion: 'hopes', strength: 'soft', weight: 8 },
      { criterion: 'topics-open', strength: 'hard' }, { criterion: 'condition', strength: 'soft', weight: 18 },
    ], content, 12);
    expect(steady?.minimumMonths).toBe(12);
    expect(hopes).toMatchObject({ weight: 8, codes: { 'hope-unsure': {}, 'suphope-listen': { answers: ['hope-heard'] } } });
    expect(hopes?.codes?.['hope-unsure']).not.toHaveProperty('open');
    expect(topics).toMatchObject({ closes: 'touches', codes: { 'help-care': { touches: ['hard-detail'] }, 'hard-none': { open: true } } });
    expect(condition?.codes).toEqual({ breast: { parent: 'solid' }, solid: {} });
  });

  test('hopes of both sides meet, and each side’s share counts', () => {
    const criteria = criteriaFromContent([{ criterion: 'hopes', strength: 'soft', weight: 8 }], content);
    const seeker = { id: 'amina', answers: { 'hopes-seeker': ['hope-heard'] } };
    const ben = { ...supporter, answers: { 'sup-hopes': ['suphope-listen', 'suphope-learn'] } };
    expect(rank(seeker, [ben], criteria, { now: 0 }).chosen[0]?.parts).toEqual([{ criterion: 'hopes', points: 7500, most: 10000, kind: 'fits', shared: ['hope-heard'] }]);
  });

  test('a name the content does not have is refused by name', () => {
    expect(() => criteriaFromContent([{ criterion: 'stars', strength: 'soft' }], content)).toThrow(CriterionError);
    expect(() => criteriaFromContent([{ criterion: 'hopes', strength: 'wobbly' }], content)).toThrow('hopes');
  });
});
