import { describe, expect, it } from 'vitest';
import { speak } from '../messages/index.ts';
import { capital, small } from './capital.ts';
import { hoursInWords } from './hours-in-words.ts';
import { keptInWords } from './kept-in-words.ts';
import { zoneInWords } from './zone-in-words.ts';

const [en, fr] = [speak('en'), speak('fr')];
/** As people read it: no-break spaces are spaces. */
const read = (words: string) => words.replaceAll(/[\u00a0\u202f]/g, ' ');
const week = (days: readonly number[], opens: string, closes: string) => days.map((weekday) => ({ weekday, opens, closes }));

describe('hours in words', () => {
  it('put days with the same hours together', () => {
    const hours = [...week([1, 2, 3, 4, 5], '09:00', '17:00'), ...week([6], '10:00', '12:30')];
    expect(read(hoursInWords(en, hours))).toBe('Monday to Friday, 9 am to 5 pm; Saturday, 10 am to 12:30 pm');
    expect(read(hoursInWords(fr, hours))).toBe('du lundi au vendredi, de 9 h à 17 h; samedi, de 10 h à 12 h 30');
  });
  it('name two days one by one, and both stretches of a day with a break', () => {
    const hours = [1, 2].flatMap((day) => [...week([day], '09:00', '12:00'), ...week([day], '13:00', '24:00')]);
    expect(read(hoursInWords(en, hours))).toBe('Monday and Tuesday, 9 am to noon and 1 pm to midnight'.replace('noon', read(en.time(new Date('2026-06-01T12:00:00Z'), 'UTC'))));
  });
  it('are nothing when there are none', () => expect(hoursInWords(en, [])).toBe(''));
});

describe('a promise as it was kept, in words', () => {
  it('says figures, the length most took, and who waits', () => {
    expect(read(keptInWords(en, { kind: 'measured', kept: 61, due: 61, most: { amount: 7, unit: 'hour' }, lateNow: 0 }))).toBe(
      'In the last 90 days, 61 of 61 were answered in time, most within 7 hours. Nobody is waiting past their date.',
    );
    expect(read(keptInWords(fr, { kind: 'measured', kept: 58, due: 61, lateNow: 2 }))).toBe(
      'Dans les 90 derniers jours, 58 sur 61 ont eu leur réponse à temps. 2 personnes attendent au-delà de leur date.',
    );
  });
  it('gives no figures for a few, and does not hide that somebody waits', () => {
    expect(keptInWords(en, { kind: 'few', allInTime: true, lateNow: 0 })).toContain('Each of them was answered in time. Nobody is waiting past their date.');
    expect(keptInWords(en, { kind: 'few', allInTime: false, lateNow: 1 })).toContain('Not all of them were answered in time. 1 person is waiting past their date.');
    expect(keptInWords(en, { kind: 'nobody-yet', lateNow: 1 })).toBe('1 person is waiting past their date.');
  });
});

it('says a time zone the way people say it, with its town', () => {
  const summer = new Date('2026-07-01T12:00:00Z');
  expect([zoneInWords('en', 'America/Vancouver', summer), zoneInWords('fr', 'America/Vancouver', summer), zoneInWords('fr', 'America/St_Johns', summer)])
    .toEqual(['Pacific Time (Vancouver)', 'heure du Pacifique (Vancouver)', 'heure de Terre-Neuve (St Johns)']);
});

it('begins a line with a capital, where a French day is written small', () => {
  expect(small(fr, 'À peu près le même âge')).toBe('à peu près le même âge');
  expect([capital(fr, 'mardi 24 novembre'), capital(fr, 'à midi'), capital(en, 'by phone')]).toEqual(['Mardi 24 novembre', 'À midi', 'By phone']);
});
