import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Letter, Postman } from '../../mail/index.ts';
import { writeNotice } from '../../platform/notices.ts';
import { type CastName, type Town, testTown } from '../../testing/town.ts';
import { changeNotices, deliverNotices } from './index.ts';
import { isQuiet } from './quiet-hours.ts';

const ZONE = 'America/Vancouver';
const PEOPLE = ['Amina', 'Ben', 'Dalia'] as const satisfies readonly CastName[];
const MINUTE = 60_000;
let town: Town;
beforeAll(async () => {
  town = await testTown();
});

/** A notice somebody is given: when it falls due (minutes from the start), and whether it rings. */
const given = fc.record({ who: fc.constantFrom(...PEOPLE), due: fc.integer({ min: 0, max: 2 * 1440 }), rings: fc.boolean() });
const time = fc.integer({ min: 0, max: 47 }).map((half) => `${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 === 0 ? '00' : '30'}`);
const quiet = fc.tuple(time, time);
/** What becomes of each handing over; then always a yes. The node that hands over can be killed before the letter's last byte, or after it. */
const answers = fc.array(fc.constantFrom('handed', 'later', 'away', 'killed-before', 'killed-after') as fc.Arbitrary<'handed' | 'later' | 'away' | 'killed-before' | 'killed-after'>, { maxLength: 12 });

describe('every notice, whatever the hours, the mail server, and who is killed when', () => {
  test('arrives exactly once, never in quiet hours unless it rings, and never before it is due', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(given, { minLength: 1, maxLength: 8 }), fc.tuple(quiet, quiet, quiet), answers, fc.array(fc.integer({ min: 10, max: 300 }), { minLength: 3, maxLength: 3 }), async (notices, hours, replies, steps) => {
        await town.db.owner.deleteFrom('notice').execute();
        for (const [at, who] of PEOPLE.entries()) {
          const [quietFrom = '', quietUntil = ''] = hours[at] ?? [];
          await changeNotices(await town.as(who), { notices: 'email', quietFrom, quietUntil });
        }
        const start = town.clock.now().getTime();
        const ids: string[] = [];
        for (const [at, { who, due, rings }] of notices.entries()) {
          const person = await town.id(who);
          ids.push(String(at));
          await town.inside((inside) => writeNotice(inside, { kind: 'answer-ready', effect: `property/${start}/${at}`, person, rings, dueAt: new Date(start + due * MINUTE), fills: { minutes: at } }));
        }
        const left = [...replies];
        const handed: { letter: Letter; at: Date }[] = [];
        const node = () => {
          const dead = Promise.withResolvers<void>();
          const die = (): Promise<never> => (dead.resolve(), new Promise(() => undefined));
          const postman: Postman = {
            async hand(letter, mayGo) {
              const kind = left.shift() ?? 'handed';
              if (kind === 'killed-before') return die();
              if (!(await mayGo())) return { kind: 'kept' };
              if (kind === 'later' || kind === 'away') return { kind, trouble: 'server-away' };
              handed.push({ letter, at: town.clock.now() });
              return kind === 'killed-after' ? die() : { kind: 'handed' };
            },
            close: async () => undefined,
          };
          return Promise.race([deliverNotices(town.house, town.org, postman), dead.promise]);
        };
        for (let passed = 0, turn = 0; passed < 4 * 1440; turn += 1) {
          await Promise.all([node(), node()]);
          const step = Math.min(steps[turn % 3] ?? 30, 29);
          passed += step;
          town.clock.moveBy(step * MINUTE);
        }
        expect(handed).toHaveLength(ids.length);
        expect(new Set(handed.map(({ letter }) => letter.messageId)).size).toBe(ids.length);
        const rows = await town.db.owner.selectFrom('notice').select(['person_id', 'rings', 'sent_at', 'due_at']).execute();
        for (const { person_id, rings, sent_at, due_at } of rows) {
          if (sent_at === null) throw new Error('A notice was lost.');
          expect(sent_at.getTime()).toBeGreaterThanOrEqual(due_at.getTime());
          const who = (await Promise.all(PEOPLE.map((name) => town.id(name)))).indexOf(person_id ?? '');
          const [from = '', until = ''] = hours[who] ?? [];
          if (!rings && from !== until) expect(isQuiet(sent_at, { from, until }, ZONE)).toBe(false);
        }
      }),
      { numRuns: 6 },
    );
  });
});
