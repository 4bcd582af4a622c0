import { type LettersSeen, markLettersRead } from '../../rooms/letters/index.ts';
import type { Visit } from '../../web/visit.ts';

/** Which letters a page shows: the newest, or those before one that the address names. */
export function lettersBefore(visit: Visit): { readonly before?: string } {
  const before = visit.query.get('before');
  return before === null || before === '' ? {} : { before };
}

/** What a member wrote has been seen once the page shows it. */
export async function seeLetters(visit: Visit, { letters }: LettersSeen, about: { readonly programme: string; readonly person: string }): Promise<void> {
  if (letters.some(({ fromProgramme, read }) => !fromProgramme && !read)) await markLettersRead(visit, about);
}
