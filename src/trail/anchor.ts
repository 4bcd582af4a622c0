import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { canonical } from '../proof/canonical.ts';

/** What is fixed once an hour and handed to people outside: where the chain stood, and the root of that hour's proof tags. */
export interface AnchorBody {
  /** Which chain: usually the organisation's id. After a restore to an earlier moment a chain goes on under a new name. */
  readonly chain: string;
  readonly seq: number;
  /** The head's hash, hex. */
  readonly head: string;
  /** The hour, UTC, `YYYY-MM-DDTHH`. */
  readonly hour: string;
  /** The Merkle root of the hour's proof tags, hex; null when nothing was said in that hour. */
  readonly tagsRoot: string | null;
}

/** A signed anchor. `keyId` names the keyring's Ed25519 key, `signature` is base64url. */
export interface Anchor extends AnchorBody {
  readonly keyId: string;
  readonly signature: string;
}

/** Public anchor keys by id, as the keyring's health tells them: raw 32 bytes in base64url. Keep a copy off the machine. */
export type AnchorKeys = Readonly<Record<string, string>>;

/** The bytes that an anchor's signature covers. */
export function anchorBytes({ chain, seq, head, hour, tagsRoot }: AnchorBody): Buffer {
  return Buffer.from(`companionway.anchor\0${canonical({ chain, seq, head, hour, tagsRoot })}`, 'utf8');
}

/** Was this anchor signed by the key it names? A stranger with the public keys can check it. An unknown key is a no. */
export function anchorHolds(anchor: Anchor, keys: AnchorKeys): boolean {
  const raw = Object.hasOwn(keys, anchor.keyId) ? keys[anchor.keyId] : undefined;
  if (raw === undefined) return false;
  try {
    return verify(null, anchorBytes(anchor), publicKey(raw), Buffer.from(anchor.signature, 'base64url'));
  } catch {
    return false;
  }
}

function publicKey(raw: string): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw }, format: 'jwk' });
}
