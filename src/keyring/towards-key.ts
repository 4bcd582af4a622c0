import { createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync, hkdfSync, type KeyObject } from 'node:crypto';

/** ASN.1 around raw X25519 keys (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b656e04220420', 'hex');
const SPKI = Buffer.from('302a300506032b656e032100', 'hex');

/** A pair of X25519 keys, each 32 bytes. */
export interface KeyPair {
  readonly publicKey: Buffer;
  readonly secret: Buffer;
}

/** What both sides mix in: the same on both, or the keys differ. `salt` is added to the two public keys. */
export interface Mixed {
  readonly info: string;
  readonly salt?: Buffer;
}

/** Makes a new pair. */
export function newKeyPair(): KeyPair {
  const pair = generateKeyPairSync('x25519');
  return { publicKey: rawOf(pair.publicKey.export({ format: 'der', type: 'spki' })), secret: rawOf(pair.privateKey.export({ format: 'der', type: 'pkcs8' })) };
}

/** The public half of a secret one. */
function publicHalfOf(secret: Buffer): Buffer {
  return rawOf(createPublicKey(privateOf(secret)).export({ format: 'der', type: 'spki' }));
}

/**
 * A key of 32 bytes that only the holder of the secret half can find again, with what they need for it: X25519 and HKDF-SHA256, the parts of HPKE's base mode
 * (RFC 9180) with node's own primitives.
 */
export function keyTowards(publicKey: Buffer, mixed: Mixed): { readonly ephemeral: Buffer; readonly key: Buffer } {
  const own = newKeyPair();
  return { ephemeral: own.publicKey, key: sharedKey(privateOf(own.secret), publicOf(publicKey), { ephemeral: own.publicKey, recipient: publicKey }, mixed) };
}

/** The same key, on the side of the secret half. */
export function keyFromEphemeral(secret: Buffer, ephemeral: Buffer, mixed: Mixed): Buffer {
  return sharedKey(privateOf(secret), publicOf(ephemeral), { ephemeral, recipient: publicHalfOf(secret) }, mixed);
}

function sharedKey(privateKey: KeyObject, publicKey: KeyObject, { ephemeral, recipient }: { ephemeral: Buffer; recipient: Buffer }, { info, salt = Buffer.alloc(0) }: Mixed): Buffer {
  const shared = diffieHellman({ privateKey, publicKey });
  return Buffer.from(hkdfSync('sha256', shared, Buffer.concat([ephemeral, recipient, salt]), info, 32));
}

const rawOf = (der: Buffer): Buffer => Buffer.from(der.subarray(der.length - 32));
const publicOf = (raw: Buffer): KeyObject => createPublicKey({ key: Buffer.concat([SPKI, raw]), format: 'der', type: 'spki' });
const privateOf = (raw: Buffer): KeyObject => createPrivateKey({ key: Buffer.concat([PKCS8, raw]), format: 'der', type: 'pkcs8' });
