import { type DataKey, dayOf, deriveDayKey, makeTag, type Mark, type ProofTag, tagHolds } from '../proof/index.ts';
import type { AnchorBody } from '../trail/index.ts';
import { anchorSigner, mayFollow } from './anchoring.ts';
import { cap, type Caps } from './caps.ts';
import { type Answer, type ErasureAnswer, type KeyAsk, type Keyring, type KeyringRefusal, KeyringUnavailable } from './keyring.ts';
import type { Asked, Erasure, Leave, Looked, MembershipCheck } from './membership.ts';
import { isOwnPlace, keyIdOf, type KeyPlace } from './place.ts';
import { type Refusal, type RefusalLog, sessionMark } from './refusals.ts';
import { ANCHOR_KEY, type KeyStore, TAG_ROOT } from './store.ts';

/** What the keyring is made of. It owns the store and closes it. */
export interface KeyringParts {
  readonly store: KeyStore;
  readonly membership: MembershipCheck;
  readonly caps: Caps;
  readonly log: RefusalLog;
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number;
  /** Told the ids of destroyed keys, so that copies elsewhere can be wiped. */
  readonly onDestroyed?: (ids: readonly string[]) => void;
}

/** A message may be tagged this long before or after its time: enough for clocks that differ a little, too little to back-date. */
const NOW_IS = 2 * 60_000;
const HOUR = 3_600_000;
const ROTATE_AFTER = 7 * 86_400_000;
const LOOK_EVERY = 60_000;

/** The keyring itself, in this process. `KeyringMisused` is thrown for asks of the wrong shape by those who read them from a wire. */
export function keyringHere(parts: KeyringParts): Keyring {
  const { store, membership, caps, now } = parts;
  const [keyCap, tagCap, houseCap] = [cap(caps.keysPerSession, now), cap(caps.tagsPerSession, now), cap(caps.keysForHouse, now)];
  const tagRoot = store.open(keyIdOf(TAG_ROOT));
  const signer = anchorSigner(`${ANCHOR_KEY.generation}`, store.open(keyIdOf(ANCHOR_KEY)));
  let refusals = 0;

  const refuse = (refusal: Omit<Refusal, 'at' | 'session'>, session: string | null): void => {
    refusals += refusal.ids.length;
    parts.log({ at: now(), ...refusal, session: session === null ? null : sessionMark(session) });
  };
  const look = async (session: string, asked: readonly Asked[]): Promise<Looked | null> => {
    try {
      return await membership.look(session, asked);
    } catch (error) {
      throw new KeyringUnavailable('membership cannot be checked now', { cause: error });
    }
  };
  // A rotation that fails (the disk is full) leaves `rotationDue` standing in the store, and the clock tries again.
  const rotate = (): Promise<void> => store.rotate().catch(() => undefined);
  const rotateIfDue = (): void => {
    const { rotationDue, kekSince } = store.facts();
    if (rotationDue || now() - kekSince > ROTATE_AFTER) void rotate();
  };
  rotateIfDue();
  const clock = setInterval(rotateIfDue, LOOK_EVERY).unref();

  async function unwrap(session: string | null, asks: readonly KeyAsk[]): Promise<readonly Answer<{ readonly key: DataKey }>[]> {
    const allowed = session === null ? houseCap('', asks.length) : keyCap(session, asks.length);
    const found = asks.map((ask, at) => (at < allowed ? locate(store, ask) : refusedAsk(ask, 'too-many')));
    const looked = session === null ? null : await look(session, found.flatMap((one) => (one.place === null ? [] : askedOf(one.place))));
    const leaves = leavesOf(found, session, looked);
    const judged = found.map((one, at) => ({ ...one, why: judge(one, leaves[at] ?? 'no', session, looked) }));
    await store.add(judged.flatMap(({ why, place, exists }) => (why === null && place !== null && !exists ? [place] : [])));
    logByReason(judged, (why, ids) => refuse({ call: 'unwrap', person: looked?.person ?? null, why, ids }, session));
    return judged.map(({ why, id }) => (why === null ? opened(store, id) : { ok: false, why }));
  }

  async function tag(session: string, marks: readonly Mark[]): Promise<readonly Answer<ProofTag>[]> {
    const allowed = tagCap(session, marks.length);
    const looked = await look(session, marks.map(({ conversation, author }) => ({ kind: 'words', conversation, author })));
    const judged = marks.map((mark, at) => ({ mark, id: mark.conversation, why: at < allowed ? doubtAbout(mark, looked, looked?.leaves[at], now()) : ('too-many' as const) }));
    logByReason(judged, (why, ids) => refuse({ call: 'tag', person: looked?.person ?? null, why, ids }, session));
    return judged.map(({ mark, why }) => (why === null ? { ok: true, ...tagOf(tagRoot, mark) } : { ok: false, why }));
  }

  async function anchor(body: AnchorBody): ReturnType<Keyring['anchor']> {
    const { chain, ...at } = body;
    const over = now() - NOW_IS >= endOf(body.hour);
    const stands = over && (await store.anchor(chain, at, (last) => mayFollow(at, last)));
    if (stands) return { ok: true, anchor: signer.sign(body) };
    const why = over ? 'anchored-otherwise' : 'wrong-time';
    refuse({ call: 'tag', person: null, why, ids: [chain] }, null);
    return { ok: false, why };
  }

  async function verify(messages: readonly (ProofTag & { readonly mark: Mark })[]): Promise<readonly boolean[]> {
    const holds = messages.map(({ mark, ...proof }) => proofHolds(tagRoot, mark, proof));
    const ids = messages.filter((_, at) => holds[at] === false).map(({ mark }) => mark.conversation);
    if (ids.length > 0) refuse({ call: 'verify', person: null, why: 'tag-does-not-hold', ids }, null);
    return holds;
  }

  async function destroy(session: string | null, what: Erasure): Promise<ErasureAnswer> {
    const may = await membership.mayErase(session, what).catch((error: unknown) => {
      throw new KeyringUnavailable('membership cannot be checked now', { cause: error });
    });
    if (!may) {
      refuse({ call: 'destroy', person: null, why: 'not-a-member', ids: idsNamed(what) }, session);
      return { ok: false, why: 'not-a-member' };
    }
    const destroyed = await store.destroy((id, place) => isMeant(what, id, place));
    if (destroyed.length > 0) parts.onDestroyed?.(destroyed);
    if (store.facts().rotationDue) await rotate();
    return { ok: true, destroyed, final: !store.facts().rotationDue };
  }

  return {
    unwrap, tag, anchor, verify, destroy,
    health: async () => ({ ...store.facts(), refusals, anchorKeys: { [`${ANCHOR_KEY.generation}`]: signer.publicKey } }),
    async close() {
      clearInterval(clock);
      tagRoot.fill(0);
      await store.close();
    },
  };
}

interface Located {
  readonly id: string;
  readonly place: KeyPlace | null;
  readonly exists: boolean;
  readonly why: KeyringRefusal | null;
}

/** Where an ask points. The keyring's own keys do not exist for anybody else. */
function locate(store: KeyStore, ask: KeyAsk): Located {
  if (typeof ask !== 'string') {
    const id = keyIdOf(ask);
    const found = store.find(id);
    return { id, place: ask, exists: found !== null, why: found === 'destroyed' ? 'destroyed' : null };
  }
  const place = store.find(ask);
  if (place === 'destroyed') return refusedAsk(ask, 'destroyed');
  if (place === null || isOwnPlace(place)) return refusedAsk(ask, 'absent');
  return { id: ask, place, exists: true, why: null };
}

function refusedAsk(ask: KeyAsk, why: KeyringRefusal): Located {
  return { id: typeof ask === 'string' ? ask : keyIdOf(ask), place: null, exists: false, why };
}

function askedOf(place: KeyPlace): Asked[] {
  if (place.kind === 'words') return [{ kind: 'words', conversation: place.conversation, author: place.author }];
  if (place.kind === 'sheet') return [{ kind: 'sheet', org: place.org, person: place.person }];
  if (place.kind === 'concern') return [{ kind: 'concern', org: place.org, concern: place.concern }];
  return [];
}

/** The leave for each ask: contact details are the house's own business, everything else is what the membership check says. */
function leavesOf(found: readonly Located[], session: string | null, looked: Looked | null): readonly Leave[] {
  const said = [...(looked?.leaves ?? [])];
  return found.map(({ place }) => {
    if (place === null) return 'no';
    if (place.kind === 'person') return session === null ? 'write' : 'no';
    return said.shift() ?? 'no';
  });
}

/** Whether a key was destroyed is told only to those who had leave to read it. */
function judge({ place, exists, why }: Located, leave: Leave, session: string | null, looked: Looked | null): KeyringRefusal | null {
  if (session !== null && looked === null) return 'no-session';
  if (place === null) return why ?? 'absent';
  if (leave === 'no') return 'not-a-member';
  if (why !== null || exists) return why;
  if (leave !== 'write') return 'absent';
  return place.kind === 'words' && place.author !== looked?.person ? 'absent' : null;
}

function opened(store: KeyStore, id: string): Answer<{ readonly key: DataKey }> {
  // Somebody may have destroyed the key between the check and now.
  return store.find(id) === 'destroyed' ? { ok: false, why: 'destroyed' } : { ok: true, key: { id, bytes: store.open(id) } };
}

function doubtAbout(mark: Mark, looked: Looked | null, leave: Leave | undefined, now: number): KeyringRefusal | null {
  if (looked === null) return 'no-session';
  if (leave !== 'write' || mark.author !== looked.person) return 'not-a-member';
  return Math.abs(mark.time - now) > NOW_IS ? 'wrong-time' : null;
}

function tagOf(root: Buffer, mark: Mark): ProofTag {
  const day = dayOf(mark.time);
  return { tag: makeTag(deriveDayKey(root, day), mark), tagKeyId: `${TAG_ROOT.generation}.${day}` };
}

function proofHolds(root: Buffer, mark: Mark, { tag, tagKeyId }: ProofTag): boolean {
  try {
    const day = dayOf(mark.time);
    return tagKeyId === `${TAG_ROOT.generation}.${day}` && tagHolds(deriveDayKey(root, day), mark, tag);
  } catch {
    return false;
  }
}

/** An hour is anchored once, after the last message that may still be tagged in it. */
function endOf(hour: string): number {
  return Date.parse(`${hour}:00:00Z`) + HOUR;
}

function isMeant(what: Erasure, id: string, place: KeyPlace): boolean {
  if (what.kind === 'keys') return what.ids.includes(id);
  if (what.kind === 'author') return place.kind === 'words' && place.author === what.author;
  if (what.kind === 'conversation') return place.kind === 'words' && place.conversation === what.conversation;
  return (place.kind === 'person' || place.kind === 'sheet') && place.org === what.org && place.person === what.person;
}

function idsNamed(what: Erasure): readonly string[] {
  if (what.kind === 'keys') return what.ids;
  if (what.kind === 'author') return [what.author];
  return [what.kind === 'conversation' ? what.conversation : what.person];
}

function logByReason(judged: readonly { readonly id: string; readonly why: KeyringRefusal | null }[], log: (why: KeyringRefusal, ids: readonly string[]) => void): void {
  for (const why of new Set(judged.map((one) => one.why))) {
    if (why !== null) log(why, judged.filter((one) => one.why === why).map(({ id }) => id));
  }
}
