import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calendarText } from './calendar-text.ts';

/** Reads iCalendar as strictly as RFC 5545, 3.1 writes it: lines of 75 bytes at most, each ended by CRLF, long ones folded. Throws at anything else. */
function linesOf(text: string): readonly string[] {
  if (!text.endsWith('\r\n')) throw new Error('The last line has no end');
  const physical = text.slice(0, -2).split('\r\n');
  for (const line of physical) if (/[\r\n]/.test(line) || Buffer.byteLength(line) > 75) throw new Error(`Not a line: ${JSON.stringify(line)}`);
  return physical.join('\r\n').replaceAll('\r\n ', '').split('\r\n');
}

const said = (words: string) => words.replaceAll(/\\([\\;,nN])/g, (_, letter: string) => (letter.toLowerCase() === 'n' ? '\n' : letter));

test('A strict reader reads every meeting back: its time, its place in full, and nobody’s name', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 200 }).map((words) => words.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim()),
      fc.date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
      fc.integer({ min: 5, max: 480 }),
      fc.constantFrom('en' as const, 'fr' as const),
      (place, at, minutes, lang) => {
        const startsAt = new Date(Math.floor(at.getTime() / 60_000) * 60_000);
        const lines = linesOf(calendarText(lang, [{ id: 'one', startsAt, minutes, sequence: 2, stamp: new Date('2026-01-01T00:00:00Z'), ...(place !== '' && { place }) }]));
        const basic = (time: Date) => `${time.toISOString().replaceAll(/[-:]|\.\d+/g, '')}`;
        expect(lines.slice(0, 2)).toEqual(['BEGIN:VCALENDAR', 'VERSION:2.0']);
        expect(lines.at(-1)).toBe('END:VCALENDAR');
        for (const line of ['UID:one@companionway', 'SEQUENCE:2', 'DTSTAMP:20260101T000000Z', `DTSTART:${basic(startsAt)}`, `DTEND:${basic(new Date(startsAt.getTime() + minutes * 60_000))}`, 'CLASS:PRIVATE']) expect(lines).toContain(line);
        const found = lines.find((line) => line.startsWith('LOCATION:'))?.slice('LOCATION:'.length);
        expect(found === undefined ? '' : said(found)).toBe(place);
      },
    ),
    { numRuns: 200 },
  );
});
