/** The kinds of file that can become a picture here. */
export type Kind = 'jpeg' | 'png' | 'webp';

/** What these bytes begin as; undefined for everything else, whatever their name says. */
export function kindOf(bytes: Uint8Array): Kind | undefined {
  const starts = (signs: string, at = 0) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', at, at + signs.length) === signs;
  if (starts('\xff\xd8\xff')) return 'jpeg';
  if (starts('\x89PNG\r\n\x1a\n')) return 'png';
  return starts('RIFF') && starts('WEBP', 8) ? 'webp' : undefined;
}
