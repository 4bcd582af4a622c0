import { sameBytes } from '../proof/bytes.ts';
import { type Anchor, type AnchorKeys, type ChainVerdict, type Head, verifyChain } from '../trail/index.ts';
import type { ChainKept, Section } from './section.ts';

/** What was found of one chain. */
export interface ChainFound {
  readonly chain: ChainKept;
  readonly verdict: ChainVerdict;
  /** The hour of the anchor up to which it is as it was signed. */
  readonly keptHour: string | undefined;
  /** Anchors that were handed in for it. */
  readonly anchors: number;
}

/** What was found of a trail. */
export interface TrailFound {
  readonly chains: readonly ChainFound[];
  /** Chains that were signed and are not here at all. */
  readonly absent: readonly string[];
}

/**
 * Walks every chain against the anchors, each from where the one before it ended. A chain that an anchor names and that is not there was taken away or
 * renamed, which is found too.
 */
export async function verifyTrail(sections: AsyncIterable<Section>, anchors: readonly Anchor[], keys: AnchorKeys): Promise<TrailFound> {
  const chains: ChainFound[] = [];
  let before: { readonly org: string; readonly head: Head | undefined } | undefined;
  for await (const { chain, links } of sections) {
    const own = anchors.filter((anchor) => anchor.chain === chain.chain);
    const end = before?.org === chain.org ? before.head : undefined;
    const walked = await verifyChain(links, { chain: chain.chain, anchors: own, keys, from: chain.from });
    const goesOn = end === undefined || (end.seq === chain.from.seq && sameBytes(end.hash, chain.from.hash));
    const verdict: ChainVerdict = goesOn ? walked : { whole: false, finding: 'altered', at: chain.from.seq, keptUpTo: chain.from.seq };
    chains.push({ chain, verdict, keptHour: own.findLast(({ seq }) => seq === verdict.keptUpTo)?.hour, anchors: own.length });
    before = { org: chain.org, head: verdict.whole ? verdict.head : undefined };
  }
  const here = new Set(chains.map(({ chain }) => chain.chain));
  return { chains, absent: [...new Set(anchors.map(({ chain }) => chain))].filter((name) => !here.has(name)) };
}
