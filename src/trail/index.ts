// The door of the trail: a chain that cannot be rewritten unnoticed, and the anchors that prove it to a stranger.
export { type Anchor, type AnchorBody, anchorBytes, anchorHolds, type AnchorKeys } from './anchor.ts';
export { BEGINNING, canonicalEntry, type Head, type Link, linkHash, nextLink } from './chain.ts';
export { type ChainVerdict, type ChainWitness, type Finding, type Links, verifyChain } from './verify-chain.ts';
