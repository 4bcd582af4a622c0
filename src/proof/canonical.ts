/** A value that JSON can carry without loss. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Thrown when a value has no single JSON form (a number that is not finite, `undefined`, a Date, a bigint). */
export class NotCanonical extends Error {
  override readonly name = 'NotCanonical';
}

/**
 * The one JSON text of a value: keys sorted by UTF-16 code unit, no white space, numbers and strings as ECMAScript
 * writes them (RFC 8785). Lone surrogates become U+FFFD first, so the text always has one UTF-8 form.
 * Equal values give equal texts, whatever order their keys were written in. Throws {@link NotCanonical}.
 */
export function canonical(value: Json): string {
  if (typeof value === 'string') return JSON.stringify(value.toWellFormed());
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return canonicalNumber(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object') return canonicalRecord(value as { readonly [key: string]: Json });
  throw new NotCanonical(`a ${typeof value} has no canonical form`);
}

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value)) throw new NotCanonical('a number must be finite');
  return JSON.stringify(value);
}

function canonicalRecord(value: { readonly [key: string]: Json }): string {
  const shape = Object.getPrototypeOf(value);
  if (shape !== Object.prototype && shape !== null) throw new NotCanonical('only plain records have a canonical form');
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key.toWellFormed())}:${canonical(value[key] as Json)}`).join(',')}}`;
}
