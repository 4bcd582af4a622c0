import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { personOf } from '../../platform/actor.ts';
import type { Inside } from '../../platform/inside.ts';
import { absent, done, refused } from '../../platform/outcome.ts';
import { runs } from '../programmes/index.ts';
import { keepPromise, withdrawPromise } from '../promises/index.ts';
import { markReady, requestOf, type SupportRequest } from './requests.ts';

const which = z.object({ request: z.uuid() });
const about = ({ request }: { request: string }) => ({ kind: 'support-request', id: request });

/** A seeker takes the request back. No reason is asked; asking again later is one step. */
export const withdrawRequest = act({
  name: 'intake.withdraw-request',
  input: which,
  may: ({ actor }) => actor.kind === 'person',
  subject: about,
  async perform(inside, { request: id }) {
    const request = await waiting(inside, id);
    if (request === undefined) return refused('not-waiting');
    await change(inside, id, { withdrawn_at: inside.now });
    await withdrawPromise(inside, { subjectId: id });
    inside.record({ name: 'intake.request-withdrawn', subject: about({ request: id }), programme: request.programme });
    return done();
  },
});

/** A seeker wants to wait, or to go on. Nothing is proposed meanwhile. */
export const holdRequest = act({
  name: 'intake.hold-request',
  input: which.extend({ hold: z.boolean() }),
  may: ({ actor }) => actor.kind === 'person',
  subject: about,
  async perform(inside, { request: id, hold }) {
    const request = await waiting(inside, id);
    if (request === undefined) return refused('not-waiting');
    await change(inside, id, { held_at: hold ? (request.heldAt ?? inside.now) : null });
    inside.record({ name: hold ? 'intake.request-held' : 'intake.request-resumed', subject: about({ request: id }), programme: request.programme });
    return done();
  },
});

/** A seeker says who chooses: they themselves from a few, or the coordinator. */
export const sayWhoChooses = act({
  name: 'intake.say-who-chooses',
  input: which.extend({ whoChooses: z.enum(['choose-for-me', 'choose-from-three']) }),
  may: ({ actor }) => actor.kind === 'person',
  subject: about,
  async perform(inside, { request: id, whoChooses }) {
    const request = await waiting(inside, id);
    if (request === undefined) return refused('not-waiting');
    await change(inside, id, { who_chooses: whoChooses });
    return done();
  },
});

/**
 * A coordinator answered the seeker: wrote, phoned or met them. Only this keeps the promise of a first answer; an automatic reply never does.
 */
export async function answerRequest(inside: Inside, id: string, how: string): Promise<void> {
  const request = await requestOf(inside, id, { forUpdate: true });
  if (!runs(inside.actor, request.programme)) return absent();
  await keepPromise(inside, { subjectId: id, kind: 'first-answer', how });
  await markReady(inside, request);
  inside.record({ name: 'intake.request-answered', subject: about({ request: id }), programme: request.programme });
}

/** Staff close a request that cannot go on here, with a reason in a word: referred on, answered another way, no reply. */
export const closeRequest = act({
  name: 'intake.close-request',
  input: which.extend({ how: z.enum(['answered-another-way', 'referred-on', 'not-for-us', 'no-reply']) }),
  may: ({ actor }) => actor.kind === 'person',
  subject: about,
  async perform(inside, { request: id, how }) {
    const request = await waiting(inside, id);
    if (request === undefined) return refused('not-waiting');
    if (!runs(inside.actor, request.programme)) return absent();
    await change(inside, id, { closed_at: inside.now, closed_how: how });
    await withdrawPromise(inside, { subjectId: id });
    inside.record({ name: 'intake.request-closed', subject: about({ request: id }), programme: request.programme, about: { how } });
    return done();
  },
});

/** The request while it waits; only its seeker or staff get this far. */
async function waiting(inside: Inside, id: string): Promise<SupportRequest | undefined> {
  const request = await requestOf(inside, id, { forUpdate: true });
  if (personOf(inside.actor) !== request.person && !runs(inside.actor, request.programme)) return absent();
  return request.matchedAt === null && request.withdrawnAt === null && request.closedAt === null ? request : undefined;
}

async function change(inside: Inside, id: string, values: Readonly<Record<string, Date | string | null>>): Promise<void> {
  await inside.db.updateTable('support_request').set(values).where('org_id', '=', inside.org).where('id', '=', id).execute();
}
