import { Temporal } from 'temporal-polyfill';

/**
 * The moment at which clocks in a zone show this day and time. Where they show it twice (the hour that autumn gives back) it is the first;
 * where they never show it (the hour that spring takes) there is no such moment: undefined.
 * @param day ISO date. @param time `HH:MM`. @param zone IANA name.
 */
export function momentAt(day: string, time: string, zone: string): Date | undefined {
  const wall = Temporal.PlainDateTime.from(`${day}T${time}`);
  const moment = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
  return moment.toPlainDateTime().equals(wall) ? new Date(moment.epochMilliseconds) : undefined;
}

/** The first moment of a day in a zone (midnight, or whatever comes first where midnight is skipped). */
export function startOfDay(day: string, zone: string): Date {
  return new Date(Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds);
}

/** The day and time that clocks in a zone show at a moment: `2026-12-01`, `17:30`. What fields for a day and a time hold. */
export function wallAt(moment: Date, zone: string): { readonly day: string; readonly time: string } {
  const zoned = Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO(zone);
  return { day: zoned.toPlainDate().toString(), time: zoned.toPlainTime().toString({ smallestUnit: 'minute' }) };
}
