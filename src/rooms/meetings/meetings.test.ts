import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { momentAt, wallAt } from '../../platform/wall-clock.ts';
import type { Scene } from '../../platform/scene.ts';
import { type Town, testTown } from '../../testing/town.ts';
import { value, walkTogether } from '../../testing/walking.ts';
import { endRelationship } from '../relationships/index.ts';
import { acceptMeeting, cancelMeeting, declineMeeting } from './answer-meeting.ts';
import { calendarFeed, endCalendar, makeCalendar, meetingFile } from './calendar-feed.ts';
import { meetings } from './meetings.ts';
import { myMeetings } from './my-meetings.ts';
import { proposeMeeting } from './propose-meeting.ts';
import { reminderDue } from './rules.ts';
import { sweepMeetings } from './sweep.ts';

let town: Town;
let relationship: string;
let amina: Scene;
let ben: Scene;
beforeAll(async () => {
  town = await testTown({ at: new Date('2027-02-20T18:00:00Z') });
  ({ relationship } = await walkTogether(town, { seeker: 'Amina', supporter: 'Ben' }));
  await town.db.owner.updateTable('person').set({ zone: 'Europe/Paris' }).where('id', '=', await town.id('Amina')).execute();
  [amina, ben] = [await town.as('Amina'), await town.as('Ben')];
});
beforeEach(async () => {
  await town.db.owner.deleteFrom('meeting').execute();
  await town.db.owner.deleteFrom('fact').where('name', 'like', 'meetings.%').execute();
});

const propose = (scene: Scene, day: string, time: string, more: Record<string, string> = {}) => proposeMeeting(scene, { relationship, day, time, minutes: '60', how: 'video', ...more });
const names = async () => (await town.db.owner.selectFrom('fact').select('name').where('name', 'like', 'meetings.%').orderBy('id').execute()).map(({ name }) => name);
const coming = async (scene: Scene) => (await meetings(scene, { relationship })).coming.map(({ startsAt, state }) => [startsAt.toISOString(), state]);

describe('two people find a time', () => {
  test('Ben proposes in Vancouver; Amina sees it in Paris, says yes, and both see the place while the database holds no word of it', async () => {
    const { meeting } = value(await propose(ben, '2027-07-25', '11:00', { place: 'https://video.example.org/CANARY-77' }));
    const seen = await meetings(amina, { relationship });
    expect(seen.coming[0]).toMatchObject({ state: 'proposed', byMe: false, place: 'https://video.example.org/CANARY-77', startsAt: new Date('2027-07-25T18:00:00Z') });
    expect([seen.otherZone, (await meetings(ben, { relationship })).otherZone]).toEqual(['America/Vancouver', 'Europe/Paris']);
    expect(await acceptMeeting(ben, { relationship, meeting })).toEqual({ kind: 'absent' });
    value(await acceptMeeting(amina, { relationship, meeting }));
    expect(await coming(ben)).toEqual([['2027-07-25T18:00:00.000Z', 'accepted']]);
    const rows = await town.db.owner.selectFrom('meeting').selectAll().execute();
    expect(Buffer.concat(rows.map(({ place }) => place ?? Buffer.alloc(0))).toString('latin1')).not.toContain('CANARY-77');
    expect(await names()).toEqual(['meetings.proposed', 'meetings.accepted']);
  });

  test('Each one’s first page knows the time that was agreed and the one that waits for an answer; nobody else’s knows either, and nothing once it is over', async () => {
    const mine = async (scene: Scene) => (await myMeetings(scene, {})).map(({ startsAt, asked }) => [startsAt.toISOString(), asked]);
    const { meeting } = value(await propose(ben, '2027-07-25', '11:00'));
    expect([await mine(amina), await mine(ben)]).toEqual([[['2027-07-25T18:00:00.000Z', true]], []]);
    value(await acceptMeeting(amina, { relationship, meeting }));
    const { meeting: off } = value(await propose(amina, '2027-07-24', '20:00'));
    expect(await mine(ben)).toEqual([['2027-07-24T18:00:00.000Z', true], ['2027-07-25T18:00:00.000Z', false]]);
    value(await declineMeeting(ben, { relationship, meeting: off }));
    expect([await mine(amina), await mine(ben)]).toEqual([[['2027-07-25T18:00:00.000Z', false]], [['2027-07-25T18:00:00.000Z', false]]]);
    for (const other of ['Kit', 'Chidi', 'Esi'] as const) expect(await mine(await town.as(other))).toEqual([]);
    const before = town.clock.now();
    town.clock.moveBy(Date.UTC(2027, 6, 25, 18, 30) - before.getTime());
    expect(await mine(await town.as('Amina'))).toHaveLength(1);
    town.clock.moveBy(30 * 60_000);
    expect(await mine(await town.as('Amina'))).toEqual([]);
    town.clock.moveBy(before.getTime() - town.clock.now().getTime());
  });

  test('An agreed time holds until the new one is agreed; a no to the new one leaves it standing', async () => {
    const { meeting } = value(await propose(ben, '2027-07-25', '11:00'));
    value(await acceptMeeting(amina, { relationship, meeting }));
    const { meeting: other } = value(await propose(amina, '2027-07-26', '20:00', { replaces: meeting }));
    expect(await coming(ben)).toEqual([['2027-07-25T18:00:00.000Z', 'accepted'], ['2027-07-26T18:00:00.000Z', 'proposed']]);
    value(await declineMeeting(ben, { relationship, meeting: other }));
    expect(await coming(ben)).toEqual([['2027-07-25T18:00:00.000Z', 'accepted']]);
    const { meeting: third } = value(await propose(amina, '2027-07-27', '20:00', { replaces: meeting }));
    value(await acceptMeeting(ben, { relationship, meeting: third }));
    expect(await coming(amina)).toEqual([['2027-07-27T18:00:00.000Z', 'accepted']]);
    // What it took the place of is said while it is a suggestion, and not once it is agreed; a time that did not suit is still seen.
    const seen = await meetings(amina, { relationship });
    expect(seen.coming[0]?.insteadOf).toBeUndefined();
    expect(seen.off.map(({ startsAt, state }) => [startsAt.toISOString(), state])).toEqual([['2027-07-26T18:00:00.000Z', 'declined']]);
    expect(await acceptMeeting(amina, { relationship, meeting })).toMatchObject({ kind: 'refused', code: 'changed-meanwhile' });
    expect((await names()).at(-1)).toBe('meetings.moved');
    const rows = await town.db.owner.selectFrom('meeting').select(['calendar_id', 'sequence']).orderBy('proposed_at').orderBy('id').execute();
    expect(new Set(rows.map((row) => row.calendar_id)).size).toBe(1);
  });

  test('A time nobody agreed to is replaced at once, and only one suggestion stands', async () => {
    const { meeting } = value(await propose(ben, '2027-07-25', '11:00'));
    value(await propose(amina, '2027-07-26', '20:00', { replaces: meeting }));
    expect(await coming(ben)).toEqual([['2027-07-26T18:00:00.000Z', 'proposed']]);
    expect(await acceptMeeting(amina, { relationship, meeting })).toMatchObject({ kind: 'refused', code: 'changed-meanwhile' });
  });

  test('Either calls off what was agreed, and what was suggested in its place goes too', async () => {
    const { meeting } = value(await propose(ben, '2027-07-25', '11:00'));
    value(await acceptMeeting(amina, { relationship, meeting }));
    value(await propose(amina, '2027-07-26', '20:00', { replaces: meeting }));
    value(await cancelMeeting(ben, { relationship, meeting }));
    expect(await coming(amina)).toEqual([]);
    expect((await meetings(amina, { relationship })).off[0]).toMatchObject({ startsAt: new Date('2027-07-25T18:00:00Z'), state: 'cancelled' });
  });

  test('A coordinator, another member and a stranger find nothing there', async () => {
    for (const scene of [await town.as('Kit'), town.stranger()]) {
      await expect(meetings(scene, { relationship })).rejects.toThrow('absent');
      expect(await propose(scene, '2027-07-25', '11:00')).toEqual({ kind: 'absent' });
    }
    await expect(meetings(await town.as('Chidi'), { relationship })).rejects.toThrow('absent');
  });

  test('A time that has passed, and one that clocks skip, are refused with their reason', async () => {
    expect(await propose(ben, '2027-02-19', '11:00')).toMatchObject({ kind: 'refused', code: 'is-past' });
    expect(await propose(amina, '2027-03-28', '02:30')).toMatchObject({ kind: 'refused', code: 'no-such-time' });
  });
});

describe('clocks that change', () => {
  test('In the weeks when only one of them has changed, the distance between Vancouver and Paris is eight hours, not nine', () => {
    // Of a year that has passed: what a government decides about the next ones is not ours to know.
    const paris = (day: string) => wallAt(momentAt(day, '11:00', 'America/Vancouver') ?? new Date(0), 'Europe/Paris').time;
    expect(['2025-03-08', '2025-03-20', '2025-03-31', '2025-10-25', '2025-10-30', '2025-11-03'].map(paris)).toEqual(['20:00', '19:00', '20:00', '20:00', '19:00', '20:00']);
  });

  test('The hour that spring takes is no time; of the hour that autumn gives twice the first is meant', () => {
    expect(momentAt('2025-03-30', '02:30', 'Europe/Paris')).toBeUndefined();
    expect(momentAt('2025-10-26', '02:30', 'Europe/Paris')?.toISOString()).toBe('2025-10-26T00:30:00.000Z');
  });

  test('Whatever day and time somebody types, in whatever zone: what they get is what their clock will show, or nothing', () => {
    fc.assert(fc.property(
      fc.date({ min: new Date('2026-01-01'), max: new Date('2035-01-01'), noInvalidDate: true }), fc.integer({ min: 0, max: 95 }),
      fc.constantFrom('America/Vancouver', 'Europe/Paris', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC'),
      (date, quarter, zone) => {
        const day = date.toISOString().slice(0, 10);
        const time = `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`;
        const moment = momentAt(day, time, zone);
        if (moment !== undefined) expect(wallAt(moment, zone)).toEqual({ day, time });
      },
    ), { numRuns: 500 });
  });
});

describe('reminders', () => {
  test('One a day before and one an hour before, each once, however often and on however many nodes it is looked', async () => {
    const start = town.clock.now().getTime();
    const { day, time } = wallAt(new Date(start + 48 * 3_600_000), 'America/Vancouver');
    const { meeting } = value(await propose(ben, day, time));
    value(await acceptMeeting(amina, { relationship, meeting }));
    const told: number[] = [];
    for (let at = 0; at <= 49; at += 1) {
      told.push(...(await Promise.all([sweepMeetings(town.house, town.org), sweepMeetings(town.house, town.org)])).filter((count) => count > 0).map(() => at));
      town.clock.moveBy(3_600_000);
    }
    town.clock.moveBy(start - town.clock.now().getTime());
    expect(told).toEqual([24, 47]);
    expect((await names()).filter((name) => name === 'meetings.reminder-due')).toHaveLength(2);
  });

  test('Whenever the house looks, a meeting is never reminded of after it began, nor more than once of each kind', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 200 }), fc.array(fc.integer({ min: 1, max: 600 }), { maxLength: 60 }), (known, steps) => {
      const startsAt = new Date(200 * 3_600_000);
      const meeting = { startsAt, acceptedAt: new Date(startsAt.getTime() - known * 3_600_000), dayRemindedAt: null as Date | null, hourRemindedAt: null as Date | null };
      const given: string[] = [];
      let now = meeting.acceptedAt.getTime();
      for (const step of steps) {
        now += step * 60_000;
        const due = reminderDue(meeting, new Date(now));
        if (due === undefined) continue;
        expect(now).toBeLessThan(startsAt.getTime());
        given.push(due);
        if (due === 'day') meeting.dayRemindedAt = new Date(now);
        else meeting.hourRemindedAt = new Date(now);
      }
      expect(['', 'day', 'hour', 'day hour']).toContain(given.join(' '));
    }));
  });
});

describe('calendars', () => {
  test('The private address shows agreed times without name or place, in instants; a new one ends the old one', async () => {
    const { meeting } = value(await propose(ben, '2027-03-20', '11:00', { place: 'Café du Coin' }));
    const { token } = value(await makeCalendar(amina, {}));
    expect(await calendarFeed(town.stranger(), { token })).not.toContain('BEGIN:VEVENT');
    value(await acceptMeeting(amina, { relationship, meeting }));
    const text = await calendarFeed(town.stranger(), { token });
    expect(text).toContain('DTSTART:20270320T180000Z');
    expect(text).toContain('SUMMARY:Rencontre');
    for (const word of ['Ben', 'Amina', 'Café', 'Walking', 'ompanionway.org']) expect(text.replaceAll('PRODID:-//Companionway', '')).not.toContain(word);
    const { token: second } = value(await makeCalendar(amina, {}));
    await expect(calendarFeed(town.stranger(), { token })).rejects.toThrow('absent');
    expect(await calendarFeed(town.stranger(), { token: second })).toContain('BEGIN:VEVENT');
    value(await endCalendar(amina, {}));
    await expect(calendarFeed(town.stranger(), { token: second })).rejects.toThrow('absent');
    expect(JSON.stringify(await town.db.owner.selectFrom('calendar_feed').selectAll().execute())).not.toContain(token);
  });

  test('The file of one meeting holds its place only when asked for', async () => {
    const { meeting } = value(await propose(ben, '2027-03-20', '11:00', { place: 'Café du Coin' }));
    value(await acceptMeeting(amina, { relationship, meeting }));
    expect(await meetingFile(ben, { relationship, meeting })).not.toContain('Café');
    expect(await meetingFile(ben, { relationship, meeting, place: true })).toContain('LOCATION:Café du Coin');
    await expect(meetingFile(await town.as('Kit'), { relationship, meeting })).rejects.toThrow('absent');
  });
});

test('When the road ends, no reminder comes any more and no time can be proposed', async () => {
  const soon = wallAt(new Date(town.clock.now().getTime() + 30 * 3_600_000), 'America/Vancouver');
  const { meeting } = value(await propose(ben, soon.day, soon.time));
  value(await acceptMeeting(amina, { relationship, meeting }));
  value(await endRelationship(amina, { relationship, how: 'complete', words: 'Merci pour tout.' }));
  town.clock.moveBy(10 * 3_600_000);
  expect(await sweepMeetings(town.house, town.org)).toBe(0);
  expect(await propose(ben, '2027-03-25', '11:00')).toMatchObject({ kind: 'refused', code: 'ended' });
});
