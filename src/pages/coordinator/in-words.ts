import { say, starter, type Text } from '../../content/index.ts';
import type { BareKey, Speak } from '../../messages/index.ts';
import type { Answered, PersonInFew } from '../../rooms/desk/index.ts';
import { type Coded, DAY_PARTS, type DayPart } from '../../rooms/intake/index.ts';
import type { PromiseState } from '../../rooms/promises/index.ts';
import { daysInWords } from '../hours-in-words.ts';

/** The few words under a name in a list: “phone only, evenings, reads French”. Empty when there is nothing to mind. */
export function fewWords(t: Speak, who: PersonInFew | undefined, more: { readonly urgent?: boolean; readonly callFirst?: boolean; readonly source?: string | undefined } = {}): string {
  const words = [
    more.urgent && t('desk.few.urgent'),
    more.callFirst && t('desk.few.call-first'),
    who?.phoneOnly && t('desk.few.phone-only'),
    ...(who?.parts ?? []).map((part) => t(partWords[part])),
    who?.reads !== undefined && t('desk.few.reads', { language: languageInWords(t, who.reads) }),
    more.source === 'referral' && t('desk.few.referred'),
  ];
  return words.filter((one): one is string => typeof one === 'string').join(' · ');
}

/** The name of a part of the day, on several days. */
const partWords = { morning: 'desk.part.morning', afternoon: 'desk.part.afternoon', evening: 'desk.part.evening', night: 'desk.part.night' } as const satisfies Record<DayPart, BareKey>;

/** What is promised, by the kind of promise. */
export function kindInWords(t: Speak, kind: string): string {
  switch (kind) {
    case 'first-answer': case 'match': case 'application-answer': case 'letter-answer': case 'group-answer': return t(`desk.kind.${kind}`);
    default: return t('desk.kind.other');
  }
}

/** How a promise is drawn. */
export function drawn(state: PromiseState): 'kept' | 'due' | 'late' {
  if (state === 'late') return 'late';
  return state === 'due-soon' || state === 'kept-late' ? 'due' : 'kept';
}

/** Made once for each language of the pages: a list says a language in every other row. */
const languages = new Map<string, Intl.DisplayNames>();

/** A language by its code, in the reader's language: “French”. A code nobody knows stays as it is. */
export function languageInWords(t: Speak, code: string): string {
  try {
    const names = languages.get(t.locale) ?? new Intl.DisplayNames(t.locale, { type: 'language', languageDisplay: 'standard' });
    languages.set(t.locale, names);
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}

/** The name of a course. One that the programme made itself is called by its id until the training room opens. */
export function courseInWords(t: Speak, id: string): string {
  const course = starter().training.courses.find((one) => one.id === id);
  return course === undefined ? id : say(course.title, t.lang);
}

/** An answer in words: `lines` of what was chosen, `own` of what was written. Undefined when nothing was answered. */
export function answerInWords(t: Speak, { question, answer }: Answered): { readonly lines: readonly string[]; readonly own: readonly string[] } | undefined {
  if (answer === undefined || answer.skipped) return undefined;
  const { coded, written } = answer;
  const beside = written.beside ?? {};
  const option = (id: string) => question.options.find((one) => one.id === id);
  const lines = (coded.chosen ?? []).map((id) => {
    const each = coded.each?.[id];
    const weight = each === undefined ? undefined : question.eachOption?.[each];
    const found = option(id);
    const name = question.kind === 'language' ? languageInWords(t, id) : found === undefined ? id : say(found.text, t.lang);
    return [name, weight && say(weight as Text, t.lang), beside[id]].filter((one) => one !== undefined && one !== '').join(' — ');
  });
  const slots = slotsInWords(t, coded.slots ?? []);
  const number = coded.number === undefined ? [] : [unitOf(t, question.unit, coded.number)];
  const date = coded.date === undefined ? [] : [coded.date.length === 7 ? t.date(new Date(`${coded.date}-15T12:00:00Z`), 'UTC', 'month') : t.date(new Date(`${coded.date}T12:00:00Z`), 'UTC', 'long')];
  const own = written.text === undefined ? [] : [written.text];
  const all = [...lines, ...slots, ...number, ...date];
  return all.length + own.length === 0 ? undefined : { lines: all, own };
}

/** Free times in a week, days with the same times together: “Monday to Friday: evening”. */
export function slotsInWords(t: Speak, slots: NonNullable<Coded['slots']>): readonly string[] {
  const byDay = [...Map.groupBy(slots, ({ day }) => day)].toSorted(([a], [b]) => a - b);
  const byTimes = Map.groupBy(byDay, ([, own]) => t.list(own.flatMap((slot) => timesInWords(t, slot))));
  return [...byTimes].map(([times, days]) => t('desk.day', { day: capital(t, daysInWords(t, days.map(([day]) => day))), times }));
}

function timesInWords(t: Speak, slot: { from: number; to: number }): string[] {
  const inside = Object.entries(DAY_PARTS).filter(([, part]) => slot.from <= part.from && slot.to >= part.to);
  const whole = inside.length > 0 && inside[0]?.[1].from === slot.from && inside.at(-1)?.[1].to === slot.to;
  if (whole) return inside.map(([name]) => t(`desk.one-part.${name as DayPart}`));
  return [t('desk.times', { from: clock(t, slot.from), to: clock(t, slot.to) })];
}

function clock(t: Speak, minutes: number): string {
  return t.time(new Date(Date.UTC(2026, 5, 1, 0, minutes)), 'UTC');
}

function unitOf(t: Speak, unit: 'hour' | 'month' | 'person' | undefined, amount: number): string {
  if (unit === 'hour' || unit === 'month') return t.lasting(amount, unit);
  return unit === 'person' ? t('desk.people', { count: amount }) : t.number(amount);
}

function capital(t: Speak, words: string): string {
  return words.charAt(0).toLocaleUpperCase(t.locale) + words.slice(1);
}

/** A day from `2026-12-01` in words. */
export function dayInWords(t: Speak, day: string): string {
  return t.date(new Date(`${day}T12:00:00Z`), 'UTC', 'long');
}

/** The id of the one who reads, when signed in. */
export function readerOf(actor: { readonly kind: string; readonly person?: string }): string | undefined {
  return actor.kind === 'person' ? actor.person : undefined;
}
