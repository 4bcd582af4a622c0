import ical, { ICalEventClass } from 'ical-generator';
import { type Lang, speak } from '../../messages/index.ts';

/** A meeting as a calendar keeps it. `id` is the same through all moves; a greater `sequence` is a newer time. */
export interface CalendarEntry {
  readonly id: string;
  readonly startsAt: Date;
  readonly minutes: number;
  readonly sequence: number;
  readonly stamp: Date;
  readonly place?: string;
}

/**
 * Meetings as iCalendar (RFC 5545). The title is neutral and names nobody; times are instants (UTC), so every calendar shows them right in its own zone,
 * whatever clocks do in between.
 */
export function calendarText(lang: Lang, entries: readonly CalendarEntry[]): string {
  const t = speak(lang);
  const calendar = ical({ prodId: { company: 'Companionway', product: 'calendar', language: lang.toUpperCase() }, name: t('meetings.calendar.name') });
  for (const entry of entries) {
    calendar.createEvent({
      id: `${entry.id}@companionway`, sequence: entry.sequence, stamp: entry.stamp, start: entry.startsAt, end: new Date(entry.startsAt.getTime() + entry.minutes * 60_000),
      summary: t('meetings.calendar.title'), class: ICalEventClass.PRIVATE, ...(entry.place !== undefined && { location: entry.place }),
    });
  }
  // Every line ends with a line break, the last one too (RFC 5545, 3.1): strict readers refuse a file without it.
  return calendar.toString().replace(/(?:\r\n)?$/, '\r\n');
}
