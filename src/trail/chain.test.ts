import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { naughtyStrings } from '../proof/naughty.ts';
import { type Anchor, anchorBytes } from './anchor.ts';
import { BEGINNING, type Head, type Link, linkHash, nextLink } from './chain.ts';
import { verifyChain } from './verify-chain.ts';

const pair = generateKeyPairSync('ed25519');
const keys = { one: pair.publicKey.export({ format: 'jwk' }).x as string };

function trail(length: number, say = (at: number) => `act ${at}`): Link[] {
  let head: Head = BEGINNING;
  return Array.from({ length }, (_, at) => {
    const link = nextLink(head, { at: `2026-11-21T12:00:${at}Z`, actor: `person ${at % 3}`, act: say(at), object: null });
    head = link;
    return link;
  });
}

function anchor(link: Link | undefined, chain = 'home'): Anchor {
  if (link === undefined) throw new RangeError('there is no such link');
  const body = { chain, seq: link.seq, head: Buffer.from(link.hash).toString('hex'), hour: '2026-11-21T12', tagsRoot: null };
  return { ...body, keyId: 'one', signature: sign(null, anchorBytes(body), pair.privateKey).toString('base64url') };
}

const links = trail(20);
const check = (some: readonly Link[], anchors: readonly Anchor[] = []) => verifyChain(some, { chain: 'home', anchors, keys });
const replace = (at: number, change: Partial<Link>) => links.map((link) => (link.seq === at ? { ...link, ...change } : link));
const rehash = (link: Link, entry: string): Link => ({ ...link, entry, hash: linkHash(link.prev, link.seq, entry) });
const flip = (bytes: Uint8Array, at: number) => Uint8Array.from(bytes, (byte, here) => (here === at ? byte ^ 1 : byte));

describe('a trail', () => {
  it('is whole when nothing was touched, with anchors or without, empty or long, as a list or as a stream', async () => {
    expect(await check(links)).toMatchObject({ whole: true, entries: 20, keptUpTo: 0 });
    expect(await check(links, [anchor(links[4]), anchor(links[19])])).toMatchObject({ whole: true, keptUpTo: 20 });
    expect(await check([])).toMatchObject({ whole: true, entries: 0 });
    const stream = async function* () { yield links.slice(0, 3); yield []; yield links.slice(3); };
    expect(await verifyChain(stream(), { chain: 'home', anchors: [anchor(links[9])], keys })).toMatchObject({ whole: true, keptUpTo: 10 });
  });

  it('can be checked from the middle, from a head somebody wrote down', async () => {
    const from = links[9] as Link;
    expect(await verifyChain(links.slice(10), { chain: 'home', anchors: [anchor(links[4])], keys, from })).toMatchObject({ whole: true, entries: 10 });
  });

  it('shows the first altered entry for a change of any byte of words, hash or predecessor', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 20 }), fc.nat(31), fc.constantFrom('hash', 'prev', 'entry'), async (at, byte, part) => {
      const link = links[at - 1] as Link;
      const change = part === 'entry' ? { entry: `${link.entry.slice(0, byte)}#${link.entry.slice(byte + 1)}` } : { [part]: flip(link[part as 'hash' | 'prev'], byte) };
      expect(await check(replace(at, change))).toMatchObject({ whole: false, finding: 'altered', at });
    }));
  });

  it('shows an entry that was replaced and given a fitting hash', async () => {
    const forged = rehash(links[6] as Link, '{"act":"nothing happened"}');
    expect(await check(replace(7, forged))).toMatchObject({ whole: false, finding: 'rewritten', at: 7 });
  });

  it('shows a missing, a repeated and a reordered entry by its number', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 18 }), async (at) => {
      expect(await check(links.filter(({ seq }) => seq !== at))).toMatchObject({ finding: 'missing', at });
      expect(await check([...links.slice(0, at), ...links.slice(at - 1)])).toMatchObject({ finding: 'repeated', at });
      const turned = [...links.slice(0, at - 1), links[at] as Link, links[at - 1] as Link, ...links.slice(at + 1)];
      expect(await check(turned)).toMatchObject({ finding: 'reordered', at });
    }));
  });

  it('shows by an anchor that a whole tail was made anew, which nothing else can show', async () => {
    const remade = trail(20, (at) => (at === 12 ? 'never happened' : `act ${at}`));
    expect((await check(remade)).whole).toBe(true);
    expect(await check(remade, [anchor(links[9]), anchor(links[14])])).toEqual({ whole: false, finding: 'not-as-anchored', at: 15, keptUpTo: 10 });
  });

  it('shows by an anchor that the end was cut off', async () => {
    expect(await check(links.slice(0, 17), [anchor(links[9]), anchor(links[19])])).toEqual({ whole: false, finding: 'cut-short', at: 18, keptUpTo: 10 });
  });

  it('does not believe an anchor with a changed body, another key, or no known key, and leaves other chains’ anchors aside', async () => {
    const good = anchor(links[9]);
    for (const bad of [{ seq: 11 }, { head: '00'.repeat(32) }, { hour: '2026-11-21T13' }, { tagsRoot: 'ab' }, { keyId: 'two' }, { keyId: '__proto__' }, { signature: 'AA' }])
      expect(await check(links, [{ ...good, ...bad }])).toMatchObject({ whole: false, finding: 'anchor-forged' });
    expect(await check(links, [{ ...good, chain: 'elsewhere' }])).toMatchObject({ whole: true, keptUpTo: 0 });
  });

  it('keeps any words, and entries with equal meaning have equal hashes', () => {
    for (const text of naughtyStrings) expect(JSON.parse(nextLink(BEGINNING, { text }).entry)).toEqual({ text: text.toWellFormed() });
    expect(nextLink(BEGINNING, { a: 1, b: 2 }).hash).toEqual(nextLink(BEGINNING, { b: 2, a: 1 }).hash);
  });

  it('does not let one entry pass under another number', () => {
    const prev = new Uint8Array(32);
    expect(new Set([1, 2, 2 ** 32, 2 ** 32 + 1, 2 ** 40].map((seq) => linkHash(prev, seq, 'x').toString('hex'))).size).toBe(5);
  });
});
