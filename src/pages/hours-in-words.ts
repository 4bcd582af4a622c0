import type { Speak } from '../messages/index.ts';
import type { OpenHours } from '../rooms/programmes/index.ts';

/** Hours of cover in words, days with the same hours together: “Monday to Friday, 9 am to 5 pm”. Empty when there are none. */
export function hoursInWords(t: Speak, hours: readonly OpenHours[]): string {
  const byTimes = new Map<string, number[]>();
  for (let weekday = 1; weekday <= 7; weekday += 1) {
    const own = hours.filter((one) => one.weekday === weekday);
    if (own.length === 0) continue;
    const times = t.list(own.map(({ opens, closes }) => t('public.hours.span', { from: timeInWords(t, opens), until: timeInWords(t, closes) })));
    byTimes.set(times, [...(byTimes.get(times) ?? []), weekday]);
  }
  return [...byTimes].map(([times, days]) => t('public.hours.days', { days: daysInWords(t, days), times })).join('; ');
}

/** The name of a weekday, 1 for Monday. */
export function weekdayInWords(t: Speak, weekday: number): string {
  // The first of June 2026 is a Monday.
  return new Intl.DateTimeFormat(t.locale, { weekday: 'long', timeZone: 'UTC' }).format(new Date(Date.UTC(2026, 5, weekday)));
}

/** Weekdays in words, three or more in a row as a span: “Monday to Friday and Sunday”. */
export function daysInWords(t: Speak, days: readonly number[]): string {
  const runs: number[][] = [];
  for (const day of days) {
    const last = runs.at(-1);
    if (last?.at(-1) === day - 1) last.push(day);
    else runs.push([day]);
  }
  const name = (day: number | undefined) => weekdayInWords(t, day ?? 1);
  return t.list(runs.flatMap((run) => (run.length > 2 ? [t('public.hours.from-day', { from: name(run[0]), until: name(run.at(-1)) })] : run.map(name))));
}

function timeInWords(t: Speak, time: string): string {
  if (time === '24:00') return t('public.hours.midnight');
  return t.time(new Date(`2026-06-01T${time}:00Z`), 'UTC');
}
