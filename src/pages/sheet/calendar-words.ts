import type { Speak } from '../../messages/index.ts';

/** The name of a weekday, 1 for Monday. */
export function weekdayInWords(t: Speak, weekday: number, style: 'long' | 'short'): string {
  // The first of June 2026 is a Monday.
  return capital(t, new Intl.DateTimeFormat(t.locale, { weekday: style, timeZone: 'UTC' }).format(new Date(Date.UTC(2026, 5, weekday))));
}

/** The name of a month, 1 for January. */
export function monthInWords(t: Speak, month: number): string {
  return capital(t, new Intl.DateTimeFormat(t.locale, { month: 'long', timeZone: 'UTC' }).format(new Date(Date.UTC(2026, month - 1, 1))));
}

/** A whole hour as a clock shows it: “8 am”, « 8 h ». `minutes` from 0 to 1440. */
export function hourInWords(t: Speak, minutes: number): string {
  return t.time(new Date(Date.UTC(2026, 5, 1, 0, minutes)), 'UTC');
}

function capital(t: Speak, word: string): string {
  return word.charAt(0).toLocaleUpperCase(t.locale) + word.slice(1);
}
