import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

/** The site's own secret and what is made from it. One secret; a key of its own for every purpose (RFC 5869). */
export interface Secrets {
  /** A short mark (22 characters) that only this site can make for these words and this purpose. */
  mark(purpose: Purpose, words: string): string;
  /** Whether a mark belongs to these words; takes the same time whatever differs. */
  holds(purpose: Purpose, words: string, mark: string): boolean;
  /** Words that leave the house and must come back unchanged: a signed text safe in cookies and addresses. */
  seal(purpose: Purpose, words: string): string;
  /** The words of a sealed text, or undefined when anybody changed it. */
  open(purpose: Purpose, sealed: string): string | undefined;
}

/** What a mark is for: a mark made for one purpose is worth nothing for another. */
export type Purpose = 'form' | 'flash' | 'cursor' | 'kept' | 'network';

/** Makes the secrets of a site from 32 secret bytes: the house's own (`house.secret('web')`), so that every node knows every form. */
export function secretsFrom(root: Uint8Array): Secrets {
  const keys = new Map<Purpose, Buffer>();
  const keyFor = (purpose: Purpose) => {
    const known = keys.get(purpose) ?? Buffer.from(hkdfSync('sha256', root, '', `companionway ${purpose}`, 32));
    keys.set(purpose, known);
    return known;
  };
  const mark = (purpose: Purpose, words: string) => createHmac('sha256', keyFor(purpose)).update(words).digest().subarray(0, 16).toString('base64url');
  const holds = (purpose: Purpose, words: string, given: string) => sameText(mark(purpose, words), given);
  return {
    mark,
    holds,
    seal: (purpose, words) => `${Buffer.from(words).toString('base64url')}.${mark(purpose, words)}`,
    open(purpose, sealed) {
      const [body = '', given = ''] = sealed.split('.');
      const words = Buffer.from(body, 'base64url').toString();
      return holds(purpose, words, given) ? words : undefined;
    },
  };
}

/** A random name of 128 bits, safe in cookies, addresses and fields. */
export function randomName(): string {
  return randomBytes(16).toString('base64url');
}

function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
