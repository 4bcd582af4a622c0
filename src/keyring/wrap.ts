import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';

/** Thrown when a wrap does not open: another key-encryption key, another place, or damaged bytes. */
export class WrapRefused extends Error {
  override readonly name = 'WrapRefused';
}

/** A key-encryption key made ready once, which halves the time of a rotation. The bytes handed in are wiped; its own copy is wiped when it is let go. */
export function readyKek(bytes: Buffer): KeyObject {
  const kek = createSecretKey(bytes);
  bytes.fill(0);
  return kek;
}

/** Wraps a 32-byte key under a key-encryption key, bound to its place: `nonce 12 | tag 16 | ciphertext 32`, AES-256-GCM. */
export function wrapKey(kek: KeyObject, binding: string, key: Uint8Array): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', kek, nonce).setAAD(Buffer.from(binding, 'utf8'));
  const body = Buffer.concat([cipher.update(key), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** Opens what {@link wrapKey} wrapped for this place. Throws {@link WrapRefused}. */
export function unwrapKey(kek: KeyObject, binding: string, wrapped: Uint8Array): Buffer {
  if (wrapped.length !== 60) throw new WrapRefused('a wrap has 60 bytes');
  const cipher = createDecipheriv('aes-256-gcm', kek, wrapped.subarray(0, 12), { authTagLength: 16 });
  cipher.setAAD(Buffer.from(binding, 'utf8')).setAuthTag(wrapped.subarray(12, 28));
  try {
    return Buffer.concat([cipher.update(wrapped.subarray(28)), cipher.final()]);
  } catch {
    throw new WrapRefused('this wrap does not open with this key at this place');
  }
}
