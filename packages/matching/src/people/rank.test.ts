import { describe, expect, test } from 'vitest';
import { amina, ben, criteria, NOVEMBER } from './cast.ts';
import type { Supporter } from './person.ts';
import { rank, type RankOptions } from './rank.ts';

const at = { now: NOVEMBER };
const ask = (supporters: readonly Supporter[], options?: RankOptions) => rank(amina, supporters, criteria, at, options);
const whyNot = (change: Partial<Supporter>) => ask([{ ...ben, ...change }]).whyNot('ben');
const ruleFor = (change: Partial<Supporter>) => {
  const why = whyNot(change);
  return why.kind === 'removed' ? why.rule : why.kind;
};

describe('Amina is shown who could accompany her', () => {
  test('the parts add up to the score, and each says what was shared', () => {
    const [first] = ask([ben]).chosen;
    expect(first?.parts).toEqual([
      { criterion: 'condition', points: 4000, most: 4000, kind: 'fits', shared: ['breast'] },
      { criterion: 'concerns', points: 1500, most: 3000, kind: 'fits', shared: ['help-care'] },
      { criterion: 'phase', points: 2000, most: 2000, kind: 'fits' },
      { criterion: 'adult-age', points: 300, most: 1000, kind: 'differs' },
    ]);
    expect(first?.score).toBe(7800);
  });

  test('what they have in common under the rules is told, in her own time', () => {
    expect(ask([ben]).chosen[0]?.common).toEqual({
      languages: ['fr'], channels: ['channel-phone'], minutes: 360,
      windows: [{ day: 2, from: 1080, to: 1260 }, { day: 4, from: 1080, to: 1260 }],
    });
  });

  test('among equals it is the turn of whoever carries fewer people, then of whoever waited longest', () => {
    const people = [{ ...ben, id: 'a', load: 1 }, { ...ben, id: 'b', idleSince: 20 }, { ...ben, id: 'c', idleSince: 10 }, { ...ben, id: 'd' }];
    expect(ask(people).chosen.map((s) => s.supporterId)).toEqual(['c', 'b', 'd', 'a']);
  });

  test('a supporter who was suggested often lately comes after the others and is not lost', () => {
    const better = { ...ben, id: 'often' }, other = { ...ben, id: 'other', answers: {} };
    const exposure = { shown: new Map([['often', 3]]), most: 3 };
    const chosen = ask([better, other], { exposure }).chosen;
    expect(chosen.map((s) => [s.supporterId, s.heldBack])).toEqual([['other', false], ['often', true]]);
  });

  test('a blank answer is between a fit and a difference', () => {
    const score = (answers: Supporter['answers']) => ask([{ ...ben, answers }]).chosen[0]?.score ?? -1;
    const same = score({ 'cancer-kind': ['breast'] }), blank = score({}), other = score({ 'cancer-kind': ['leukaemia'] });
    expect(blank).toBe(5000);
    expect(same).toBeGreaterThan(blank);
    expect(blank).toBeGreaterThan(other);
  });

  test('“a lot” doubles a weight and “not at all” takes it out', () => {
    const seeker = { ...amina, importance: { condition: 'not', phase: 'lot' } } as const;
    const parts = rank(seeker, [ben], criteria, at).chosen[0]?.parts.map((p) => [p.criterion, p.most]);
    expect(parts).toEqual([['concerns', 3750], ['phase', 5000], ['adult-age', 1250]]);
  });
});

describe('a rule that removes somebody says so', () => {
  test.each<[string, Partial<Supporter>]>([
    ['language', { languages: ['pl'] }],
    ['channel', { channels: ['channel-video'] }],
    ['hours', { hours: { zone: 'America/Toronto', windows: [{ day: 2, from: 20 * 60 + 15, to: 23 * 60 }] } }],
    ['age', { acceptsAge: { from: 60 } }],
    ['exclusion', { keepApart: { people: ['amina'] } }],
    ['capacity', { load: 2 }],
    ['rest', { restUntil: NOVEMBER + 1 }],
    ['paused', { paused: true }],
    ['training', { trainingValidUntil: null }],
    ['training', { trainingValidUntil: NOVEMBER - 1 }],
    ['wish', { wishes: [{ trait: 'faith', wanted: ['any'], strength: 'need' }] }],
    ['topic', { answers: { 'sup-not-ready': ['hard-medical-detail'] } }],
    ['access', { accessNeeds: ['access-sign'] }],
  ])('%s', (rule, change) => {
    expect(ruleFor(change)).toBe(rule);
    expect(ask([{ ...ben, ...change }]).removed).toEqual([{ rule, count: 1 }]);
  });

  test('an answer left blank removes nobody', () => {
    const bare: Supporter = { id: 'bare', capacity: 1, load: 0, trainingValidUntil: Infinity };
    expect(ask([bare]).chosen).toHaveLength(1);
    expect(rank({ id: 'bare-too' }, [ben, bare], criteria, at).chosen).toHaveLength(2);
  });

  test('“nothing comes to mind” closes no door', () => {
    expect(ruleFor({ answers: { 'sup-not-ready': ['hard-none'] } })).toBe('chosen');
  });

  test('of several reasons the one that lasts longest is named, and the others are there', () => {
    expect(whyNot({ languages: ['pl'], load: 2, paused: true })).toMatchObject({ rule: 'language', also: ['capacity', 'paused'] });
  });

  test('a distance that somebody asked for never says who asked', () => {
    expect(whyNot({ keepApart: { people: ['amina'] } })).toMatchObject({ rule: 'exclusion', values: {} });
    const hers = rank({ ...amina, keepApart: { marks: ['ward-3'] } }, [{ ...ben, marks: ['ward-3'] }], criteria, at).whyNot('ben');
    expect(hers).toMatchObject({ rule: 'exclusion', values: {} });
  });

  test('somebody possible but further down is told how far, and a stranger is unknown', () => {
    const ranking = ask([ben, { ...ben, id: 'cleo', answers: {} }], { limit: 1 });
    expect(ranking.whyNot('cleo')).toEqual({ kind: 'behind', score: 5000, place: 2, lastChosen: 7800, heldBack: false });
    expect(ranking.whyNot('nobody')).toEqual({ kind: 'unknown' });
  });

  test('a programme’s own hard criterion is a rule of its own name', () => {
    const steady = [...criteria, { id: 'steady', method: 'nearest', strength: 'hard', minimumMonths: 12, questions: ['sup-time-since'] } as const];
    const fresh = { ...ben, answers: { 'sup-time-since': 5 } };
    expect(rank(amina, [fresh], steady, at).removed).toEqual([{ rule: 'steady', count: 1 }]);
    expect(rank(amina, [ben], steady, at).removed).toEqual([]);
  });

  test('loss and new hope are put together only when both said yes', () => {
    const apart = [...criteria, { id: 'loss-apart', method: 'clear', strength: 'hard', closes: 'bereaved', questions: ['child-phase', 'cancer-phase'], codes: { 'cancer-phase-bereaved': { bereaved: true } } } as const];
    const grieving: Supporter = { ...ben, answers: { 'cancer-phase': ['cancer-phase-bereaved'] } }, said = { saidYesTo: ['loss-apart'] };
    expect(rank(amina, [grieving], apart, at).removed).toEqual([{ rule: 'loss-apart', count: 1 }]);
    expect(rank(amina, [{ ...grieving, ...said }], apart, at).chosen).toHaveLength(0);
    expect(rank({ ...amina, ...said }, [{ ...grieving, ...said }], apart, at).chosen).toHaveLength(1);
  });
});

describe('a personal trait counts only where a person asked', () => {
  const woman: Supporter = { ...ben, traits: { gender: ['woman'] } };
  const asks = (strength: 'need' | 'hope') => ({ ...amina, wishes: [{ trait: 'gender', wanted: ['woman'], strength }] });

  test('without a wish a trait changes nothing and nothing about it is recorded', () => {
    const [told] = rank(amina, [woman], criteria, at).chosen, [silent] = rank(amina, [ben], criteria, at).chosen;
    expect(told).toEqual(silent);
    expect(told?.wishes).toEqual([]);
  });

  test('a hope counts fifteen, and the record says who asked', () => {
    const [met] = rank(asks('hope'), [woman], criteria, at).chosen;
    expect(met?.parts.find((p) => p.criterion === 'asked-traits')).toEqual({ criterion: 'asked-traits', points: 1304, most: 1304, kind: 'fits', shared: ['woman'] });
    expect(met?.wishes).toEqual([{ asker: 'seeker', trait: 'gender', strength: 'hope', met: true, shared: ['woman'] }]);
    expect(rank(asks('hope'), [{ ...ben, traits: { gender: ['man'] } }], criteria, at).chosen[0]?.score).toBeLessThan(met?.score ?? 0);
  });

  test('a need is a need: a trait nobody told does not meet it, and the reason says that it was not told', () => {
    expect(rank(asks('need'), [woman], criteria, at).chosen).toHaveLength(1);
    expect(rank(asks('need'), [ben], criteria, at).whyNot('ben')).toMatchObject({ rule: 'wish', values: { asker: 'seeker', trait: 'gender', told: false } });
  });
});

test('the example in PEOPLE.md is true', () => {
  const asked = [
    { id: 'language', method: 'overlap', strength: 'hard', questions: ['languages'] },
    { id: 'condition', method: 'tree', strength: 'soft', weight: 60, questions: ['cancer-kind'], codes: { breast: { parent: 'solid' }, lung: { parent: 'solid' } } },
    { id: 'phase', method: 'ahead', strength: 'soft', weight: 40, questions: ['cancer-phase'], codes: { treatment: { order: 3 }, after: { order: 4 } } },
  ] as const;
  const seeker = { id: 'amina', languages: ['fr', 'en'], answers: { 'cancer-kind': ['breast'], 'cancer-phase': ['treatment'] } }, ready = { capacity: 2, load: 0, trainingValidUntil: Infinity };
  const near = { id: 'ben', ...ready, languages: ['fr'], answers: { 'cancer-kind': ['lung'], 'cancer-phase': ['after'] } }, ewa = { id: 'ewa', ...ready, languages: ['pl'], answers: { 'cancer-kind': ['breast'] } };
  const ranking = rank(seeker, [near, ewa], asked, { now: Date.UTC(2026, 10, 24) });
  expect(ranking.chosen[0]).toMatchObject({
    supporterId: 'ben', score: 7000,
    parts: [{ criterion: 'condition', points: 3000, most: 6000, kind: 'fits', shared: ['lung'] }, { criterion: 'phase', points: 4000, most: 4000, kind: 'fits' }],
  });
  expect(ranking.removed).toEqual([{ rule: 'language', count: 1 }]);
  expect(ranking.whyNot('ewa')).toEqual({ kind: 'removed', rule: 'language', values: { wanted: ['fr', 'en'] }, also: [] });
});
