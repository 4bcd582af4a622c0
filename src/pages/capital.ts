import type { Speak } from '../messages/index.ts';

/** Words that begin a line: French days and ways to meet are written small, and stand first on some pages. */
export function capital(t: Speak, words: string): string {
  return words.charAt(0).toLocaleUpperCase(t.locale) + words.slice(1);
}
