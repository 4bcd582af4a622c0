import { say } from '../content/index.ts';
import type { Lang } from '../messages/index.ts';
import type { OwnWords } from '../rooms/programmes/index.ts';

/** What a programme calls the people in it (L4), in the language of the page: several of them, as they stand inside a sentence. */
export function peopleIn({ seeker, supporter }: OwnWords, lang: Lang): { readonly seekers: string; readonly supporters: string } {
  return { seekers: say(seeker.many, lang), supporters: say(supporter.many, lang) };
}

/** The same words where they stand alone, over a list or a page. */
export function asHeading(words: string, lang: Lang): string {
  return words.charAt(0).toLocaleUpperCase(lang) + words.slice(1);
}
