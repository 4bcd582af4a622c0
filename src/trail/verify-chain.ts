import { sameBytes } from '../proof/bytes.ts';
import { type Anchor, type AnchorKeys, anchorHolds } from './anchor.ts';
import { BEGINNING, type Head, type Link, linkHash } from './chain.ts';

/** What is wrong with a trail, at the first place where it is. */
export type Finding =
  | 'altered' // this entry's words, number, predecessor or hash were changed
  | 'rewritten' // this entry was replaced and its own hash made to fit; the next entry gives it away
  | 'missing' // no entry with this number
  | 'reordered' // this entry comes later than it should
  | 'repeated' // this number comes twice
  | 'not-as-anchored' // entries up to here were replaced since the anchor was signed
  | 'cut-short' // the trail ends before an entry that was anchored
  | 'anchor-forged'; // an anchor's signature does not hold

/** The answer. `keptUpTo` is the last anchored number up to which everything is as it was signed. */
export type ChainVerdict =
  | { readonly whole: true; readonly entries: number; readonly head: Head; readonly keptUpTo: number }
  | { readonly whole: false; readonly finding: Finding; readonly at: number; readonly keptUpTo: number };

/** What to check a trail against. `from` is the head just before the first link handed in (default: the beginning). */
export interface ChainWitness {
  readonly chain: string;
  readonly anchors: readonly Anchor[];
  readonly keys: AnchorKeys;
  readonly from?: Head;
}

/** A trail as it is read: a list in memory, or batch by batch from a table or a file. */
export type Links = Iterable<Link> | AsyncIterable<readonly Link[]>;

/** How far ahead a missing entry is looked for before it is called missing rather than reordered. */
const LOOK_AHEAD = 10_000;

/**
 * Walks a trail once, in order, in constant memory, and stops at the first entry that does not hold.
 * Without anchors it finds careless changes; only anchors kept elsewhere show that somebody re-made the whole chain.
 */
export async function verifyChain(links: Links, witness: ChainWitness): Promise<ChainVerdict> {
  const from = witness.from ?? BEGINNING;
  const anchors = anchorsAfter(from.seq, witness);
  const beginsElsewhere = witness.anchors.some((anchor) => anchor.chain === witness.chain && anchor.seq === from.seq && !sameBytes(Buffer.from(anchor.head, 'hex'), from.hash));
  if (beginsElsewhere) return { whole: false, finding: 'not-as-anchored', at: from.seq, keptUpTo: from.seq };
  const forged = anchors.find((anchor) => !anchorHolds(anchor, witness.keys));
  if (forged !== undefined) return { whole: false, finding: 'anchor-forged', at: forged.seq, keptUpTo: from.seq };
  return walk(reading(links), from, anchors);
}

async function walk(links: Reading, from: Head, anchors: readonly Anchor[]): Promise<ChainVerdict> {
  let [head, keptUpTo, next] = [from, from.seq, 0];
  const broken = (finding: Finding, at: number): ChainVerdict => ({ whole: false, finding, at, keptUpTo });
  for (let link = await links.take(); link !== undefined; link = await links.take()) {
    const finding = doubtAbout(link, head);
    if (finding === 'missing') return broken(await missingOrLate(links, head.seq + 1), head.seq + 1);
    if (finding !== null) return broken(finding, finding === 'rewritten' ? head.seq : link.seq);
    head = { seq: link.seq, hash: link.hash };
    for (; anchors[next]?.seq === head.seq; next += 1) {
      if (!sameBytes(Buffer.from(anchors[next]?.head ?? '', 'hex'), head.hash)) return broken('not-as-anchored', head.seq);
      keptUpTo = head.seq;
    }
  }
  if (anchors[next] !== undefined) return broken('cut-short', head.seq + 1);
  return { whole: true, entries: head.seq - from.seq, head, keptUpTo };
}

function doubtAbout(link: Link, head: Head): 'altered' | 'rewritten' | 'missing' | 'repeated' | null {
  const expected = head.seq + 1;
  if (link.seq > expected) return 'missing';
  if (link.seq < expected) return 'repeated';
  const follows = link.prev === head.hash || (link.prev.length === 32 && sameBytes(link.prev, head.hash));
  const fits = link.prev.length === 32 && sameBytes(linkHash(link.prev, link.seq, link.entry), link.hash);
  if (follows && fits) return null;
  return fits && head.seq > 0 ? 'rewritten' : 'altered';
}

async function missingOrLate(links: Reading, seq: number): Promise<'missing' | 'reordered'> {
  for (let ahead = 0; ahead < LOOK_AHEAD; ahead += 1) {
    const link = await links.take();
    if (link === undefined) return 'missing';
    if (link.seq === seq) return 'reordered';
  }
  return 'missing';
}

function anchorsAfter(seq: number, { anchors, chain }: ChainWitness): readonly Anchor[] {
  return anchors.filter((anchor) => anchor.chain === chain && anchor.seq > seq).sort((a, b) => a.seq - b.seq);
}

/** Reads links one at a time. Within a batch nothing is waited for: a promise per link would be most of the cost. */
interface Reading {
  take(): Link | undefined | Promise<Link | undefined>;
}

function reading(links: Links): Reading {
  if (!(Symbol.asyncIterator in links)) {
    const iterator = links[Symbol.iterator]();
    return { take: () => ended(iterator.next()) };
  }
  const batches = links[Symbol.asyncIterator]();
  let [batch, at]: [readonly Link[], number] = [[], 0];
  const more = async (): Promise<Link | undefined> => {
    for (let next = await batches.next(); next.done !== true; next = await batches.next()) {
      [batch, at] = [next.value, 1];
      if (batch.length > 0) return batch[0];
    }
    [batch, at] = [[], 0];
    return undefined;
  };
  return { take: () => (at < batch.length ? batch[at++] : more()) };
}

function ended(step: IteratorResult<Link>): Link | undefined {
  return step.done === true ? undefined : step.value;
}
