import { Temporal } from 'temporal-polyfill';

/** A stretch of the day in which somebody wants quiet: `HH:MM` (seconds allowed), in their own zone. `until` before `from` passes midnight; equal is no stretch. */
export interface QuietHours {
  readonly from: string;
  readonly until: string;
}

/** Whether a moment lies in quiet hours, where the person is. `until` itself is not quiet any more. */
export function isQuiet(at: Date, hours: QuietHours, zone: string): boolean {
  const { hour, minute } = wallOf(at, zone);
  return holds(hours, hour * 60 + minute);
}

/**
 * The first moment from `at` on that lies in none of the stretches; `at` itself when it is not quiet.
 * When the stretches together leave no minute of the day, only the first (the person's own wish) counts: a notice must arrive some time.
 * Right on the days when clocks change: the end is a time on the wall.
 */
export function afterQuiet(at: Date, stretches: readonly QuietHours[], zone: string): Date {
  const counted = leavesNothing(stretches) ? stretches.slice(0, 1) : stretches;
  if (leavesNothing(counted)) return at;
  let moment = at;
  // Each step leaves at least one stretch; together they leave a minute of the day free, so two days of steps are more than enough.
  for (let step = 0; step < 4 * (counted.length + 1); step += 1) {
    const now = moment;
    const quiet = counted.find((hours) => isQuiet(now, hours, zone));
    if (quiet === undefined) return moment;
    moment = endOf(quiet, moment, zone);
  }
  return moment;
}

/** The next moment at or after `at` when clocks on the wall show this time (`HH:MM`). */
export function nextAt(at: Date, time: string, zone: string): Date {
  const { hour, minute } = wallOf(at, zone);
  return hour * 60 + minute === minuteOf(time) ? at : endOf({ from: time, until: time }, at, zone);
}

/** The day on the wall at a moment, `YYYY-MM-DD`. */
export function dayOn(at: Date, zone: string): string {
  return wallOf(at, zone).toPlainDate().toString();
}

function endOf({ until }: QuietHours, after: Date, zone: string): Date {
  const wall = wallOf(after, zone);
  const minute = minuteOf(until);
  const end = (days: number) => wall.toPlainDate().add({ days }).toZonedDateTime({ timeZone: zone, plainTime: { hour: Math.floor(minute / 60), minute: minute % 60 } }).epochMilliseconds;
  const next = [0, 1, 2].map(end).find((ms) => ms > after.getTime());
  return new Date(next ?? after.getTime() + 86_400_000);
}

function holds({ from, until }: QuietHours, minute: number): boolean {
  const [start, end] = [minuteOf(from), minuteOf(until)];
  if (start === end) return false;
  return start < end ? minute >= start && minute < end : minute >= start || minute < end;
}

function leavesNothing(stretches: readonly QuietHours[]): boolean {
  if (stretches.length === 0) return false;
  for (let minute = 0; minute < 1440; minute += 1) if (!stretches.some((hours) => holds(hours, minute))) return false;
  return true;
}

function wallOf(at: Date, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
}

function minuteOf(time: string): number {
  const [hours = '0', minutes = '0'] = time.split(':');
  return (Number(hours) * 60 + Number(minutes)) % 1440;
}
