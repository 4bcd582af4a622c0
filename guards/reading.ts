/** The hardest an English text may be for anyone (Flesch-Kincaid grade), from 20 words on: the promise of the starter content. */
export const grade = 8;
/** The hardest a text for the worst day may be. */
export const crisisGrade = 6;
/** The least ease a French text may have (Kandel and Moles): 60 and more reads easily. */
export const frenchEase = 60;
/** From how many words on a text is measured: no formula says anything about fewer. */
export const fewestWords = 20;

/** How hard a text reads: its words, and the measure of its language (English: a school grade, French: an ease from 0 to about 100). */
export interface Reading {
  readonly words: number;
  readonly measure: number;
}

/**
 * The Flesch-Kincaid grade of an English text: 0.39 words per sentence + 11.8 syllables per word - 15.59 (Kincaid et al., 1975).
 * A sentence ends at . ! ? or a line break; a colon or a semicolon does not end one, so the grade is not flattered.
 * A text without words has grade 0.
 */
export function readEnglish(text: string): Reading {
  const parts = sentences(text);
  const words = parts.flatMap((part) => part.match(/[A-Za-z][A-Za-z’'-]*|\d+/g) ?? []);
  if (words.length === 0) return { words: 0, measure: 0 };
  const syllables = sum(words.map(syllablesOf));
  return { words: words.length, measure: (0.39 * words.length) / parts.length + (11.8 * syllables) / words.length - 15.59 };
}

/**
 * The ease of a French text: 207 - 1.015 words per sentence - 73.6 syllables per word (Kandel and Moles, 1958, after Flesch).
 * A text without words has ease 100.
 */
export function readFrench(text: string): Reading {
  const parts = sentences(text);
  const words = parts.flatMap((part) => part.toLowerCase().match(/[a-zà-ÿœ]+/g) ?? []);
  if (words.length === 0) return { words: 0, measure: 100 };
  const syllables = sum(words.map(syllabesOf));
  return { words: words.length, measure: 207 - (1.015 * words.length) / parts.length - (73.6 * syllables) / words.length };
}

/** What is too hard about a text, in words, or nothing. `crisis` holds it to the grade for the worst day. */
export function tooHard(text: string, lang: 'en' | 'fr', crisis: boolean): string | undefined {
  const { words, measure } = lang === 'en' ? readEnglish(text) : readFrench(text);
  if (words < fewestWords) return undefined;
  if (lang === 'fr') return measure > frenchEase ? undefined : `reads at ease ${measure.toFixed(0)}, above ${frenchEase} is wanted (fr)`;
  const most = crisis ? crisisGrade : grade;
  return measure <= most ? undefined : `reads at grade ${measure.toFixed(1)}, ${most} is the most (en)`;
}

/** The sentences of a text without its marks: placeholders count as a short name, list marks and asterisks as nothing. */
export function sentences(text: string): string[] {
  const plain = text.replace(/\{\w+\}/g, 'Sam').replace(/^\s*(?:[-*]|\d+\.)\s+/gm, '').replaceAll('*', '');
  return plain.split(/[.!?]+[”»")]*(?:\s+|$)|\n+/).filter((part) => /[\p{L}\p{N}]/u.test(part));
}

function syllablesOf(word: string): number {
  const letters = word.toLowerCase().replace(/[^a-z]/g, '');
  // A closing e, es or ed is rarely heard.
  const heard = letters.length > 3 ? letters.replace(/([^laeiouy])es$|([^td])ed$|([^laeiouy])e$/, '$1$2$3') : letters;
  return Math.max(1, heard.match(/[aeiouy]+/g)?.length ?? 0);
}

function syllabesOf(word: string): number {
  const heard = word.length > 3 ? word.replace(/(?<=[^aeiouyàâäéèêëîïôöùûü])(?:e|es|ent)$/, '') : word;
  return Math.max(1, heard.match(/[aeiouyàâäéèêëîïôöùûüœæ]+/g)?.length ?? 0);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
