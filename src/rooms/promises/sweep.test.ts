import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { act } from '../../platform/act.ts';
import { done } from '../../platform/outcome.ts';
import { z } from 'zod';
import { endRole, staffOf } from '../programmes/index.ts';
import { type SmallTown, smallTown } from '../programmes/testing.ts';
import { handOver, keepPromise, makePromise, programmeKept, promiseFor, promisesNearestFirst, promiseSteps, sweepPromises, withdrawPromise } from './index.ts';

const HOUR = 3_600_000;
let town: SmallTown;
beforeAll(async () => {
  town = await smallTown();
});

/** What a higher room does when somebody answers. */
const answer = act({
  name: 'testing.answer',
  input: z.object({ subject: z.string() }),
  may: () => true,
  perform: async (inside, { subject }) => done((await keepPromise(inside, { subjectId: subject, kind: 'first-answer', how: 'letter' })) ?? null),
});

let subject: string;
const promised = () => town.look((looking) => promiseFor(looking, subject, 'first-answer'));
const story = async () => {
  const promise = await promised();
  return town.look(async (looking) => (await promiseSteps(looking, promise?.id ?? '')).map(({ what, from, to }) => ({ what, from, to })));
};
const ask = () =>
  town.inside((inside) => makePromise(inside, { kind: 'first-answer', programme: town.programme, subject: { kind: 'support-request', id: subject }, promisedTo: town.id('amina') }));
const sweep = () => sweepPromises(town.house, town.org);

beforeEach(() => {
  subject = randomUUID();
});

describe('a promise', () => {
  it('is in the owner’s hands, with the back-up behind them, due as the programme promises', async () => {
    const { dueAt } = await ask();
    expect(dueAt.getTime() - town.clock.now().getTime()).toBe(48 * HOUR);
    expect(await promised()).toMatchObject({ owner: town.id('chidi'), backup: town.id('dalia'), state: 'in-time' });
  });

  it('goes on when the same person writes again: nobody waits longer for having written twice', async () => {
    const first = await ask();
    town.clock.moveBy(HOUR);
    expect(await ask()).toEqual(first);
  });

  it('is kept by a person, not by the house and not by the one who waits', async () => {
    await ask();
    expect(await town.inside((inside) => keepPromise(inside, { subjectId: subject, kind: 'first-answer', how: 'automatic' }))).toBeUndefined();
    expect(await answer(town.as('amina'), { subject })).toMatchObject({ kind: 'done', value: null });
    expect((await promised())?.state).toBe('in-time');
    expect(await answer(town.as('dalia'), { subject })).toMatchObject({ kind: 'done', value: { inTime: true } });
    expect(await promised()).toMatchObject({ state: 'kept', keptBy: town.id('dalia') });
    expect(await answer(town.as('dalia'), { subject })).toMatchObject({ value: null });
  });

  it('cannot be marked kept without a person even past the act, because the database refuses', async () => {
    const { id } = await ask();
    await expect(town.db.owner.updateTable('promise').set({ kept_at: new Date() }).where('id', '=', id).execute()).rejects.toThrow(/kept_by_a_person/);
  });

  it('ends when it is not needed any more, and is then nobody’s to keep', async () => {
    await ask();
    expect(await town.inside((inside) => withdrawPromise(inside, { subjectId: subject }))).toBe(1);
    expect((await promised())?.state).toBe('withdrawn');
    expect(await answer(town.as('chidi'), { subject })).toMatchObject({ value: null });
  });

  it('goes only into hands that answer for the programme', async () => {
    const { id } = await ask();
    await expect(town.inside((inside) => handOver(inside, id, town.id('ben')))).rejects.toThrow('absent');
    await town.inside((inside) => handOver(inside, id, town.id('dalia')));
    expect(await promised()).toMatchObject({ owner: town.id('dalia'), backup: town.id('chidi') });
  });
});

describe('the clocks', () => {
  it('remind the owner, hand over to the back-up, tell the lead: each once', async () => {
    await ask();
    expect(await sweep()).toMatchObject({ warned: 0, handedOver: 0, climbed: 0 });

    town.clock.moveBy(47 * HOUR);
    await sweep();
    await sweep();
    expect((await promised())?.state).toBe('due-soon');

    town.clock.moveBy(1 * HOUR + 1);
    await sweep();
    await sweep();
    expect(await promised()).toMatchObject({ state: 'late', owner: town.id('dalia'), backup: town.id('chidi'), climbedAt: null });

    town.clock.moveBy(4 * HOUR);
    await sweep();
    await sweep();
    const [chidi, dalia] = [town.id('chidi'), town.id('dalia')];
    expect(await story()).toEqual([
      { what: 'made', from: null, to: chidi },
      { what: 'warned', from: null, to: chidi },
      { what: 'handed-over', from: chidi, to: dalia },
      { what: 'climbed', from: dalia, to: town.id('hana') },
    ]);
  });

  it('do not remind when the time had passed while the house was closed, but hand over and tell at once', async () => {
    await ask();
    town.clock.moveBy(90 * HOUR);
    await sweep();
    expect((await story()).map(({ what }) => what)).toEqual(['made', 'handed-over', 'climbed']);
  });

  it('leave a kept promise alone', async () => {
    await ask();
    await answer(town.as('chidi'), { subject });
    town.clock.moveBy(90 * HOUR);
    await sweep();
    expect((await story()).map(({ what }) => what)).toEqual(['made', 'kept']);
  });

  it('tell each fact once when six nodes sweep at the same moment', async () => {
    const before = (await town.facts('promises.handed-over')).length;
    const subjects = Array.from({ length: 40 }, () => randomUUID());
    await town.inside(async (inside) => {
      for (const id of subjects) await makePromise(inside, { kind: 'match', programme: town.programme, subject: { kind: 'support-request', id } });
    });
    town.clock.moveBy(30 * 24 * HOUR);
    const swept = await Promise.all(Array.from({ length: 6 }, sweep));
    expect(swept.reduce((sum, { handedOver }) => sum + handedOver, 0)).toBe(40);
    expect((await town.facts('promises.handed-over')).length - before).toBe(40);
    expect((await town.facts('promises.climbed')).filter(({ about }) => about.kind === 'match')).toHaveLength(40);
    await town.inside(async (inside) => {
      for (const id of subjects) await withdrawPromise(inside, { subjectId: id });
    });
  });

  it('find new hands when the owner’s role ends', async () => {
    const small = await smallTown();
    const id = randomUUID();
    await small.inside((inside) => makePromise(inside, { kind: 'first-answer', programme: small.programme, subject: { kind: 'support-request', id } }));
    await small.inside(async (inside) => {
      const held = (await staffOf(inside, small.programme)).find(({ person }) => person === small.id('chidi'));
      await endRole(inside, held?.id ?? '');
    });
    await sweepPromises(small.house, small.org);
    expect(await small.look((looking) => promiseFor(looking, id, 'first-answer'))).toMatchObject({ owner: small.id('dalia'), backup: small.id('hana') });
  });

  it('say so when nobody is there to step in, and do not pretend a hand-over', async () => {
    const small = await smallTown();
    const id = randomUUID();
    await small.inside(async (inside) => {
      for (const held of await staffOf(inside, small.programme)) if (held.person !== small.id('chidi')) await endRole(inside, held.id);
      await makePromise(inside, { kind: 'first-answer', programme: small.programme, subject: { kind: 'support-request', id } });
    });
    small.clock.moveBy(50 * HOUR);
    await sweepPromises(small.house, small.org);
    const promise = await small.look((looking) => promiseFor(looking, id, 'first-answer'));
    expect(promise).toMatchObject({ owner: small.id('chidi'), backup: null });
    expect((await small.look((looking) => promiseSteps(looking, promise?.id ?? ''))).map(({ what }) => what)).toEqual(['made', 'nobody-to-step-in']);
  });
});

describe('the public share', () => {
  it('is counted again as soon as a promise is kept, and says at once when somebody waits past their date', async () => {
    const small = await smallTown();
    const look = () => programmeKept(small.as('chidi'), { slug: small.slug });
    expect(await look()).toEqual({ kind: 'nobody-yet', lateNow: 0 });
    const id = randomUUID();
    await small.inside((inside) => makePromise(inside, { kind: 'first-answer', programme: small.programme, subject: { kind: 'request', id } }));
    expect(await look()).toEqual({ kind: 'nobody-yet', lateNow: 0 });
    small.clock.moveBy(49 * HOUR);
    expect(await look()).toEqual({ kind: 'few', allInTime: false, lateNow: 1 });
    await answer(small.as('chidi'), { subject: id });
    expect(await look()).toEqual({ kind: 'few', allInTime: false, lateNow: 0 });
  });

  it('of a programme that is not open is for its staff only', async () => {
    await expect(programmeKept(town.stranger(), { slug: town.slug })).rejects.toThrow('absent');
  });
});

describe('the list of promises', () => {
  it('has the nearest first, goes on after the last one shown, and keeps concerns out', async () => {
    const small = await smallTown();
    const make = (kind: string) => small.inside((inside) => makePromise(inside, { kind, programme: small.programme, subject: { kind: 'thing', id: randomUUID() } }));
    const made = [await make('match'), await make('first-answer'), await make('group-answer')];
    await make('concern');
    const list = (after?: { dueAt: Date; id: string }) => small.look((looking) => promisesNearestFirst(looking, { programmes: [small.programme], limit: 2, after }));
    const first = await list();
    expect(first.map(({ kind }) => kind)).toEqual(['first-answer', 'group-answer']);
    expect((await list(first[1])).map(({ id }) => id)).toEqual([made[0]?.id]);
  });
});
