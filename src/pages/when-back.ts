import type { Speak } from '../messages/index.ts';
import { hasCover, type programmePage } from '../rooms/programmes/index.ts';

/** What is to be said beside a promise in days: it may end a little later than its days, because it never ends while nobody is there. Empty where that cannot be. */
export function whenBackInWords(t: Speak, { firstAnswer, cover }: Pick<Awaited<ReturnType<typeof programmePage>>, 'firstAnswer' | 'cover'>): string {
  return firstAnswer?.unit === 'day' && hasCover(cover.hours) ? t('public.programme.when-back') : '';
}
