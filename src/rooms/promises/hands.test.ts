import { randomUUID } from 'node:crypto';
import { beforeEach, expect, it } from 'vitest';
import { type SmallTown, smallTown } from '../programmes/testing.ts';
import { changeOwner, makePromise, promiseFor } from './index.ts';

let town: SmallTown;
let promise: string;
let subject: string;
const now = () => town.look((looking) => promiseFor(looking, subject, 'first-answer'));
const make = (kind: string) =>
  town.inside(async (inside) => (await makePromise(inside, { kind, programme: town.programme, subject: { kind: 'request', id: subject }, promisedTo: town.id('amina'), ...(kind === 'concern' && { owner: town.id('esi') }) })).id);

beforeEach(async () => {
  town = await smallTown();
  subject = randomUUID();
  promise = await make('first-answer');
});

it('An owner hands a promise over before its time: it is in the other’s hands, with the same date', async () => {
  const before = await now();
  expect(await changeOwner(town.as('chidi'), { promise, to: town.id('dalia') })).toMatchObject({ kind: 'done' });
  expect(await now()).toMatchObject({ owner: town.id('dalia'), backup: town.id('chidi'), dueAt: before?.dueAt, handedOverAt: null });
});

it('Anybody who runs the programme puts a promise into other hands, but only of the team', async () => {
  expect(await changeOwner(town.as('dalia'), { promise, to: town.id('hana') })).toMatchObject({ kind: 'done' });
  expect((await now())?.owner).toBe(town.id('hana'));
  expect(await changeOwner(town.as('dalia'), { promise, to: town.id('ben') })).toMatchObject({ kind: 'refused', code: 'not-on-the-team' });
});

it('A supporter, the safety lead, somebody who asks or a stranger has no hand in it', async () => {
  for (const scene of [town.as('ben'), town.as('esi'), town.as('amina'), town.stranger()]) {
    expect(await changeOwner(scene, { promise, to: town.id('dalia') })).toEqual({ kind: 'absent' });
  }
});

it('A concern cannot be passed on or even found here, not by a coordinator and not by an administrator', async () => {
  const concern = await make('concern');
  for (const scene of [town.as('chidi'), town.as('hana')]) {
    expect(await changeOwner(scene, { promise: concern, to: town.id('esi') })).toEqual({ kind: 'absent' });
  }
});
