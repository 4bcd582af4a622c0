import { describe, expect, it } from 'vitest';
import { dateOrdersOf, readDate, readTime } from './read-date.ts';
import { readEmail } from './read-email.ts';
import { readHours } from './read-hours.ts';
import { readLanguages } from './read-languages.ts';
import { readNumber } from './read-number.ts';
import { readPhone } from './read-phone.ts';
import { readRole } from './read-role.ts';
import { readState } from './read-state.ts';
import { readYesNo } from './read-yes-no.ts';

const codes = (reading: { problems: { code: string }[] }): string[] => reading.problems.map(({ code }) => code);

describe('dates', () => {
  it.each([
    ['2026-08-26 19:05', '2026-08-26', '19:05'],
    ['2026-08-26T19:05:00.000Z', '2026-08-26', '19:05'],
    ['28/07/2026', '2026-07-28', null],
    ['7/28/2026 3:16:00 PM', '2026-07-28', '15:16'],
    ['12/31/2026 12:05:00 AM', '2026-12-31', '00:05'],
    ['05/05/2026', '2026-05-05', null],
    ['26.08.26', '2026-08-26', null],
    ['2 mars 2026', '2026-03-02', null],
    ['1er août 2026', '2026-08-01', null],
    ['lundi 2 mars 2026 à 14 h 30', '2026-03-02', '14:30'],
    ['March 2, 2026 at 3 pm', '2026-03-02', '15:00'],
    ['févr. 2026', '2026-02', null],
    ['46339', '2026-11-13', null],
    ['46339.5', '2026-11-13', '12:00'],
    ['46081,75', '2026-02-28', '18:00'],
  ])('reads %s', (typed, on, time) => {
    expect(readDate(typed)).toEqual({ value: { on, time }, keep: false, problems: [] });
  });

  it('leaves open what could be two days, and says both', () => {
    expect(readDate('6/7/2026')).toEqual({ value: null, keep: true, problems: [{ code: 'date-ambiguous', values: { one: '2026-07-06', other: '2026-06-07' } }] });
    expect(readDate('6/7/2026', undefined, 'day-first').value?.on).toBe('2026-07-06');
  });

  it('lets each way of writing in a column prove its own order, and none when it contradicts itself', () => {
    const column = ['6/7/2026 3:16:00 PM', '4/23/2026 1:00:00 AM', '06/07/2026', '28/07/2026', '1.2.2026', '25-03-2026', '03-25-2026'];
    const orders = dateOrdersOf(column);
    expect(readDate('6/7/2026 3:16:00 PM', orders).value?.on).toBe('2026-06-07');
    expect(readDate('06/07/2026', orders).value?.on).toBe('2026-07-06');
    expect(codes(readDate('1.2.2026', orders))).toEqual(['date-ambiguous']);
    expect(codes(readDate('04-05-2026', orders))).toEqual(['date-ambiguous']);
  });

  it('never makes a day that is none', () => {
    for (const typed of ['31/02/2026', '2026-13-01', '29 février 2026', '2026-02-30']) expect([readDate(typed).value, codes(readDate(typed))]).toEqual([null, ['date-impossible']]);
    for (const typed of ['soon', '2026', 'le 3', '12', '99999', 'May be 2026 or not']) expect(readDate(typed).value).toBeNull();
    expect(codes(readDate('1/1/0001'))).toEqual(['date-far-off']);
  });

  it('reads times in both languages', () => {
    expect(['3:16 PM', '15 h 30', '18h', '7pm', '12 am', '25:00', '7'].map(readTime)).toEqual(['15:16', '15:30', '18:00', '19:00', '00:00', null, null]);
  });
});

describe('telephones', () => {
  it.each([
    ['604-555-0149', '+16045550149', null],
    ['(514) 555 0121', '+15145550121', null],
    ['+1 250 555 0163 ext. 4', '+12505550163', '4'],
    ['514.555.0121 poste 22', '+15145550121', '22'],
    ['+33 1 42 68 53 00', '+33142685300', null],
    ['0033 1 42 68 53 00', '+33142685300', null],
    ['15145550121', '+15145550121', null],
  ])('reads %s', (typed, number, extension) => {
    expect(readPhone(typed, 'CA')).toEqual({ value: { number, extension }, keep: false, problems: [] });
  });

  it('does not guess an area code, a first of two is told, words are kept', () => {
    expect(codes(readPhone('5550122', 'CA'))).toEqual(['phone-no-area-code']);
    expect(readPhone('604 555 0149 / 604 555 0150', 'CA')).toEqual({ value: { number: '+16045550149', extension: null }, keep: true, problems: [{ code: 'phone-several', values: { count: 2 } }] });
    expect(readPhone('604-555-0149 (cell)', 'CA')).toMatchObject({ value: { number: '+16045550149' }, keep: true });
    expect(readPhone('call after 4 pm please', 'CA')).toEqual({ value: null, keep: true, problems: [{ code: 'phone-unread', values: {} }] });
    expect(readPhone('01 42 68 53 00', 'FR').value?.number).toBe('+33142685300');
  });
});

describe('addresses', () => {
  it('takes them out of a name and brackets, keeping the whole', () => {
    expect(readEmail(' A@B.ORG ')).toEqual({ value: 'A@B.ORG', keep: false, problems: [] });
    expect(readEmail('Théo B. <x0@example.com>')).toEqual({ value: 'x0@example.com', keep: true, problems: [] });
    expect(readEmail('a@b.org, c@d.org')).toMatchObject({ value: 'a@b.org', keep: true, problems: [{ code: 'email-several' }] });
  });

  it('flags a likely misspelling and changes nothing', () => {
    expect(readEmail('isla@gmial.com')).toEqual({ value: 'isla@gmial.com', keep: false, problems: [{ code: 'email-maybe-typo', values: { meant: 'isla@gmail.com' } }] });
  });

  it('never cuts a stranger’s address out of a broken one', () => {
    for (const typed of ['no email', 'o’shea@example.org', 'a b@', '@x.org', 'a@b', 'a..b@c.org', 'x'.repeat(2000)]) expect(readEmail(typed).value).toBeNull();
  });
});

describe('yes and no', () => {
  it('reads both languages and ticked boxes', () => {
    for (const typed of ['Yes', 'oui', 'TRUE', '1', 'x', '✓', 'J’accepte', 'I agree']) expect(readYesNo(typed).value).toBe('yes');
    for (const typed of ['No', 'non', 'FALSE', '0', 'I do not agree', 'Je n’accepte pas']) expect(readYesNo(typed).value).toBe('no');
    expect(readYesNo('I agree that you read this', 'I agree that you read this').value).toBe('yes');
  });

  it('takes no doubtful yes', () => {
    for (const typed of ['yes but not my name', 'maybe', 'I', 'je', 'suis']) expect([readYesNo(typed).value, codes(readYesNo(typed))]).toEqual([null, ['yes-no-unread']]);
    expect(readYesNo('I do not want letters', 'I do not want letters').value).toBeNull();
  });
});

describe('numbers', () => {
  it('reads ages, months and babies in years', () => {
    expect(['7 yrs', '14 months', '16', 'newborn', '18 mois', '3,5 ans', 'bébé', '1 200'].map((typed) => readNumber(typed, 'year').value)).toEqual([7, 1, 16, 0, 1, 3.5, 0, 1200]);
    expect(readNumber('14 months', 'year').keep).toBe(true);
  });

  it('takes the careful end of a range and no number out of a sentence', () => {
    expect(readNumber('2-3', 'person')).toMatchObject({ value: 2, keep: true, problems: [{ code: 'number-range', values: { from: 2, to: 3 } }] });
    expect(readNumber('3 max', 'person').value).toBe(3);
    expect(readNumber('5 at diagnosis', 'year')).toMatchObject({ value: 5, keep: true });
    for (const typed of ['as many as needed', 'toddler then, teen now', 'not 3', '1E2', '3 cats', '٣']) expect(readNumber(typed, 'person').value).toBeNull();
  });
});

describe('free hours', () => {
  const slots = (typed: string): string[] => (readHours(typed).value ?? []).map(({ day, from, to }) => `${day} ${from}-${to}`);

  it('reads parts of the week in both languages alike', () => {
    expect(slots('soirs de semaine')).toEqual(slots('weekday evenings'));
    expect(slots('weeknights')).toEqual(['1 18:00-21:00', '2 18:00-21:00', '3 18:00-21:00', '4 18:00-21:00', '5 18:00-21:00']);
    expect(slots('fins de semaine')).toEqual(slots('week-end'));
    expect(slots('any time')).toHaveLength(7);
    expect(slots('mardi et jeudi après 17 h')).toEqual(['2 17:00-21:00', '4 17:00-21:00']);
    expect(slots('Mon-Wed 6-8 pm')).toEqual(['1 18:00-20:00', '2 18:00-20:00', '3 18:00-20:00']);
    expect(slots('ven-lun 18h-20h')).toEqual(['1 18:00-20:00', '5 18:00-20:00', '6 18:00-20:00', '7 18:00-20:00']);
    expect(slots('weekday evenings; weekday mornings|soirs de semaine')).toHaveLength(10);
  });

  it('reads a piece whole or not at all', () => {
    expect(readHours('weekends; never on Mondays')).toMatchObject({ keep: true, problems: [{ code: 'hours-unread', values: { piece: 'never on Mondays' } }] });
    expect(slots('weekends; never on Mondays')).toEqual(['6 09:00-21:00', '7 09:00-21:00']);
    for (const typed of ['not Mondays', 'tous les jours sauf lundi', 'ask me', '10-2', 'depends on shifts']) expect(readHours(typed).value).toBeNull();
  });
});

describe('languages, roles and states', () => {
  it('reads languages however they are strung together, first one first', () => {
    const spoken = (typed: string): string => (readLanguages(typed).value ?? []).map(({ code, level }) => code + (level ? '?' : '')).join(' ');
    expect(['French and English', 'Punjabi; English', 'Mandarin, a little English', 'العربية', 'anglais/français', 'ASL', 'un peu de français', 'Créole haïtien'].map(spoken)).toEqual(['fr en', 'pa en', 'cmn en?', 'ar', 'en fr', 'ase', 'fr?', 'ht']);
    expect(readLanguages('Klingon, English')).toMatchObject({ keep: true, problems: [{ code: 'language-unread', values: { piece: 'Klingon' } }] });
  });

  it('reads who somebody is, unless it is both', () => {
    expect([readRole('Peer supporter').value, readRole('je cherche du soutien').value, readRole('seeker or volunteer').value, readRole('mother').value]).toEqual(['supporter', 'seeker', null, null]);
  });

  it('reads how far a training has come', () => {
    expect(['Yes, June 2026', 'in progress', 'not yet', 'completed 2024-05-11', 'Oui', 'expired 2025', 'n/a', 'probably'].map((typed) => readState(typed).value)).toEqual([
      { state: 'done', on: '2026-06' }, { state: 'under-way', on: null }, { state: 'not-yet', on: null }, { state: 'done', on: '2024-05-11' },
      { state: 'done', on: null }, { state: 'expired', on: '2025' }, { state: 'not-needed', on: null }, null,
    ]);
  });
});
