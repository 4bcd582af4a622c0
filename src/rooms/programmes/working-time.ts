import { Temporal } from 'temporal-polyfill';

/** What a promise is counted in. `working-…` counts only hours of cover; the others follow the clock on the wall. */
export type TimeUnit = 'minute' | 'hour' | 'working-hour' | 'day' | 'working-day';

/** The units, in the order a page offers them. */
export const timeUnits = ['minute', 'hour', 'working-hour', 'day', 'working-day'] as const satisfies readonly TimeUnit[];

/** One stretch of cover: `weekday` is 1 (Monday) to 7 (Sunday), times are `HH:MM` (seconds allowed) in the programme's zone, `closes` up to `24:00`. */
export interface OpenHours {
  readonly weekday: number;
  readonly opens: string;
  readonly closes: string;
}

/** Hours of cover as they count: the week, the days off (ISO dates) and the zone (IANA name) they are meant in. */
export interface Cover {
  readonly hours: readonly OpenHours[];
  readonly closedDays: ReadonlySet<string>;
  readonly zone: string;
}

/** Whether working time can be counted at all. Without any hours of cover a working hour is an hour and a working day is a day, and pages say so. */
export function hasCover(hours: readonly OpenHours[]): boolean {
  return hours.some(({ opens, closes }) => minuteOf(opens) < minuteOf(closes));
}

/**
 * The moment by which something promised "within {amount} {unit}" is due (P6).
 * - `minute` and `hour` are elapsed time; `day` is the same time of day that many days on (also when clocks change in between).
 * - `working-hour` counts elapsed time inside the hours of cover only.
 * - `working-day` starts at the next moment of cover and goes that many days of cover on, to the same time of day, kept inside that day's hours; a part of a day counts too.
 * Never before `from`; later `from` or greater `amount` never gives an earlier moment. Without hours of cover: calendar time.
 * @param closedDays ISO dates (`2026-12-25`) in the programme's zone.
 */
export function addWorkingTime(from: Date, amount: number, unit: TimeUnit, hours: readonly OpenHours[], closedDays: Iterable<string>, zone: string): Date {
  const cover = { hours, closedDays: new Set(closedDays), zone };
  if (unit === 'working-hour' && hasCover(hours)) return addOpenTime(from, amount * HOUR, cover);
  if (unit === 'working-day' && hasCover(hours)) return addOpenDays(from, amount, cover);
  return addCalendarTime(from, amount, unit, zone);
}

/** The moment that lies `amount` before `from`, counted like `addWorkingTime`: when to warn, ahead of a due time. */
export function takeWorkingTime(from: Date, amount: number, unit: TimeUnit, hours: readonly OpenHours[], closedDays: Iterable<string>, zone: string): Date {
  const cover = { hours, closedDays: new Set(closedDays), zone };
  if (unit === 'working-hour' && hasCover(hours)) return takeOpenTime(from, amount * HOUR, cover);
  if (unit === 'working-day' && hasCover(hours)) return takeOpenDays(from, amount, cover);
  return addCalendarTime(from, -amount, unit, zone);
}

/** Whether somebody covers the programme at this moment. Without any hours of cover: always. */
export function isOpenAt(at: Date, cover: Cover): boolean {
  if (!hasCover(cover.hours)) return true;
  return stretchesOf(dayOf(at, cover.zone), cover).some(({ start, end }) => start <= at.getTime() && at.getTime() < end);
}

/** The last moment of cover at or before `at` and after `notBefore`, or undefined when there is none in between. A closing moment counts. */
export function lastOpenMoment(at: Date, notBefore: Date, cover: Cover): Date | undefined {
  if (!hasCover(cover.hours)) return at;
  for (const { start, end } of stretchesBackFrom(at, cover)) {
    if (end <= notBefore.getTime()) return undefined;
    if (start < at.getTime()) return new Date(Math.min(end, at.getTime()));
  }
  return undefined;
}

/**
 * A date that was counted in days, as the hour at which somebody is there: on a day of cover the same time of day moved into that day's hours, on any
 * other the next opening. So a time limit that ends on a day off ends when the office opens again (Regulation (EEC, Euratom) 1182/71, article 3(4)).
 * Never before `notBefore`; a later moment never gives an earlier one. Without any hours of cover: the moment itself.
 */
export function intoCover(at: Date, notBefore: Date, cover: Cover): Date {
  if (!hasCover(cover.hours)) return at;
  const day = dayOf(at, cover.zone);
  const open = stretchesOf(day, cover);
  const inside = open.length === 0 ? undefined : keptInside(at, day, open, cover.zone);
  return inside !== undefined && inside > notBefore ? inside : addOpenTime(at, 0, cover);
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

interface Stretch {
  readonly start: number;
  readonly end: number;
}

function addCalendarTime(from: Date, amount: number, unit: TimeUnit, zone: string): Date {
  if (unit === 'minute') return new Date(from.getTime() + amount * MINUTE);
  if (unit === 'hour' || unit === 'working-hour') return new Date(from.getTime() + amount * HOUR);
  const whole = Math.floor(amount);
  const before = calendarDaysOn(from, whole, zone).getTime();
  return amount === whole ? new Date(before) : new Date(before + (amount - whole) * (calendarDaysOn(from, whole + 1, zone).getTime() - before));
}

function calendarDaysOn(from: Date, days: number, zone: string): Date {
  return days === 0 ? from : new Date(instantAt(wallOf(from, zone).add({ days }), zone));
}

function addOpenTime(from: Date, length: number, cover: Cover): Date {
  let left = length;
  for (const { start, end } of stretchesFrom(from, cover)) {
    const begin = Math.max(start, from.getTime());
    if (begin + left <= end) return new Date(begin + left);
    left -= end - begin;
  }
  throw new RangeError('hours of cover end');
}

function takeOpenTime(from: Date, length: number, cover: Cover): Date {
  let left = length;
  for (const { start, end } of stretchesBackFrom(from, cover)) {
    const begin = Math.min(end, from.getTime());
    if (begin - left >= start) return new Date(begin - left);
    left -= begin - start;
  }
  throw new RangeError('hours of cover end');
}

/** Parts of a day of cover count as their share of the open time between the whole days around them, so that more never ends earlier. */
function addOpenDays(from: Date, amount: number, cover: Cover): Date {
  const whole = Math.floor(amount);
  const before = addWholeOpenDays(from, whole, cover);
  if (amount === whole) return before;
  return addOpenTime(before, (amount - whole) * openBetween(before, addWholeOpenDays(from, whole + 1, cover), cover), cover);
}

function takeOpenDays(from: Date, amount: number, cover: Cover): Date {
  const whole = Math.floor(amount);
  const after = takeWholeOpenDays(from, whole, cover);
  if (amount === whole) return after;
  return takeOpenTime(after, (amount - whole) * openBetween(takeWholeOpenDays(from, whole + 1, cover), after, cover), cover);
}

function openBetween(from: Date, to: Date, cover: Cover): number {
  let length = 0;
  for (const { start, end } of stretchesFrom(from, cover)) {
    if (start >= to.getTime()) return length;
    length += Math.min(end, to.getTime()) - Math.max(start, from.getTime());
  }
  return length;
}

function addWholeOpenDays(from: Date, amount: number, cover: Cover): Date {
  const begin = addOpenTime(from, 0, cover);
  let left = amount;
  for (let day = dayOf(begin, cover.zone); ; day = day.add({ days: 1 })) {
    const open = stretchesOf(day, cover);
    if (open.length === 0) continue;
    if (left === 0) return amount === 0 ? begin : keptInside(begin, day, open, cover.zone);
    left -= 1;
  }
}

function takeWholeOpenDays(from: Date, amount: number, cover: Cover): Date {
  const begin = takeOpenTime(from, 0, cover);
  let left = amount;
  for (let day = dayBefore(begin, cover.zone); ; day = day.subtract({ days: 1 })) {
    const open = stretchesOf(day, cover);
    if (open.length === 0) continue;
    if (left === 0) return amount === 0 ? begin : keptInside(begin, day, open, cover.zone);
    left -= 1;
  }
}

/** The same time of day on another day, moved into that day's hours: to the next opening from a gap, to the last closing from the evening. */
function keptInside(at: Date, day: Temporal.PlainDate, open: readonly Stretch[], zone: string): Date {
  const sameTime = instantAt(day.toPlainDateTime(wallOf(at, zone).toPlainTime()), zone);
  const stretch = open.find(({ end }) => sameTime <= end);
  return new Date(stretch === undefined ? (open.at(-1)?.end ?? sameTime) : Math.max(stretch.start, sameTime));
}

/** Stretches of cover that end after the moment, in order, without end (days off are finite, so there is always a next one). */
function* stretchesFrom(from: Date, cover: Cover): Generator<Stretch> {
  for (let day = dayOf(from, cover.zone); ; day = day.add({ days: 1 })) {
    for (const stretch of stretchesOf(day, cover)) if (stretch.end > from.getTime()) yield stretch;
  }
}

/** Stretches of cover that begin before the moment, the latest first. */
function* stretchesBackFrom(from: Date, cover: Cover): Generator<Stretch> {
  for (let day = dayOf(from, cover.zone); ; day = day.subtract({ days: 1 })) {
    for (const stretch of stretchesOf(day, cover).toReversed()) if (stretch.start < from.getTime()) yield stretch;
  }
}

/** The instants of one day's cover, in order and without overlap. A stretch that a change of clocks swallows is left out. */
function stretchesOf(day: Temporal.PlainDate, { hours, closedDays, zone }: Cover): readonly Stretch[] {
  if (closedDays.has(day.toString())) return [];
  const found: Stretch[] = [];
  const ofTheDay = hours.filter(({ weekday }) => weekday === day.dayOfWeek).toSorted((a, b) => minuteOf(a.opens) - minuteOf(b.opens));
  for (const { opens, closes } of ofTheDay) {
    const start = Math.max(instantOf(day, minuteOf(opens), zone), found.at(-1)?.end ?? 0);
    const end = instantOf(day, minuteOf(closes), zone);
    if (start < end) found.push({ start, end });
  }
  return found;
}

function instantOf(day: Temporal.PlainDate, minute: number, zone: string): number {
  const whole = minute === 24 * 60;
  return instantAt((whole ? day.add({ days: 1 }) : day).toPlainDateTime(whole ? undefined : { hour: Math.floor(minute / 60), minute: minute % 60 }), zone);
}

function minuteOf(time: string): number {
  const [hour = '0', minute = '0'] = time.split(':');
  return Number(hour) * 60 + Number(minute);
}

function zoned(at: Date, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
}

function dayOf(at: Date, zone: string): Temporal.PlainDate {
  return zoned(at, zone).toPlainDate();
}

/** The day a moment belongs to when looking back: midnight belongs to the evening that ended. */
function dayBefore(at: Date, zone: string): Temporal.PlainDate {
  return dayOf(new Date(at.getTime() - 1), zone);
}

/**
 * What the clock on the wall shows. In the hour that is lived twice when clocks go back, the second time counts as the end of that hour:
 * otherwise somebody who asks twenty minutes later could be promised an earlier answer.
 */
function wallOf(at: Date, zone: string): Temporal.PlainDateTime {
  const shown = zoned(at, zone);
  const firstTime = shown.toPlainDateTime().toZonedDateTime(zone, { disambiguation: 'earlier' });
  if (firstTime.epochMilliseconds === shown.epochMilliseconds) return shown.toPlainDateTime();
  // A moment later, because a transition is not "previous" to its own instant.
  const back = shown.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
  return back === null ? shown.toPlainDateTime() : offsetWall(back.epochMilliseconds, firstTime.offsetNanoseconds);
}

/** The instant of a time on the wall: the first one when it comes twice, the jump itself when clocks jump over it. */
function instantAt(wall: Temporal.PlainDateTime, zone: string): number {
  const found = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
  if (found.toPlainDateTime().equals(wall)) return found.epochMilliseconds;
  return found.getTimeZoneTransition('next')?.epochMilliseconds ?? found.epochMilliseconds;
}

function offsetWall(epochMilliseconds: number, offsetNanoseconds: number): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(epochMilliseconds + offsetNanoseconds / 1e6)
    .toZonedDateTimeISO('UTC')
    .toPlainDateTime();
}
