import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { capExposure, exposureOf, shareOfTopTenth } from './exposure.ts';
import { type FairnessEntry, fairnessReport } from './fairness.ts';
import { recruitmentList } from './recruitment.ts';
import { InTheWay, whatWouldChange } from './what-would-change.ts';
import { buildIndex } from '../candidates/build.ts';
import { candidates } from '../candidates/cohort.ts';
import { forbiddenRows, rowsById, Search } from '../candidates/search.ts';
import { anyCriteria, anySeeker, anySupporters } from '../people/anybody.ts';
import { amina, ben, criteria, NOVEMBER } from '../people/cast.ts';
import { rank } from '../people/rank.ts';
import { proposeRound } from '../solve/round.ts';

const at = { now: NOVEMBER };

describe('for a person without a match', () => {
  test('each single change says for how many it opens a door, and which value would', () => {
    const found = whatWouldChange(amina, [{ ...ben, languages: ['pl'] }, { ...ben, languages: ['pl', 'uk'] }, { ...ben, restUntil: NOVEMBER + 5 }, { ...ben, languages: ['pl'], load: 2 }], criteria, at);
    expect(found).toEqual({
      possible: 0, together: [],
      changes: [
        { rule: 'language', supporters: 2, values: [{ value: 'pl', supporters: 2 }, { value: 'uk', supporters: 1 }] },
        { rule: 'rest', supporters: 1, values: [], soonest: NOVEMBER + 5 },
      ],
    });
  });

  test('when no single change is enough the smallest set is named', () => {
    expect(whatWouldChange(amina, [{ ...ben, languages: ['pl'], load: 2 }], criteria, at).together).toEqual([{ rules: ['language', 'capacity'], supporters: 1 }]);
  });

  test('a distance that somebody asked for is never offered for change', () => {
    expect(whatWouldChange(amina, [{ ...ben, keepApart: { people: ['amina'] } }], criteria, at)).toEqual({ possible: 0, changes: [], together: [] });
  });

  test('it counts as possible exactly those whom a ranking finds', () => {
    fc.assert(fc.property(anySeeker, anySupporters, anyCriteria, (seeker, supporters, some) => {
      expect(whatWouldChange(seeker, supporters, some, at).possible).toBe(rank(seeker, supporters, some, at).possible);
    }), { numRuns: 150 });
  });

  test('an index tells what the people in it tell, however supporters are shared out between the two', () => {
    fc.assert(fc.property(anySeeker, anySupporters, anyCriteria, fc.nat(60), (seeker, supporters, some, cut) => {
      const options = { provided: ['captions'] }, index = buildIndex(supporters.slice(0, cut), some, { ...at, ...options }), found = new InTheWay(seeker, some, at, options);
      found.rows(new Search(index.columns), forbiddenRows(index, seeker, rowsById(index.ids)));
      found.people(supporters.slice(cut));
      expect(found.made()).toEqual(whatWouldChange(seeker, supporters, some, at, options));
    }), { numRuns: 300 });
  });
});

describe('whom to look for', () => {
  const polish = { ...amina, id: 'ewa', languages: ['pl'] }, blood = { ...polish, id: 'jan', answers: { 'cancer-kind': ['leukaemia'] } };

  test('languages, conditions and evenings that nobody brings come first, with the places open', () => {
    const list = recruitmentList([amina, polish, blood], [ben], criteria, at);
    expect(list).toMatchObject({ seekers: 3, withoutAnyone: 2, withoutRoom: 0 });
    expect(list.languages).toEqual([{ value: 'pl', seekers: 2, withoutAnyone: 2, withoutRoom: 0, openPlaces: 0 }]);
    expect(list.conditions.map((n) => [n.value, n.withoutAnyone, n.openPlaces])).toEqual([['solid', 1, 2], ['blood', 1, 0]].sort((a, b) => Number(a[2]) - Number(b[2])));
    expect(list.hours.map((n) => [n.day, n.from])).toEqual([[2, 18], [4, 18]]);
    expect(list.together).toEqual([{ language: 'pl', condition: 'blood', seekers: 1 }, { language: 'pl', condition: 'solid', seekers: 1 }]);
  });

  test('somebody who only lacks room is counted apart: more supporters of that kind exist already', () => {
    expect(recruitmentList([amina], [{ ...ben, load: 2 }], criteria, at)).toMatchObject({ withoutAnyone: 0, withoutRoom: 1 });
  });

  test('after a round those it serves lack nothing, those it left lack room, and the places it filled are open no more', () => {
    const seekers = [amina, { ...amina, id: 'aya' }, { ...amina, id: 'ada' }, polish], { market } = candidates(buildIndex([ben], criteria, at), seekers), { match } = proposeRound(market);
    expect(recruitmentList(seekers, [ben], criteria, at)).toMatchObject({ withoutAnyone: 1, withoutRoom: 0 });
    const list = recruitmentList(seekers, [ben], criteria, at, { round: { market, match } });
    expect(list).toMatchObject({ seekers: 4, withoutAnyone: 1, withoutRoom: 1 });
    expect(list.languages.find(({ value }) => value === 'fr')).toMatchObject({ seekers: 3, withoutAnyone: 0, withoutRoom: 1, openPlaces: 0 });
  });
});

describe('the fairness report', () => {
  const people = (language: string, served: number, waiting: number): FairnessEntry[] => [
    ...Array.from({ length: served }, (_, i) => ({ groups: { language }, served: true, waitDays: i, score: 6000 })),
    ...Array.from({ length: waiting }, (_, i) => ({ groups: { language }, served: false, waitDays: 10 + i })),
  ];

  test('shows the share served, the wait and the fit of each group', () => {
    const { by, all } = fairnessReport([...people('en', 30, 10), ...people('fr', 10, 10)]);
    expect(all).toMatchObject({ people: 60, served: 40, servedPerThousand: 667 });
    expect(by.language).toEqual([
      { value: 'en', people: 40, served: 30, servedPerThousand: 750, middleWaitDays: 14, longWaitDays: 25, meanScore: 6000 },
      { value: 'fr', people: 20, served: 10, servedPerThousand: 500, middleWaitDays: 9, longWaitDays: 17, meanScore: 6000 },
    ]);
  });

  test('a small group is left out, and so is the one that would give it away', () => {
    const { by } = fairnessReport([...people('en', 30, 10), ...people('fr', 10, 10), ...people('pl', 1, 1)]);
    expect(by.language.map((l) => [l.value, l.people])).toEqual([['en', 40], ['fr', null], ['pl', null]]);
  });

  test('no number from one to four is ever shown, and no single gap can be filled by taking away', () => {
    const anyEntries = fc.array(fc.record({ groups: fc.record({ language: fc.constantFrom('en', 'fr', 'pl', 'cr') }), served: fc.boolean(), waitDays: fc.nat(90) }), { maxLength: 60, size: 'max' });
    fc.assert(fc.property(anyEntries, (entries) => {
      const { by, all } = fairnessReport(entries), lines = by.language ?? [];
      for (const l of [all, ...lines]) for (const n of [l.people, l.served, l.people !== null && l.served !== null ? l.people - l.served : null]) expect(n === null || n === 0 || n >= 5).toBe(true);
      if (lines.length > 1) for (const gaps of [lines.filter((l) => l.people === null), lines.filter((l) => l.served === null)]) expect(gaps.length).not.toBe(1);
    }));
  });
});

describe('nobody stands first on every list', () => {
  const lists = ['a', 'b', 'c'].map((seekerId) => ({ seekerId, supporterIds: ['ben', 'cleo', 'dan', 'eve'] }));

  test('a cap moves later seekers on to others, and the order of fit stays', () => {
    expect(capExposure(lists, 2, 2).map((l) => l.supporterIds)).toEqual([['ben', 'cleo'], ['ben', 'cleo'], ['dan', 'eve']]);
  });

  test('nobody’s list gets shorter, and no cap is passed while somebody under it is left', () => {
    const anyLists = fc.array(fc.uniqueArray(fc.constantFrom('p', 'q', 'r', 's', 't')).map((supporterIds) => ({ seekerId: 's', supporterIds })));
    fc.assert(fc.property(anyLists, fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 3 }), (all, show, most) => {
      const capped = capExposure(all, show, most), shown = new Map<string, number>();
      capped.forEach(({ supporterIds }, i) => {
        expect(supporterIds.length).toBe(Math.min(show, all[i].supporterIds.length));
        const over = supporterIds.some((id) => (shown.get(id) ?? 0) >= most);
        if (over) for (const id of all[i].supporterIds) expect((shown.get(id) ?? 0) >= most || supporterIds.includes(id)).toBe(true);
        for (const id of supporterIds) shown.set(id, (shown.get(id) ?? 0) + 1);
      });
      expect(exposureOf(capped)).toEqual(shown);
    }));
  });

  test('the share of the most shown tenth is told in a thousand', () => {
    expect(shareOfTopTenth(new Map([['ben', 6], ['cleo', 2]]), 10)).toBe(750);
    expect(shareOfTopTenth(new Map(), 10)).toBeNull();
  });
});
