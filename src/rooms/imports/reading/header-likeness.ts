import { HEADER_WORDS, NOT_WITH } from './header-words.ts';
import type { ImportQuestion } from './question.ts';
import { targetOf } from './target.ts';
import type { Target } from './target.ts';
import { contentWords, fold, hasPhrase } from './words.ts';

/** How much a header speaks for a target. */
export interface HeaderLikeness {
  /** 0 to 1 */
  score: number;
  /** true when the header is the question itself, in either language */
  same: boolean;
  /** true when the header says that it is something else: an emergency contact's telephone, a birthday */
  ruledOut: boolean;
  /** the words that told, as folded; '' when none did */
  words: string;
}

/** Letters of a header that are looked at: some form tools put the whole consent text there. */
const LONGEST = 300;

/**
 * Compares a header with everything that may stand over such a column: the programme's own question in both languages, and known header words.
 * A bilingual header ("Town / Ville") is compared part by part.
 */
export function likenessToHeader(heading: string, target: Target, questions: readonly ImportQuestion[]): HeaderLikeness {
  const header = heading.slice(0, LONGEST);
  const whole = fold(header);
  const none = { score: 0, same: false, ruledOut: false, words: '' };
  if (whole === '') return none;
  if ((NOT_WITH[target] ?? []).some((word) => hasPhrase(whole, word))) return { ...none, ruledOut: true };
  const parts = [whole, ...header.split(/\s*(?:\/|\||\n|\(|\))\s*/).map(fold)].filter((part) => part !== '');
  const texts = questions.filter((question) => targetOf(question) === target).flatMap(({ text }) => [text.en, text.fr]);
  const asked = texts.find((text) => parts.includes(fold(text)));
  if (asked !== undefined) return { score: 1, same: true, ruledOut: false, words: fold(asked) };
  const byWords = parts.map((part) => byHeaderWords(part, HEADER_WORDS[target] ?? []));
  const byText = texts.map((text) => ({ score: 0.85 * likeness(header, text), same: false, ruledOut: false, words: fold(text) })).filter(({ score }) => score >= 0.4);
  return [...byWords, ...byText].reduce((best, next) => (next.score > best.score ? next : best), none);
}

/** A header that is the known words counts nearly whole; one that contains them counts by how much of it they are. */
function byHeaderWords(part: string, known: readonly string[]): HeaderLikeness {
  const length = part.split(' ').length;
  const found = known.filter((words) => hasPhrase(part, words)).map((words) => {
    const share = words.split(' ').length / length;
    // A single short word inside a long question ("type", "date") says little; it must be a good part of it or stand first.
    const first = part.startsWith(words) ? 0.15 : 0;
    return { score: share === 1 ? 0.95 : Math.min(0.9, 0.4 + 0.5 * share + first), same: false, ruledOut: false, words };
  });
  return found.reduce((best, next) => (next.score > best.score ? next : best), { score: 0, same: false, ruledOut: false, words: '' });
}

/** Dice's measure on meaningful words. */
function likeness(one: string, other: string): number {
  const [first, second] = [new Set(contentWords(one)), new Set(contentWords(other))];
  const common = [...first].filter((word) => second.has(word)).length;
  return first.size + second.size === 0 ? 0 : (2 * common) / (first.size + second.size);
}
