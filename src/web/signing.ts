import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto';

/** The site's own secret and what is made from it. One secret; a key of its own for every purpose (RFC 5869). */
export interface Secrets {
  /** A short mark (22 characters) that only this site can make for these words and this purpose. */
  mark(purpose: Purpose, words: string): string;
  /** Whether a mark belongs to these words; takes the same time whatever differs. */
  holds(purpose: Purpose, words: string, mark: string): boolean;
  /** Words that leave the house, come back unchanged and are read by nobody on the way (AES-256-GCM): safe in cookies and addresses. */
  seal(purpose: Purpose, words: string): string;
  /** The words of a sealed text, or undefined when anybody changed it. */
  open(purpose: Purpose, sealed: string): string | undefined;
}

/** What a mark is for: a mark made for one purpose is worth nothing for another. */
type Purpose = 'form' | 'flash' | 'cursor' | 'kept' | 'network' | 'who';

/** Makes the secrets of a site from 32 secret bytes: the house's own (`house.secret('web')`), so that every node knows every form. */
export function secretsFrom(root: Uint8Array): Secrets {
  // Ready to use: from bare bytes a key is made ready anew each time, which takes four times as long as a mark.
  const keys = new Map<Purpose, KeyObject>();
  const keyFor = (purpose: Purpose) => {
    const known = keys.get(purpose) ?? createSecretKey(Buffer.from(hkdfSync('sha256', root, '', `companionway ${purpose}`, 32)));
    keys.set(purpose, known);
    return known;
  };
  const mark = (purpose: Purpose, words: string) => createHmac('sha256', keyFor(purpose)).update(words).digest().subarray(0, 16).toString('base64url');
  const holds = (purpose: Purpose, words: string, given: string) => sameText(mark(purpose, words), given);
  return {
    mark,
    holds,
    seal(purpose, words) {
      const start = randomBytes(startBytes);
      const cipher = createCipheriv('aes-256-gcm', keyFor(purpose), start);
      const body = Buffer.concat([cipher.update(words, 'utf8'), cipher.final()]);
      return Buffer.concat([start, cipher.getAuthTag(), body]).toString('base64url');
    },
    open(purpose, sealed) {
      const bytes = Buffer.from(sealed, 'base64url');
      // Another spelling of the same bytes is not what we gave out.
      if (bytes.length < startBytes + tagBytes || bytes.toString('base64url') !== sealed) return undefined;
      const cipher = createDecipheriv('aes-256-gcm', keyFor(purpose), bytes.subarray(0, startBytes), { authTagLength: tagBytes });
      cipher.setAuthTag(bytes.subarray(startBytes, startBytes + tagBytes));
      try {
        return Buffer.concat([cipher.update(bytes.subarray(startBytes + tagBytes)), cipher.final()]).toString('utf8');
      } catch {
        return undefined;
      }
    },
  };
}

/** A random name of 128 bits, safe in cookies, addresses and fields. */
export function randomName(): string {
  return randomBytes(16).toString('base64url');
}

const startBytes = 12;
const tagBytes = 16;

function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
