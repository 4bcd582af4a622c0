import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { House } from '../../platform/house.ts';
import { isId } from '../../platform/ids.ts';

/** Bytes of the nonce, of the sealed id, and of the tag (AES-256-GCM, NIST SP 800-38D). */
const [NONCE, ID, TAG] = [12, 16, 16] as const;

/** The secret end of the link in a letter's foot by which its reader may stop notices without signing in. It says to nobody whose it is; 59 characters. */
export function stopToken(house: Pick<House, 'secret'>, org: string, person: string): string {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', house.secret('stop-link'), nonce).setAAD(Buffer.from(org));
  return Buffer.concat([nonce, cipher.update(person.replaceAll('-', ''), 'hex'), cipher.final(), cipher.getAuthTag()]).toString('base64url');
}

/** Whose link it is, or undefined for one we did not make. */
export function personOfStopToken(house: Pick<House, 'secret'>, org: string, token: string): string | undefined {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== NONCE + ID + TAG) return undefined;
  try {
    const decipher = createDecipheriv('aes-256-gcm', house.secret('stop-link'), bytes.subarray(0, NONCE), { authTagLength: TAG }).setAAD(Buffer.from(org)).setAuthTag(bytes.subarray(NONCE + ID));
    const hex = Buffer.concat([decipher.update(bytes.subarray(NONCE, NONCE + ID)), decipher.final()]).toString('hex');
    const person = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    return isId(person) ? person : undefined;
  } catch {
    return undefined;
  }
}
