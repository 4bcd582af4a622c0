import { describe, expect, expectTypeOf, test } from 'vitest';
import fc from 'fast-check';
import { dateIn, dayNumber, timeIn } from './dates.ts';
import { isLang, langs, speak, type PlainKey } from './index.ts';
import { keysFile, shapeOf } from './shape.ts';

const en = speak('en');
const fr = speak('fr');
const toronto = 'America/Toronto';
// 5 pm on a Friday in Toronto; 11 pm in Paris.
const friday = new Date('2026-11-27T22:00:00Z');

describe('sentences', () => {
  test('a sentence is said in each language with its arguments', () => {
    expect(en('time.at', { day: 'Friday', time: '5 pm' })).toBe('Friday at 5 pm');
    expect(fr('time.at', { day: 'vendredi', time: '17 h' })).toBe('vendredi à 17 h');
  });

  test('counting follows each language: French nought is singular', () => {
    expect([0, 1, 2].map((n) => en('time.length.day', { amount: n }))).toEqual(['0 days', '1 day', '2 days']);
    expect([0, 1, 2].map((n) => fr('time.length.day', { amount: n }))).toEqual(['0 jour', '1 jour', '2 jours']);
  });

  test('words that look like markup or like ICU stay words', () => {
    fc.assert(fc.property(fc.string(), fc.constantFrom('<b>', '{day}', '#', "'{", '’'), (some, odd) => {
      expect(en('time.at', { day: odd + some, time: odd })).toBe(`${odd}${some} at ${odd}`);
    }));
  });

  test('a rich sentence gives its pieces in order', () => {
    expect(en.rich('time.at', { day: { bold: 'Friday' }, time: '5 pm' })).toEqual([{ bold: 'Friday' }, ' at 5 pm']);
    expect(en.rich('time.today')).toEqual(['today']);
  });

  test('the same voice is given every time', () => {
    expect(speak('fr')).toBe(fr);
    expect(langs.map((lang) => speak(lang).lang)).toEqual(['en', 'fr']);
  });

  test('a key that exists in no language throws', () => {
    const key: string = 'time.never-written';
    expect(() => en(key as 'time.today')).toThrow('time.never-written');
  });

  test('only languages we write are languages', () => {
    expect([isLang('fr'), isLang('de'), isLang('constructor'), isLang(undefined)]).toEqual([true, false, false, false]);
  });
});

test('a wrong key, a missing argument and one too many do not compile', () => {
  const notRun = () => {
    // @ts-expect-error there is no such key
    en('time.yesteryear');
    // @ts-expect-error the arguments are missing
    en('time.at');
    // @ts-expect-error one argument is missing
    en('time.at', { day: 'Friday' });
    // @ts-expect-error one argument too many
    en('time.at', { day: 'Friday', time: '5 pm', zone: 'x' });
    // @ts-expect-error a number is wanted
    en('time.length.day', { amount: '2' });
    // @ts-expect-error a sentence that needs nothing takes nothing
    en('time.today', {});
    const either: 'time.today' | 'time.at' = 'time.at' as 'time.today' | 'time.at';
    // @ts-expect-error one of several keys needs the arguments of all
    en(either);
    en(either, { day: 'Friday', time: '5 pm' });
    // @ts-expect-error a choice of any key needs the arguments of all
    en('time.at' as PlainKey);
  };
  expectTypeOf(notRun).toBeFunction();
  expect(notRun).toBeTypeOf('function');
});

describe('what a sentence needs', () => {
  test('is read from the English text', () => {
    const text = '{name} {n, plural, one {# day} other {# days}} {side, select, seeker {a} other {b <link>c</link>}} {late, select, true {x} other {y}} {share, number, percent}';
    expect(Object.fromEntries(shapeOf(text))).toEqual({
      name: 'string', n: 'number', side: { choice: ['other', 'seeker'] }, link: 'tag', late: 'boolean', share: 'number',
    });
  });

  test('is written as types, in order, with the import only when a tag needs it', () => {
    const file = keysFile({ intake: { 'ask.title': 'Hello {name}', 'ask.more': 'Read <link>this</link>' }, desk: { none: 'Nothing' } });
    expect(file).toContain("'desk.none': Record<never, never>;\n  'intake.ask.more': { link: Tag };\n  'intake.ask.title': { name: string };");
    expect(file).toContain("import type { Tag } from './tag.ts';");
    expect(keysFile({ desk: { none: 'Nothing' } })).not.toContain('import');
  });

  test('a sentence that formats a date itself is refused, and a broken one is named', () => {
    expect(() => keysFile({ desk: { due: 'By {when, date}' } })).toThrow(/desk\.due.*t\.date/);
    expect(() => keysFile({ desk: { due: 'By {when' } })).toThrow('desk.due');
    expect(() => keysFile({ desk: { due: '{n} {n, plural, other {#}}' } })).toThrow('string in one place and number in another');
  });
});

describe('dates and times', () => {
  test('are said in words, where the person is', () => {
    expect(en.date(friday, toronto)).toBe('Friday, November 27');
    expect(fr.date(friday, toronto)).toBe('vendredi 27 novembre');
    expect(en.date(friday, toronto, 'full')).toBe('Friday, November 27, 2026');
    expect(fr.date(friday, toronto, 'month')).toBe('novembre 2026');
    expect(en.date(friday, 'Asia/Tokyo')).toBe('Saturday, November 28');
  });

  test('the first of the month is “1er” in French', () => {
    expect(fr.date(new Date('2026-12-01T12:00:00Z'), toronto, 'long')).toBe('1er décembre 2026');
    expect(en.date(new Date('2026-12-01T12:00:00Z'), toronto, 'long')).toBe('December 1, 2026');
  });

  test('hours are said the way people say them, and never break in the middle', () => {
    const at = (time: string) => [en, fr].map((t) => t.time(new Date(`2026-11-27T${time}:00Z`), 'UTC'));
    expect(at('17:00')).toEqual(['5\u00a0pm', '17\u00a0h']);
    expect(at('09:05')).toEqual(['9:05\u00a0am', '9\u00a0h\u00a005']);
    expect(at('12:00')).toEqual(['noon', 'midi']);
    expect(at('00:00')).toEqual(['midnight', 'minuit']);
    expect(at('00:30')).toEqual(['12:30\u00a0am', '0\u00a0h\u00a030']);
  });

  test('a moment beside now is said as near as it is', () => {
    const from = (now: string) => en.moment(friday, toronto, new Date(now));
    expect(from('2026-11-27T06:00:00Z')).toBe('today at 5\u00a0pm');
    // Already Friday in London, still Thursday in Toronto.
    expect(from('2026-11-27T04:00:00Z')).toBe('tomorrow at 5\u00a0pm');
    expect(from('2026-11-22T17:00:00Z')).toBe('Friday at 5\u00a0pm');
    expect(from('2026-11-20T17:00:00Z')).toBe('Friday, November 27 at 5\u00a0pm');
    expect(from('2026-11-28T17:00:00Z')).toBe('yesterday at 5\u00a0pm');
    expect(from('2027-11-28T17:00:00Z')).toBe('Friday, November 27, 2026 at 5\u00a0pm');
    expect(fr.moment(friday, toronto, friday)).toBe('aujourd’hui à 17\u00a0h');
    expect(fr.moment(friday, toronto)).toBe('vendredi 27 novembre à 17\u00a0h');
  });

  test('a span is hours within one day, and days beyond it', () => {
    const later = (hours: number) => ({ epochMilliseconds: friday.getTime() + hours * 3_600_000 });
    expect(en.span(friday, later(1), toronto)).toBe('Friday, November 27, 5\u00a0pm to 6\u00a0pm');
    expect(fr.span(friday, later(1), toronto)).toBe('vendredi 27 novembre, de 17\u00a0h à 18\u00a0h');
    expect(fr.span(friday, later(72), toronto)).toBe('du vendredi 27 novembre au lundi 30 novembre');
  });

  test('the clock change does not move an hour', () => {
    expect(en.time(new Date('2026-11-01T05:30:00Z'), toronto)).toBe('1:30\u00a0am');
    expect(en.time(new Date('2026-11-01T06:30:00Z'), toronto)).toBe('1:30\u00a0am');
  });

  test('how far away, in the largest unit that fits', () => {
    const away = (minutes: number) => en.away({ epochMilliseconds: minutes * 60_000 }, { epochMilliseconds: 0 });
    expect([-30, 59, 180, 47 * 60, -72 * 60].map(away)).toEqual(['30 minutes ago', 'in 59 minutes', 'in 3 hours', 'in 47 hours', '3 days ago']);
    expect(away(0.2)).toBe('just now');
  });

  test('days and hours are those of Intl, in every zone and at every clock change', () => {
    const instants = fc.oneof(fc.date({ min: new Date('1950-01-01'), max: new Date('2080-01-01'), noInvalidDate: true }), fc.constantFrom('2026-03-08T10:00:00Z', '2026-11-01T08:59:59.999Z', '2026-04-04T15:00:00Z', '2026-10-04T15:30:00Z').map((text) => new Date(text)));
    fc.assert(fc.property(instants, fc.constantFrom('America/Vancouver', 'Europe/Paris', 'Australia/Lord_Howe', 'Africa/Casablanca', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Apia', 'UTC'), (at, zone) => {
      const parts = new Intl.DateTimeFormat('en', { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', hourCycle: 'h23', timeZone: zone }).formatToParts(at);
      const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
      expect(dayNumber(at, zone)).toBe(Date.UTC(part('year'), part('month') - 1, part('day')) / 86_400_000);
      expect(timeIn('fr', at, zone, { noon: '12 h', midnight: '0 h' }).replaceAll('\u00a0', ' ')).toBe(`${part('hour')} h${part('minute') === 0 ? '' : ` ${String(part('minute')).padStart(2, '0')}`}`);
      expect(dateIn('en', at, zone, 'full')).toBe(new Intl.DateTimeFormat('en', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: zone }).format(at));
    }), { numRuns: 2000 });
  });

  test('a zone nobody knows throws', () => {
    expect(() => en.time(friday, 'Mars/Olympus')).toThrow(RangeError);
  });
});

test('lists, lengths and numbers follow the language', () => {
  expect([en.list(['Ben', 'Grace', 'Kit']), fr.list(['Ben', 'Grace', 'Kit'], 'or'), en.list([])]).toEqual(['Ben, Grace and Kit', 'Ben, Grace ou Kit', '']);
  expect([en.lasting(2, 'working-day'), fr.lasting(1, 'working-hour')]).toEqual(['2 working days', '1 heure ouvrable']);
  expect([en.number(0.94, 'percent'), fr.number(0.94, 'percent'), fr.number(12345.5)]).toEqual(['94%', '94\u00a0%', '12\u00a0345,5']);
});
