import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { done } from '../../platform/outcome.ts';
import { answeringFor, endRole, giveRole, staffOf } from '../programmes/index.ts';
import { type Name, type SmallTown, smallTown } from '../programmes/testing.ts';
import { changeOwner, keepPromise, makePromise, sweepPromises, withdrawPromise } from './index.ts';

const HOUR = 3_600_000;
const staff = ['chidi', 'dalia', 'hana'] as const;
const subjects = Array.from({ length: 3 }, () => randomUUID());

const step = act({
  name: 'testing.step',
  input: z.object({ work: z.enum(['ask', 'keep', 'withdraw']), subject: z.string(), programme: z.string() }),
  may: () => true,
  async perform(inside, { work, subject, programme }) {
    if (work === 'ask') await makePromise(inside, { kind: 'first-answer', programme, subject: { kind: 'request', id: subject } });
    if (work === 'keep') await keepPromise(inside, { subjectId: subject, kind: 'first-answer', how: 'letter' });
    if (work === 'withdraw') await withdrawPromise(inside, { subjectId: subject });
    return done();
  },
});

/** One thing that happens, by somebody, about one of three requests. */
const event = fc.record({
  what: fc.constantFrom('ask', 'ask', 'keep', 'withdraw', 'change-owner', 'change-owner', 'wait', 'wait', 'sweep', 'sweep-twice', 'leave-team', 'join-team'),
  who: fc.constantFrom(...staff),
  other: fc.constantFrom(...staff, 'ben' as const),
  about: fc.integer({ min: 0, max: 2 }),
  hours: fc.integer({ min: 1, max: 60 }),
});
type Event = typeof event extends fc.Arbitrary<infer E> ? E : never;

async function happen(town: SmallTown, { what, who, other, about, hours }: Event): Promise<unknown> {
  const [subject, programme] = [subjects[about] ?? '', town.programme];
  const running = await town.db.owner.selectFrom('promise').select('id').where('subject_id', '=', subject).where('kept_at', 'is', null).where('withdrawn_at', 'is', null).executeTakeFirst();
  const promise = running?.id ?? randomUUID();
  switch (what) {
    case 'ask':
    case 'keep':
    case 'withdraw':
      return step(town.as(who), { work: what, subject, programme });
    case 'change-owner':
      return changeOwner(town.as(who), { promise, to: town.id(other) });
    case 'wait':
      return town.clock.moveBy(hours * HOUR);
    case 'sweep':
      return sweepPromises(town.house, town.org);
    case 'sweep-twice':
      return Promise.all([sweepPromises(town.house, town.org), sweepPromises(town.house, town.org), step(town.as(who), { work: 'keep', subject, programme })]);
    case 'leave-team':
      return town.inside(async (inside) => {
        const held = (await staffOf(inside, programme)).find(({ person }) => person === town.id(who));
        // Somebody always stays: the act that ends roles sees to that.
        if (held !== undefined && (await answeringFor(inside, programme)).length > 1) await endRole(inside, held.id);
      });
    case 'join-team':
      return town.inside((inside) => giveRole(inside, { person: town.id(who as Name), programme, role: 'coordinator' }));
  }
}

async function holdsTrue(town: SmallTown): Promise<void> {
  const all = await town.db.owner.selectFrom('promise').selectAll().execute();
  const running = all.filter((one) => one.kept_at === null && one.withdrawn_at === null);
  expect(new Set(running.map(({ subject_id }) => subject_id)).size).toBe(running.length);
  for (const one of all) {
    expect(one.kept_at === null || one.kept_by !== null).toBe(true);
    expect(one.owner_id).not.toBeNull();
    expect(one.owner_id).not.toBe(one.backup_id);
  }
  const steps = await town.db.owner.selectFrom('promise_step').select(['promise_id', 'what']).execute();
  for (const once of ['made', 'warned', 'climbed', 'kept', 'withdrawn']) {
    const which = steps.filter(({ what }) => what === once).map(({ promise_id }) => promise_id);
    expect(new Set(which).size).toBe(which.length);
  }
  const over = steps.filter(({ what }) => what === 'handed-over' || what === 'nobody-to-step-in').map(({ promise_id }) => promise_id);
  expect(new Set(over).size).toBe(over.length);
}

async function holdsAfterASweep(town: SmallTown): Promise<void> {
  await sweepPromises(town.house, town.org);
  const now = town.clock.now();
  const living = await town.look((looking) => answeringFor(looking, town.programme));
  const running = await town.db.owner.selectFrom('promise').selectAll().where('kept_at', 'is', null).where('withdrawn_at', 'is', null).execute();
  for (const one of running) {
    expect(living).toContain(one.owner_id);
    if (one.due_at < now) expect(one.handed_over_at).not.toBeNull();
    if (one.climb_at <= now) expect(one.climbed_at).not.toBeNull();
  }
}

it('whatever people do and however clocks run, promises stay true: one open per request, each thing once, living hands, nothing left unclimbed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 5, maxLength: 30 }), async (events) => {
      const town = await smallTown();
      try {
        for (const one of events) await happen(town, one);
        await holdsTrue(town);
        await holdsAfterASweep(town);
        await holdsTrue(town);
      } finally {
        await town.db.close();
      }
    }),
    { numRuns: 12, endOnFailure: true },
  );
});
