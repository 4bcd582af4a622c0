import { hash } from 'node:crypto';

/** The tag of a page or file: equal words, equal tag (RFC 9110, 8.8.3). Weak, since proxies may compress. */
export function tagOf(words: string | Uint8Array): string {
  return `W/"${hash('sha256', words, 'base64url').slice(0, 22)}"`;
}

/** Whether an `If-None-Match` header names the tag: then what the browser has is still true. */
export function notChanged(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  const bare = (one: string) => one.trim().replace(/^W\//, '');
  return header.trim() === '*' || header.split(',').some((one) => bare(one) === bare(tag));
}
