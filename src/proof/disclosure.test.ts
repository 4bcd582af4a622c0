import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DisclosedMessage, hourOf, verifyDisclosure } from './disclosure.ts';
import { newCommitmentKey } from './inner.ts';
import { inTreeOrder, merkleProof, merkleProofHolds, merkleRoot } from './merkle.ts';
import { decodePayload, encodePayload } from './payload.ts';
import { commit, dayOf, deriveDayKey, makeTag, type Mark, tagHolds } from './tag.ts';

const root = randomBytes(32);
const id = (end: string): string => `018f3c1e-0000-7000-8000-${end.padStart(12, '0')}`;
const [amina, ben, conversation] = [id('a'), id('b'), id('c')];
const noon = Date.UTC(2026, 10, 21, 12, 0, 0);

/** A conversation as the house keeps it: every message committed, tagged and linked to the one before. */
function converse(turns: readonly (readonly [author: string, body: string])[], where = conversation): DisclosedMessage[] {
  let previous: Uint8Array | null = null;
  return turns.map(([author, body], at) => {
    const payload = encodePayload({ v: 1, conversation: where, author, clientMessageId: `${at}`, body, attachments: [], replyTo: null });
    const kf = newCommitmentKey();
    const mark: Mark = { conversation: where, author, seq: at + 1, time: noon + at * 60_000, commitment: commit(kf, payload), previous };
    previous = mark.commitment;
    return { payload, kf, mark, tag: makeTag(deriveDayKey(root, dayOf(mark.time)), mark), tagKeyId: dayOf(mark.time) };
  });
}

const talk = converse([[amina, 'Hello Ben'], [ben, 'Hello'], [amina, 'I am not well'], [ben, 'I am here'], [amina, 'Thank you'], [ben, 'Tomorrow?']]);
const pick = (...seqs: number[]): DisclosedMessage[] => seqs.map((seq) => talk[seq - 1] as DisclosedMessage);
const tagsRoot = merkleRoot(inTreeOrder(talk.map(({ tag }) => tag)));

const witness = {
  tagsHold: async (messages: readonly DisclosedMessage[]) => messages.map((one) => tagHolds(deriveDayKey(root, one.tagKeyId), one.mark, one.tag)),
  anchoredRoot: async (hour: string) => (hour === '2026-11-21T12' ? tagsRoot : null),
};
const judge = (shown: readonly DisclosedMessage[]) => verifyDisclosure(shown, witness as Parameters<typeof verifyDisclosure>[1]);
const anchored = (message: DisclosedMessage): DisclosedMessage => {
  const leaves = inTreeOrder(talk.map(({ tag }) => tag));
  return { ...message, underAnchor: { hour: hourOf(message.mark.time), steps: merkleProof(leaves, leaves.indexOf(message.tag)) } };
};

describe('a disclosure', () => {
  it('is genuine when the words are as they were sent', async () => {
    const verdict = await judge(pick(2, 3, 4));
    expect(verdict.genuine).toBe(true);
    expect(verdict.messages.map(({ payload }) => payload?.body)).toEqual(['Hello', 'I am not well', 'I am here']);
  });

  it('refuses altered words, even when the teller makes a new commitment for them', async () => {
    const [first] = pick(3);
    if (first === undefined) return expect.unreachable();
    const payload = encodePayload({ ...decodePayload(first.payload), body: 'I hate you' });
    expect((await judge([{ ...first, payload }])).messages[0]?.doubt).toBe('words-altered');
    const recommitted = { ...first, payload, mark: { ...first.mark, commitment: commit(first.kf, payload) } };
    expect((await judge([recommitted])).messages[0]?.doubt).toBe('mark-altered');
  });

  it('refuses blame moved to another person, in the mark, in the words, or in both', async () => {
    const [first] = pick(3);
    if (first === undefined) return expect.unreachable();
    const mark = { ...first.mark, author: ben };
    expect((await judge([{ ...first, mark }])).messages[0]?.doubt).toBe('blame-moved');
    const payload = encodePayload({ ...decodePayload(first.payload), author: ben });
    expect((await judge([{ ...first, payload, mark }])).messages[0]?.doubt).toBe('words-altered');
    const both = { ...first, payload, mark: { ...mark, commitment: commit(first.kf, payload) } };
    expect((await judge([both])).messages[0]?.doubt).toBe('mark-altered');
  });

  it('refuses a moved time, a moved place, and a tag of another message', async () => {
    const [third, fourth] = pick(3, 4);
    if (third === undefined || fourth === undefined) return expect.unreachable();
    for (const moved of [{ time: noon - 86_400_000 }, { time: third.mark.time + 1 }, { seq: 9 }, { previous: null }, { previous: randomBytes(32) }])
      expect((await judge([{ ...third, mark: { ...third.mark, ...moved } }])).messages[0]?.doubt).toBe('mark-altered');
    expect((await judge([{ ...third, tag: fourth.tag }])).messages[0]?.doubt).toBe('mark-altered');
    expect((await judge([{ ...third, tagKeyId: '2026-11-20' }])).messages[0]?.doubt).toBe('mark-altered');
  });

  it('counts what was left out and proves what stands side by side', async () => {
    const verdict = await judge(pick(1, 2, 6));
    expect(verdict.genuine).toBe(true);
    expect(verdict.gaps).toEqual([{ after: 2, before: 6, count: 3 }]);
    expect(verdict.adjacent).toEqual([[1, 2]]);
  });

  it('says when the order was changed, and puts the messages back', async () => {
    const verdict = await judge(pick(4, 3));
    expect(verdict).toMatchObject({ genuine: false, order: 'rearranged', adjacent: [[3, 4]] });
    expect(verdict.messages.map(({ seq }) => seq)).toEqual([3, 4]);
  });

  it('does not accept messages of two conversations as one story', async () => {
    const elsewhere = converse([[ben, 'somewhere else']], id('d'));
    const verdict = await judge([...pick(1), ...elsewhere]);
    expect(verdict).toMatchObject({ genuine: false, oneConversation: false, adjacent: [] });
    expect((await judge([])).genuine).toBe(false);
  });

  it('shows two histories of one place as told twice, and neighbours that do not follow as broken', async () => {
    const fork = converse([[amina, 'Hello Ben'], [ben, 'Something else']]);
    expect((await judge([...pick(2), ...fork.slice(1)])).messages.map(({ doubt }) => doubt)).toEqual([null, 'told-twice']);
    expect((await judge([...fork.slice(1), ...pick(3)])).messages.map(({ doubt }) => doubt)).toEqual([null, 'chain-broken']);
  });

  it('checks the hour’s root when the hour is anchored, so a thief of the tag key cannot back-date', async () => {
    expect((await judge(pick(1, 2, 3).map(anchored))).messages.map((one) => one.anchored)).toEqual([true, true, true]);
    const forged = converse([[ben, 'never said']])[0];
    if (forged === undefined) return expect.unreachable();
    expect((await judge([forged])).messages[0]).toMatchObject({ doubt: null, anchored: false });
    for (const borrowed of pick(1, 2).map(anchored))
      expect((await judge([{ ...forged, underAnchor: borrowed.underAnchor ?? { hour: '', steps: [] } }])).messages[0]?.doubt).toBe('not-under-anchor');
    const otherHour = { hour: '2026-11-21T13', steps: [] };
    expect((await judge([{ ...forged, underAnchor: otherHour }])).messages[0]?.doubt).toBe('not-under-anchor');
  });

  it('does not accept that a message was anchored in another hour than its own', async () => {
    const [first] = pick(1).map(anchored);
    if (first?.underAnchor === undefined) return expect.unreachable();
    const always = { ...witness, anchoredRoot: async () => tagsRoot } as unknown as Parameters<typeof verifyDisclosure>[1];
    const late = { ...first, underAnchor: { ...first.underAnchor, hour: '2026-11-21T13' } };
    expect((await verifyDisclosure([first], always)).messages[0]?.doubt).toBeNull();
    expect((await verifyDisclosure([late], always)).messages[0]?.doubt).toBe('not-under-anchor');
  });

  it('refuses a change of any byte of payload, commitment key, commitment, predecessor or tag', async () => {
    const [, third] = pick(2, 3);
    if (third === undefined || third.mark.previous === null) return expect.unreachable();
    const flip = (bytes: Uint8Array, at: number) => Uint8Array.from(bytes, (byte, here) => (here === at ? byte ^ 1 : byte));
    for (let at = 0; at < third.payload.length; at += 1) expect((await judge([{ ...third, payload: flip(third.payload, at) }])).genuine).toBe(false);
    for (let at = 0; at < 32; at += 1) {
      const { mark } = third;
      expect((await judge([{ ...third, kf: flip(third.kf, at) }])).genuine).toBe(false);
      expect((await judge([{ ...third, tag: flip(third.tag, at) }])).genuine).toBe(false);
      expect((await judge([{ ...third, mark: { ...mark, commitment: flip(mark.commitment, at) } }])).genuine).toBe(false);
      expect((await judge([{ ...third, mark: { ...mark, previous: flip(third.mark.previous, at) } }])).genuine).toBe(false);
    }
  });

  it('counts every gap right for any choice of messages', async () => {
    await fc.assert(fc.asyncProperty(fc.subarray([1, 2, 3, 4, 5, 6], { minLength: 1 }), async (seqs) => {
      const verdict = await judge(pick(...seqs));
      expect(verdict.genuine).toBe(true);
      const missing = verdict.gaps.reduce((sum, { count }) => sum + count, 0);
      expect(missing).toBe(Math.max(...seqs) - Math.min(...seqs) + 1 - seqs.length);
      expect(verdict.gaps.length + verdict.adjacent.length).toBe(seqs.length - 1);
    }));
  });
});

describe('a commitment', () => {
  it('cannot be confirmed by guessing a short answer without its key', () => {
    const payload = encodePayload({ v: 1, conversation, author: amina, clientMessageId: '1', body: 'yes', attachments: [], replyTo: null });
    expect(commit(newCommitmentKey(), payload).equals(commit(newCommitmentKey(), payload))).toBe(false);
  });
});

describe('a Merkle root', () => {
  it('proves every leaf of a tree of any size and no other leaf', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.uint8Array({ minLength: 32, maxLength: 32 }), { minLength: 1, maxLength: 40, selector: String }), fc.nat(), (leaves, pickAt) => {
      const [whole, at] = [merkleRoot(leaves), pickAt % leaves.length];
      const steps = merkleProof(leaves, at);
      const holds = (leaf: Uint8Array): boolean => merkleProofHolds(whole, leaf, steps);
      expect(leaves.map(holds)).toEqual(leaves.map((_, here) => here === at));
    }));
  });

  it('does not take a joint of the tree for a leaf', () => {
    const leaves = [...'abcd'].map((letter) => Buffer.from(letter));
    const [ofC, ofD] = [merkleProof(leaves, 2), merkleProof(leaves, 3)];
    const joint = Buffer.concat([Buffer.of(1), ofD[0]?.hash ?? Buffer.alloc(0), ofC[0]?.hash ?? Buffer.alloc(0)]);
    expect(merkleProofHolds(merkleRoot(leaves), Buffer.from('c'), ofC)).toBe(true);
    expect(merkleProofHolds(merkleRoot(leaves), joint, ofC.slice(1))).toBe(false);
  });

  it('changes when a leaf is added, removed, changed or moved', () => {
    const leaves = [...'abcdefg'].map((letter) => Buffer.from(letter));
    const roots = [leaves, leaves.slice(1), leaves.slice(0, -1), [...leaves, Buffer.from('g')], [...leaves].reverse(), []];
    expect(new Set(roots.map((some) => merkleRoot(some).toString('hex'))).size).toBe(roots.length);
  });
});

