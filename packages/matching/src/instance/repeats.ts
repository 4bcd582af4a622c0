import type { Market } from './instance.ts';

/**
 * Keeps each pair once. Lists from outside often name the same supporter twice; the best score (or, without a
 * difference, the first entry) is kept, because a pair can be used only once and the better one is what counts.
 */
export function withoutRepeats(market: Market): { market: Market; repeated: number } {
  const keep = kept(market);
  if (!keep) return { market, repeated: 0 };
  return { market: onlyPairs(market, keep.flags), repeated: keep.repeated };
}

/** Marks what stays; nothing when no pair is repeated, so that the usual case copies no memory. */
function kept({ seekers, supporters, rowPtr, col, weight }: Market): { flags: Uint8Array; repeated: number } | undefined {
  const lastSeen = new Int32Array(supporters).fill(-1);
  let flags: Uint8Array | undefined;
  let repeated = 0;
  for (let i = 0; i < seekers; i++) {
    const from = rowPtr[i];
    for (let e = from, end = rowPtr[i + 1]; e < end; e++) {
      const j = col[e];
      const earlier = lastSeen[j];
      lastSeen[j] = e;
      if (earlier < from) continue;
      flags ??= new Uint8Array(col.length).fill(1);
      repeated++;
      if (weight[e] > weight[earlier]) flags[earlier] = 0;
      else {
        flags[e] = 0;
        lastSeen[j] = earlier;
      }
    }
  }
  return flags && { flags, repeated };
}

/** The same people with only the pairs whose flag is set, in the same order. */
export function onlyPairs(market: Market, flags: Uint8Array): Market {
  const { seekers, rowPtr } = market;
  let pairs = 0;
  for (let e = 0; e < flags.length; e++) pairs += flags[e];
  const kept = new Int32Array(pairs);
  const newPtr = new Int32Array(seekers + 1);
  let at = 0;
  for (let i = 0; i < seekers; i++) {
    for (let e = rowPtr[i], end = rowPtr[i + 1]; e < end; e++) if (flags[e] === 1) kept[at++] = e;
    newPtr[i + 1] = at;
  }
  const pick = (values: Int32Array): Int32Array => kept.map((e) => values[e]);
  const smaller: Market = { ...market, rowPtr: newPtr, col: pick(market.col), weight: pick(market.weight) };
  if (market.seekerRank) smaller.seekerRank = pick(market.seekerRank);
  if (market.supporterRank) smaller.supporterRank = pick(market.supporterRank);
  return smaller;
}
