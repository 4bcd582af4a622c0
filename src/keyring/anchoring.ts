import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { type Anchor, type AnchorBody, anchorBytes } from '../trail/anchor.ts';
import { KeyringMisused, readRecord } from './place.ts';
import type { AnchoredAt } from './store-state.ts';

/** PKCS #8 around a raw Ed25519 seed (RFC 8410, section 7). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Signs anchors with the Ed25519 key made from a 32-byte seed, whose bytes are wiped. `publicKey` is raw, base64url. */
export function anchorSigner(keyId: string, seed: Buffer): { readonly publicKey: string; sign(body: AnchorBody): Anchor } {
  const der = Buffer.concat([PKCS8, seed]);
  const key: KeyObject = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  for (const bytes of [der, seed]) bytes.fill(0);
  const { x = '' } = key.export({ format: 'jwk' });
  return {
    publicKey: x,
    sign: (body) => ({ ...body, keyId, signature: sign(null, anchorBytes(body), key).toString('base64url') }),
  };
}

/**
 * A chain only grows, and every hour has one anchor: the next may stand further on in a later hour, or be the very same again.
 * So nobody can have another history, or another hour full of tags, signed afterwards.
 */
export function mayFollow(at: AnchoredAt, last: AnchoredAt | undefined): boolean {
  if (last === undefined) return true;
  const [same, later] = [at.seq === last.seq && at.head === last.head, at.hour > last.hour];
  if (!later) return same && at.hour === last.hour && at.tagsRoot === last.tagsRoot;
  return same || at.seq > last.seq;
}

/** Reads what is to be anchored. Throws KeyringMisused. */
export function readAnchorBody(value: unknown): AnchorBody {
  const { chain, seq, head, hour, tagsRoot } = readRecord(value);
  if (typeof chain !== 'string' || chain === '' || chain.length > 200) throw new KeyringMisused('a chain has a short name');
  if (typeof seq !== 'number' || !Number.isSafeInteger(seq) || seq < 0) throw new KeyringMisused('a link has a whole number');
  if (typeof hour !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d$/.test(hour) || Number.isNaN(Date.parse(`${hour}:00:00Z`))) throw new KeyringMisused('an hour is written YYYY-MM-DDTHH');
  return { chain, seq, head: readHash(head), hour, tagsRoot: tagsRoot === null ? null : readHash(tagsRoot) };
}

function readHash(value: unknown): string {
  if (typeof value !== 'string' || !/^[0-9a-f]{64}$/.test(value)) throw new KeyringMisused('a hash is 64 hex digits');
  return value;
}
