import { createSecretKey, type KeyObject } from 'node:crypto';
import { type DataKey, dayOf, deriveDayKey, makeTag, type Mark, type ProofTag, tagHolds } from '../proof/index.ts';
import type { AnchorBody } from '../trail/index.ts';
import { anchorSigner, mayFollow } from './anchoring.ts';
import { cap, type Caps } from './caps.ts';
import { type Answer, type ErasureAnswer, type KeyAsk, type Keyring, type KeyringRefusal, KeyringUnavailable } from './keyring.ts';
import { askedOf, doubtAbout, idsNamed, isMeant, judge, leavesOf, locate, NOW_IS, refusedAsk } from './decide.ts';
import type { Asked, Erasure, Looked, MembershipCheck } from './membership.ts';
import { ANCHOR_KEY, keyIdOf, TAG_ROOT } from './place.ts';
import { type Refusal, type RefusalLog, sessionMark } from './refusals.ts';
import type { KeyStore } from './store.ts';

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
  /** The keyring's own backups: when the last was written, and how to write one. It answers whether it did. */
  readonly backUp?: { readonly last: number; write(): Promise<boolean> };
}

const HOUR = 3_600_000;
const ROTATE_AFTER = 7 * 86_400_000;
const LOOK_EVERY = 60_000;

/** The keyring itself, in this process. `KeyringMisused` is thrown for asks of the wrong shape by those who read them from a wire. */
export function keyringHere(parts: KeyringParts): Keyring {
  const { store, membership, caps, now } = parts;
  const [keyCap, tagCap, houseCap] = [cap(caps.keysPerSession, now), cap(caps.tagsPerSession, now), cap(caps.keysForHouse, now)];
  const dayKeys = dayKeysFrom(store.open(keyIdOf(TAG_ROOT)));
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
  let [backedUp, writing] = [parts.backUp?.last ?? 0, Promise.resolve()];
  // In the background: an erasure is not held up by a copy. One that fails (the other disk is away) is tried again in a minute; doctor sees its age.
  const backUp = (): void => {
    writing = writing.then(async () => {
      if ((await parts.backUp?.write()) === true) backedUp = now();
    }).catch((error: unknown) => void process.stderr.write(`keyring: its own backup was not written: ${error instanceof Error ? error.message : 'an unknown error'}\n`));
  };
  // A rotation that fails (the disk is full) leaves `rotationDue` standing in the store, and the clock tries again.
  let rotating: Promise<void> = Promise.resolve();
  const rotate = (): Promise<void> => (rotating = store.rotate().then(backUp, () => undefined));
  const rotateIfDue = (): void => {
    const { rotationDue, kekSince } = store.facts();
    if (rotationDue || now() - kekSince > ROTATE_AFTER) void rotate();
    else if (parts.backUp !== undefined && now() - backedUp >= HOUR) backUp();
  };
  rotateIfDue();
  const clock = setInterval(rotateIfDue, LOOK_EVERY).unref();

  async function unwrap(session: string | null, asks: readonly KeyAsk[]): Promise<readonly Answer<{ readonly key: DataKey }>[]> {
    const wanted = asks.map((ask) => locate(store, ask));
    const looked = session === null ? null : await look(session, wanted.flatMap(askedOf));
    const leaves = leavesOf(wanted, session, looked);
    const allowed = session === null ? houseCap('', asks.length) : sessionCap(keyCap, session, looked, asks.length);
    const found = wanted.map((one, at) => (at < allowed ? one : refusedAsk(one.id, 'too-many')));
    const judged = found.map((one, at) => ({ ...one, why: judge(one, leaves[at] ?? 'no', session, looked) }));
    await store.add(judged.flatMap(({ why, place, exists }) => (why === null && place !== null && !exists ? [place] : [])));
    logByReason(judged, (why, ids) => refuse({ call: 'unwrap', person: looked?.person ?? null, why, ids }, session));
    return judged.map(({ why, id }) => (why === null ? opened(store, id) : { ok: false, why }));
  }

  async function tag(session: string, marks: readonly Mark[]): Promise<readonly Answer<ProofTag>[]> {
    const looked = await look(session, marks.map(({ conversation, author }) => ({ kind: 'words', conversation, author })));
    const allowed = sessionCap(tagCap, session, looked, marks.length);
    const judged = marks.map((mark, at) => ({ mark, id: mark.conversation, why: at < allowed ? doubtAbout(mark, looked, looked?.leaves[at], now()) : ('too-many' as const) }));
    logByReason(judged, (why, ids) => refuse({ call: 'tag', person: looked?.person ?? null, why, ids }, session));
    return judged.map(({ mark, why }) => (why === null ? { ok: true, ...tagOf(dayKeys, mark) } : { ok: false, why }));
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
    const holds = messages.map(({ mark, ...proof }) => proofHolds(dayKeys, mark, proof));
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
      await rotating;
      await writing;
      await store.close();
    },
  };
}

/** Only living sessions are counted: made-up ones would push the real counts out. What they ask is refused anyhow. */
function sessionCap(give: ReturnType<typeof cap>, session: string, looked: Looked | null, wanted: number): number {
  return looked === null ? wanted : give(sessionMark(session), wanted);
}

function opened(store: KeyStore, id: string): Answer<{ readonly key: DataKey }> {
  // Somebody may have destroyed the key between the check and now.
  return store.find(id) === 'destroyed' ? { ok: false, why: 'destroyed' } : { ok: true, key: { id, bytes: store.open(id) } };
}

/** Day keys made ready once; the root's bytes are wiped, its own copy goes with the keyring. At most 64 days are kept ready. */
function dayKeysFrom(rootBytes: Buffer): (day: string) => KeyObject {
  const [root, ready] = [createSecretKey(rootBytes), new Map<string, KeyObject>()];
  rootBytes.fill(0);
  return (day) => {
    const key = ready.get(day) ?? createSecretKey(deriveDayKey(root, day));
    if (ready.size >= 64) ready.clear();
    ready.set(day, key);
    return key;
  };
}

function tagOf(dayKeys: (day: string) => KeyObject, mark: Mark): ProofTag {
  const day = dayOf(mark.time);
  return { tag: makeTag(dayKeys(day), mark), tagKeyId: `${TAG_ROOT.generation}.${day}` };
}

function proofHolds(dayKeys: (day: string) => KeyObject, mark: Mark, { tag, tagKeyId }: ProofTag): boolean {
  try {
    const day = dayOf(mark.time);
    return tagKeyId === `${TAG_ROOT.generation}.${day}` && tagHolds(dayKeys(day), mark, tag);
  } catch {
    return false;
  }
}

/** An hour is anchored once, after the last message that may still be tagged in it. */
function endOf(hour: string): number {
  return Date.parse(`${hour}:00:00Z`) + HOUR;
}

function logByReason(judged: readonly { readonly id: string; readonly why: KeyringRefusal | null }[], log: (why: KeyringRefusal, ids: readonly string[]) => void): void {
  for (const why of new Set(judged.map((one) => one.why))) {
    if (why !== null) log(why, judged.filter((one) => one.why === why).map(({ id }) => id));
  }
}
