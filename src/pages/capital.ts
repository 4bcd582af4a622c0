import type { Speak } from '../messages/index.ts';

/** Words that begin a line: French days and ways to meet are written small, and stand first on some pages. */
export function capital(t: Speak, words: string): string {
  return words.charAt(0).toLocaleUpperCase(t.locale) + words.slice(1);
}

/** Words that go on within a line: names of criteria are written large where they stand alone. */
export function small(t: Speak, words: string): string {
  return words.charAt(0).toLocaleLowerCase(t.locale) + words.slice(1);
}
