import { createHash } from 'node:crypto';
import { sameBytes } from './bytes.ts';

/** One step from a leaf towards the root: the neighbour's hash, and the side it stands on. */
export interface MerkleStep {
  readonly side: 'left' | 'right';
  readonly hash: Uint8Array;
}

/** The tags of one hour in the order their tree has: by their bytes, which tells nothing about who wrote when. */
export function inTreeOrder(tags: readonly Uint8Array[]): readonly Uint8Array[] {
  return [...tags].sort(Buffer.compare);
}

/** The root of a Merkle tree over the leaves, in this order (RFC 9162, 2.1.1: leaves and joints are hashed differently). */
export function merkleRoot(leaves: readonly Uint8Array[]): Buffer {
  if (leaves.length === 0) return sha256();
  let level: Buffer[] = leaves.map(leafHash);
  while (level.length > 1) level = joinPairs(level);
  return level[0] as Buffer;
}

/** The steps that prove the leaf at `index` (from 0) to be under the root. Throws a RangeError when there is no such leaf. */
export function merkleProof(leaves: readonly Uint8Array[], index: number): MerkleStep[] {
  if (!Number.isInteger(index) || index < 0 || index >= leaves.length) throw new RangeError('there is no such leaf');
  const steps: MerkleStep[] = [];
  let level: Buffer[] = leaves.map(leafHash);
  for (let at = index; level.length > 1; at = at >> 1, level = joinPairs(level)) {
    const neighbour = level[at ^ 1];
    if (neighbour !== undefined) steps.push({ side: at % 2 === 0 ? 'right' : 'left', hash: neighbour });
  }
  return steps;
}

/** Do these steps lead from this leaf to this root? */
export function merkleProofHolds(root: Uint8Array, leaf: Uint8Array, steps: readonly MerkleStep[]): boolean {
  let hash = leafHash(leaf);
  for (const step of steps) hash = step.side === 'left' ? joint(step.hash, hash) : joint(hash, step.hash);
  return sameBytes(hash, root);
}

function joinPairs(level: readonly Buffer[]): Buffer[] {
  const above: Buffer[] = [];
  for (let at = 0; at < level.length; at += 2) {
    const [left, right] = [level[at] as Buffer, level[at + 1]];
    above.push(right === undefined ? left : joint(left, right));
  }
  return above;
}

const leafHash = (leaf: Uint8Array): Buffer => sha256(Buffer.of(0), leaf);
const joint = (left: Uint8Array, right: Uint8Array): Buffer => sha256(Buffer.of(1), left, right);

function sha256(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}
