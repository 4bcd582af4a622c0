/**
 * What came in, with what no text can hold taken out of its words: the null character, which PostgreSQL does not keep, and halves of signs that are no
 * Unicode (they become the replacement sign). Everything else stays as it was typed, byte for byte. Gives the very same value when there was nothing to take.
 */
export function readable(raw: unknown): unknown {
  if (typeof raw === 'string') return raw.includes('\0') || !raw.isWellFormed() ? raw.replaceAll('\0', '').toWellFormed() : raw;
  if (Array.isArray(raw)) return raw.some((one) => readable(one) !== one) ? raw.map(readable) : raw;
  if (raw === null || typeof raw !== 'object' || !isPlain(raw)) return raw;
  const parts = Object.entries(raw);
  return parts.some(([name, one]) => readable(name) !== name || readable(one) !== one) ? Object.fromEntries(parts.map(([name, one]) => [readable(name), readable(one)])) : raw;
}

function isPlain(raw: object): boolean {
  const above: unknown = Object.getPrototypeOf(raw);
  return above === Object.prototype || above === null;
}
