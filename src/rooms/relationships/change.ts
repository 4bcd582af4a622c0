import { z } from 'zod';
import { act } from '../../platform/act.ts';
import type { Inside } from '../../platform/inside.ts';
import { done, refused } from '../../platform/outcome.ts';
import { startOfDay, wallAt } from '../../platform/wall-clock.ts';
import { closeConversation, say, startConversation } from '../conversations/index.ts';
import { releaseRequest, waitsOtherwise } from '../intake/index.ts';
import { tongueOf } from '../people/index.ts';
import { afterEnding, otherOf, ownRelationship, type Relationship } from './relationships.ts';
import type { Ending } from './rules.ts';

const which = z.object({ relationship: z.uuid() });
const about = ({ relationship }: { relationship: string }) => ({ kind: 'relationship', id: relationship });

/** Either side lets it rest, at any moment, without a reason (P1, P9). */
export const pauseRelationship = act({
  name: 'relationships.pause',
  input: which.extend({ until: z.union([z.literal('').transform(() => null), z.iso.date('relationships.mistake.date')]).default(null) }),
  may: ({ actor }) => actor.kind === 'person',
  subject: about,
  async perform(inside, { relationship: id, until }) {
    const found = await ownRelationship(inside, id, { forUpdate: true });
    if (found.endedAt !== null) return refused('ended');
    const back = until === null ? null : startOfDay(until, (await tongueOf(inside, inside.person())).zone);
    if (back !== null && back <= inside.now) return refused('until-is-past');
    await set(inside, id, { paused_at: inside.now, paused_by: inside.person(), paused_until: back });
    inside.record({ name: 'relationships.paused', subject: about({ relationship: id }), programme: found.programme, about: { other: otherOf(found, inside.person()) } });
    return done();
  },
});

/** Either side says: I am back. */
export const resumeRelationship = act({
  name: 'relationships.resume',
  input: which,
  may: ({ actor }) => actor.kind === 'person',
  subject: about,
  async perform(inside, { relationship: id }) {
    const found = await ownRelationship(inside, id, { forUpdate: true });
    if (found.endedAt !== null) return refused('ended');
    await set(inside, id, { paused_at: null, paused_by: null, paused_until: null, back_at: inside.now });
    inside.record({ name: 'relationships.resumed', subject: about({ relationship: id }), programme: found.programme, about: { other: otherOf(found, inside.person()) } });
    return done();
  },
});

/** Either side ends it, with thanks or early. Last words are the conversation's last message. The other is told kindly; nobody is blamed, no reason is asked (A10). */
export const endRelationship = act({
  name: 'relationships.end',
  input: which.extend({
    how: z.enum(['complete', 'early'], 'relationships.mistake.how'),
    words: z.string().trim().max(4000, 'relationships.mistake.long').default(''),
    sending: z.string().max(80).default(''),
  }),
  wall: 'member',
  may: ({ actor }) => actor.kind === 'person',
  subject: about,
  async perform(inside, { relationship: id, how, words, sending }) {
    const found = await ownRelationship(inside, id, { forUpdate: true });
    if (found.endedAt !== null) return refused('ended');
    if (words !== '') {
      const said = await say(inside, { conversation: found.conversation, sending: sending || inside.newId(), words: { body: words } });
      if ('kind' in said) return refused('words-not-possible');
    }
    await endNow(inside, found, how, inside.person());
    return done();
  },
});

/**
 * Another person would fit better: one step for either side, blameless for both (A6). It ends kindly, and the seeker's request goes on from where it stood,
 * whoever asked: nobody who asked for support is left hanging (P6). The supporter's rest begins.
 */
export const askForAnotherFit = act({
  name: 'relationships.ask-for-another-fit',
  input: which,
  may: ({ actor }) => actor.kind === 'person',
  subject: about,
  guards: { one_waiting_request: 'already-waiting' },
  async perform(inside, { relationship: id }) {
    const me = inside.person();
    const found = await ownRelationship(inside, id, { forUpdate: true });
    if (found.endedAt !== null) return refused('ended');
    await endNow(inside, found, 'another-fit', me);
    // A seeker who waits with another request already waits: that is theirs to know, and no reason to keep a supporter.
    const goesOn = found.request !== null && (found.seeker === me || !(await waitsOtherwise(inside, found.request)));
    if (goesOn && found.request !== null) await releaseRequest(inside, found.request);
    inside.record({ name: 'relationships.another-fit-asked', subject: about({ relationship: id }), programme: found.programme, about: { request: found.request } });
    return done({ request: found.seeker === me ? found.request : null });
  },
});

/** After an ending, in one step: the seeker asks again with what they wrote then, for another season or somebody else (A10). */
export const askForSomebodyAgain = act({
  name: 'relationships.ask-for-somebody-again',
  input: which,
  may: ({ actor }) => actor.kind === 'person',
  subject: about,
  guards: { one_waiting_request: 'already-waiting' },
  async perform(inside, { relationship: id }) {
    const found = await ownRelationship(inside, id, { forUpdate: true });
    if (found.seeker !== inside.person() || found.request === null || (await afterEnding(inside, found)) !== 'ask-again') return refused('not-any-more');
    await releaseRequest(inside, found.request);
    inside.record({ name: 'relationships.somebody-asked-again', subject: about({ relationship: id }), programme: found.programme, about: { request: found.request } });
    return done({ request: found.request });
  },
});

/** Ends a relationship: its conversation closes and stays readable until it is shredded. */
export async function endNow(inside: Inside, found: Relationship, how: Ending, by: string | null): Promise<void> {
  await set(inside, found.id, { ended_at: inside.now, ended_by: by, ended_how: how });
  await closeConversation(inside, found.conversation);
  inside.record({
    name: 'relationships.ended', subject: about({ relationship: found.id }), programme: found.programme,
    about: { how, seeker: found.seeker, supporter: found.supporter, by },
  });
}

/** Either side notes that they were in touch outside (phone-only pairs): when, how, how long; never what was said. */
export const logContact = act({
  name: 'relationships.log-contact',
  input: which.extend({
    on: z.iso.date('relationships.mistake.date'),
    channel: z.enum(['phone', 'in-person', 'video', 'message'], 'relationships.mistake.channel'),
    minutes: z.union([z.literal('').transform(() => null), z.coerce.number('relationships.mistake.minutes').int('relationships.mistake.minutes').min(0, 'relationships.mistake.minutes').max(1440, 'relationships.mistake.minutes')]).default(null),
  }),
  may: ({ actor }) => actor.kind === 'person',
  subject: about,
  async perform(inside, { relationship: id, on, channel, minutes }) {
    const found = await ownRelationship(inside, id, { forUpdate: true });
    if (on > wallAt(inside.now, (await tongueOf(inside, inside.person())).zone).day) return refused('not-yet');
    const happened = new Date(`${on}T12:00:00Z`);
    await inside.db
      .insertInto('contact_log')
      .values({ org_id: inside.org, id: inside.newId(), relationship_id: id, logged_by: inside.person(), happened_at: happened, channel, minutes, logged_at: inside.now })
      .execute();
    if (found.lastContactAt === null || found.lastContactAt < happened) await set(inside, id, { last_contact_at: happened });
    inside.record({ name: 'relationships.contact-logged', subject: about({ relationship: id }), programme: found.programme });
    return done();
  },
});

/** A step for agreements: both said yes to how they want to walk together. From now on they can talk (P2). */
export async function markAgreed(inside: Inside, id: string): Promise<void> {
  const found = await ownRelationship(inside, id);
  if (found.agreedAt !== null) return;
  await set(inside, id, { agreed_at: inside.now });
  await startConversation(inside, found.conversation);
  inside.record({ name: 'relationships.agreed', subject: about({ relationship: id }), programme: found.programme, about: { seeker: found.seeker, supporter: found.supporter } });
}

/** A step for agreements: how many weeks they meant to walk; the season ends on that day. Without weeks there is no day to look towards. */
export async function setSeason(inside: Inside, id: string, weeks: number | undefined): Promise<void> {
  const found = await ownRelationship(inside, id);
  if (found.agreedAt === null) return;
  const end = weeks === undefined ? null : new Date(found.agreedAt.getTime() + weeks * 7 * 86_400_000).toISOString().slice(0, 10);
  await set(inside, id, { season_ends_on: end });
}

async function set(inside: Inside, id: string, change: Readonly<Record<string, Date | string | null>>): Promise<void> {
  await inside.db.updateTable('relationship').set(change).where('org_id', '=', inside.org).where('id', '=', id).execute();
}
