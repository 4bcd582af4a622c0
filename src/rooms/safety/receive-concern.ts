import { personOf } from '../../platform/actor.ts';
import type { Inside } from '../../platform/inside.ts';
import { hoursOf } from '../programmes/index.ts';
import { makePromise } from '../promises/index.ts';
import { newConcernKey, type SealConcern } from './concern-words.ts';
import { beginDangerCalls } from './danger-calls.ts';
import { clocksOf, handsOf } from './clocks.ts';
import { climbsAt, DANGER, termOf } from './rules.ts';

/** What somebody wrote when they raised a concern. Sealed under the concern's own key. */
export interface ConcernWords {
  readonly who: string;
  readonly seen: string;
  readonly where: string;
  readonly you: string;
}

/** One message that is shown, as `verifyDisclosure` needs it: bytes and proof. */
export interface ShownMessage {
  readonly conversation: string;
  readonly seq: number;
  readonly author: string;
  readonly sentAt: Date;
  readonly payload: Buffer;
  readonly kf: Buffer;
  readonly commitment: Buffer;
  readonly previous: Buffer | null;
  readonly tag: Buffer;
  readonly tagKeyId: string;
  /** Its pictures as they are stored: what opens them stands in the payload. */
  readonly pictures: readonly { readonly id: string; readonly sealed: Buffer }[];
}

/** A concern as it comes in. `keptFrom`: whom it is about, those close to them, and whom the raiser named. */
export interface ConcernGiven {
  readonly programme: string;
  readonly level: string;
  readonly about: { readonly kind: string; readonly id: string } | undefined;
  readonly aboutPerson: string | undefined;
  readonly conversation: string | undefined;
  readonly keptFrom: readonly string[];
  readonly words: ConcernWords;
  readonly reach: string;
  readonly kinds: readonly string[];
  readonly asked: string | undefined;
  readonly told: string | undefined;
  readonly shown: readonly ShownMessage[];
}

/** A concern that stands: its id, by when somebody answers, and who. */
export interface ConcernReceived {
  readonly id: string;
  readonly dueAt: Date;
  readonly owner: string | null;
}

/**
 * A step: writes a concern down, promises an answer by its level's clock, and gives it to the two on safety duty, never to anybody kept from it.
 * Facts: `safety.concern-raised` {level}. Nobody is told but who answers for it.
 */
export async function receiveConcern(inside: Inside, given: ConcernGiven): Promise<ConcernReceived> {
  const { db, org, now } = inside;
  const raisedBy = personOf(inside.actor) ?? null;
  const id = inside.newId();
  const clocks = await clocksOf(inside, given.programme, given.level);
  const cover = await hoursOf(inside, given.programme);
  const hands = await handsOf(inside, given.programme, given.keptFrom, raisedBy);
  const seal = await newConcernKey(inside, id);
  await db
    .insertInto('concern')
    .values({
      org_id: org, id, programme_id: given.programme, raised_by: raisedBy, about_person: given.aboutPerson ?? null, about_kind: given.about?.kind ?? null,
      about_id: given.about?.id ?? null, conversation_id: given.conversation ?? null, level: given.level, kinds: [...given.kinds], asked: given.asked ?? null,
      told: given.told ?? null, told_them: given.told?.startsWith('told-agree') === true || given.told === 'told-disagree',
      words: seal(`concern/words/${id}`, JSON.stringify(given.words)),
      reach_back: given.reach === '' ? null : seal(`concern/reach_back/${id}`, given.reach),
      owner_id: hands.owner, backup_id: hands.backup, kept_from: [...given.keptFrom], also_for: [...hands.alsoFor], raised_at: now, climb_at: climbsAt(clocks, now, cover),
    })
    .execute();
  for (const message of given.shown) await keepShown(inside, seal, id, message);
  // A raiser who is the only one to answer promises nothing to themselves: they have it already.
  const promisedTo = raisedBy === hands.owner ? null : raisedBy;
  const promise = await makePromise(inside, {
    kind: 'concern', programme: given.programme, subject: { kind: 'concern', id }, promisedTo, term: termOf(clocks, now, cover), owner: hands.owner, backup: hands.backup,
  });
  inside.record({ name: 'safety.concern-raised', subject: { kind: 'concern', id }, programme: given.programme, about: { level: given.level } });
  if (given.level === DANGER) await beginDangerCalls(inside, { id, programme: given.programme, keptFrom: given.keptFrom, alsoFor: hands.alsoFor });
  inside.announce('concerns');
  return { id, dueAt: promise.dueAt, owner: hands.owner };
}

async function keepShown(inside: Inside, seal: SealConcern, concern: string, { conversation, seq, author, sentAt, payload, kf, commitment, previous, tag, tagKeyId, pictures }: ShownMessage): Promise<void> {
  const id = inside.newId();
  const words = seal(`concern_item/words/${id}`, Buffer.concat([kf, payload]).toString('base64'));
  await inside.db
    .insertInto('concern_item')
    .values({ org_id: inside.org, id, concern_id: concern, conversation_id: conversation, seq, author_id: author, sent_at: sentAt, commitment, previous, tag, tag_key_id: tagKeyId, words })
    .execute();
  for (const picture of pictures) {
    await inside.db.insertInto('concern_picture').values({ org_id: inside.org, concern_id: concern, id: picture.id, sealed: picture.sealed }).onConflict((conflict) => conflict.doNothing()).execute();
  }
}
