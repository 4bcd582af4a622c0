import IntlMessageFormat, { type Formatters } from 'intl-messageformat';
import { sentence } from './catalogue.ts';
import { dateIn, dayNumber, msOf, tidy, timeIn, type ClockWords, type Instant } from './dates.ts';
import { kept } from './kept.ts';
import { localeOf, type Lang } from './lang.ts';
import type { LengthUnit, Speak } from './types.ts';

/**
 * The voice of one language. Sentences are parsed when first said and then kept; the same voice is given every time.
 * A sentence this language lacks is said in English (a guard keeps the two complete); a key in no language throws.
 */
export function speak(lang: Lang): Speak {
  return voices[lang] ??= voiceOf(lang);
}

const voices: Partial<Record<Lang, Speak>> = {};

type Values = Parameters<IntlMessageFormat['format']>[0];

function voiceOf(lang: Lang): Speak {
  const locale = localeOf[lang];
  const message = kept((key) => parse(lang, key), 20_000);

  // The keys and their arguments are checked where a sentence is asked for; in here they are any key and any values.
  const t = ((key: string, values?: Values) => String(say(message(key), values))) as Speak;
  const words: ClockWords = { noon: t('time.clock.noon'), midnight: t('time.clock.midnight') };
  const dayAndTime = (day: string, instant: Instant, zone: string) => t('time.at', { day, time: timeIn(lang, instant, zone, words) });

  return Object.assign(t, {
    lang,
    locale,
    rich: ((key: string, values?: Values) => [say(message(key), values)].flat()) as Speak['rich'],
    list: (items, kind = 'and') => lists(`${locale} ${kind}`).format(items),
    date: (instant, zone, style = 'day') => dateIn(lang, instant, zone, style),
    time: (instant, zone) => timeIn(lang, instant, zone, words),
    moment: (instant, zone, now) => dayAndTime(dayBeside(t, instant, zone, now), instant, zone),
    span: (from, to, zone) => spanOf(t, from, to, zone),
    lasting: (amount, unit) => t(lengthKeys[unit], { amount }),
    away: (instant, now) => awayFrom(locale, msOf(instant) - msOf(now)) ?? t('time.now'),
    number: (value, style = 'plain') => tidy(numbers(`${locale} ${style}`).format(value)),
  } satisfies Pick<Speak, keyof Speak>);
}

/** The plain text of a sentence without arguments, or the parsed sentence: most sentences are the first, and cost nothing to say. */
function parse(lang: Lang, key: string): string | IntlMessageFormat {
  const text = sentence(lang, key) ?? sentence('en', key);
  if (text === undefined) throw new Error(`There is no sentence ${key}`);
  const parsed = new IntlMessageFormat(text, localeOf[lang], undefined, { formatters });
  const [first, ...more] = parsed.getAst();
  return first?.type === 0 && more.length === 0 ? first.value : parsed;
}

function say(message: string | IntlMessageFormat, values: Values): unknown {
  return typeof message === 'string' ? message : message.format(values);
}

function dayBeside(t: Speak, instant: Instant, zone: string, now: Instant | undefined): string {
  if (now === undefined) return t.date(instant, zone, 'day');
  const days = dayNumber(instant, zone) - dayNumber(now, zone);
  if (days === 0) return t('time.today');
  if (days === 1) return t('time.tomorrow');
  if (days === -1) return t('time.yesterday');
  // Within a week ahead the weekday alone is plain; behind us it would be taken for the one to come.
  if (days > 1 && days < 7) return t.date(instant, zone, 'weekday');
  return t.date(instant, zone, Math.abs(days) < 180 ? 'day' : 'full');
}

function spanOf(t: Speak, from: Instant, to: Instant, zone: string): string {
  if (dayNumber(from, zone) !== dayNumber(to, zone)) return t('time.span.more-days', { from: t.date(from, zone), to: t.date(to, zone) });
  return t('time.span.one-day', { day: t.date(from, zone), from: t.time(from, zone), to: t.time(to, zone) });
}

/** Undefined when it is this very minute. */
function awayFrom(locale: string, ms: number): string | undefined {
  const minutes = Math.round(ms / 60_000);
  if (minutes === 0) return undefined;
  const [amount, unit]: [number, Intl.RelativeTimeFormatUnit] =
    Math.abs(minutes) < 60 ? [minutes, 'minute'] : Math.abs(minutes) < 48 * 60 ? [Math.round(minutes / 60), 'hour']
      : [Math.round(minutes / 1440), 'day'];
  return tidy(relative(locale).format(amount, unit));
}

const lengthKeys = {
  'minute': 'time.length.minute',
  'hour': 'time.length.hour',
  'working-hour': 'time.length.working-hour',
  'day': 'time.length.day',
  'working-day': 'time.length.working-day',
  'week': 'time.length.week',
  'month': 'time.length.month',
} as const satisfies Record<LengthUnit, string>;

const lists = kept((key) => new Intl.ListFormat(key.split(' ')[0], { type: key.endsWith(' or') ? 'disjunction' : 'conjunction' }));
const numbers = kept((key) => new Intl.NumberFormat(key.split(' ')[0], key.endsWith(' percent') ? { style: 'percent' } : {}));
const relative = kept((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'always' }));

// One set of formatters for all sentences: the library would otherwise build new ones for every sentence.
const plurals = new Map<string, Intl.PluralRules>();
const figures = new Map<string, Intl.NumberFormat>();
const formatters: Formatters = {
  getNumberFormat: (locale, options) => once(figures, [locale, options], () => new Intl.NumberFormat(locale, options)),
  getPluralRules: (...args) => once(plurals, args, () => new Intl.PluralRules(...args)),
  getDateTimeFormat: (...args) => new Intl.DateTimeFormat(...args),
};

function once<T>(known: Map<string, T>, key: unknown, make: () => T): T {
  const name = JSON.stringify(key);
  const made = known.get(name) ?? make();
  known.set(name, made);
  return made;
}
