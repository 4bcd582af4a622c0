import type { PlainKey, Speak } from '../messages/index.ts';

/** What fills a sentence whose key is only known while running (a refusal's, a flash's). */
export type About = Readonly<Record<string, string | number>>;

/**
 * Says a sentence whose key and filling come from a table. The compiler checks the key where the table is written;
 * the filling is checked by the sentence itself, and one that does not fit becomes the sentence given instead.
 */
export function sayFrom(t: Speak, key: PlainKey, about: About | undefined, instead: string): string {
  try {
    return (t as unknown as (key: string, about?: About) => string)(key, about);
  } catch {
    return instead;
  }
}
