import { nothing, read, unread } from './problem.ts';
import type { Reading } from './problem.ts';
import { fold } from './words.ts';

const YES = new Set('yes y true 1 oui o vrai x ok okay agree agreed i agree accept i accept i consent consent checked coche d accord j accepte je consens je suis d accord selected on'.split(' ').concat(['i agree', 'i accept', 'i consent', 'd accord', 'j accepte', 'je consens', 'je suis d accord', 'yes i agree', 'oui j accepte']));
const NO = new Set(['no', 'n', 'false', '0', 'non', 'faux', 'unchecked', 'disagree', 'i disagree', 'i do not agree', 'i don t agree', 'i do not consent', 'je refuse', 'je n accepte pas', 'je ne consens pas', 'off', 'no thanks', 'non merci']);
/** Single words that only make sense inside a phrase above. */
for (const word of ['i', 'd', 'j', 'je', 'suis']) YES.delete(word);

/**
 * Reads a yes or a no in English or French, or the mark of a ticked box. A ticked box of a form tool repeats the sentence of its own
 * question (`header`): that is a yes. Anything else is not read: a doubtful yes is not a yes.
 */
export function readYesNo(cell: string, header = ''): Reading<'yes' | 'no'> {
  const mark = cell.trim();
  if (mark === '') return nothing();
  if (mark.length > 1_000) return unread('yes-no-unread');
  if (/^[✓✔☑✅]\uFE0F?$/u.test(mark)) return read('yes');
  if (/^[✗✘☐❌]\uFE0F?$/u.test(mark)) return read('no');
  const words = fold(mark);
  if (NO.has(words)) return read('no');
  if (YES.has(words)) return read('yes');
  const own = fold(header);
  if (own !== '' && words === own && !/\b(?:not|don t|pas|ne|no|non)\b/.test(own)) return read('yes');
  return unread('yes-no-unread');
}
