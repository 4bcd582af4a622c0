import { OPTION_WORDS } from './option-words.ts';
import type { ImportOption } from './question.ts';
import { contentWords, fold } from './words.ts';

/** What a typed answer was taken for. */
export type OptionMatch =
  | { found: true; option: string; how: 'same-words' | 'known-words' | 'close-words' }
  /** nothing is close enough; `near` are the best guesses for a person to choose from, best first, at most three */
  | { found: false; near: string[] };

/** Share of meaningful words that must agree, on both sides together, before we say it is the same answer. */
const CLOSE = 0.6;
/** How much better than the second best. */
const MARGIN = 0.15;

/**
 * Finds the one option somebody meant, in English or French: the same words, words known to mean it ({@link OPTION_WORDS}),
 * or nearly the same words. Careful by intent: a wrong tick would put words in somebody's mouth, an unread answer is kept and shown.
 */
export function readOption(piece: string, options: readonly ImportOption[]): OptionMatch {
  const typed = piece.length > 300 ? '' : fold(piece);
  if (typed === '') return { found: false, near: [] };
  const prepared = preparedOf(options);
  const same = only(prepared.filter(({ names }) => names.has(typed)));
  if (same) return { found: true, option: same.id, how: 'same-words' };
  const known = only(prepared.filter((option) => option.known.has(typed)));
  if (known) return { found: true, option: known.id, how: 'known-words' };
  return closest(piece, typed, prepared);
}

/** One option in the forms it is compared in. */
interface Prepared {
  id: string;
  names: ReadonlySet<string>;
  known: ReadonlySet<string>;
  wordSets: readonly ReadonlySet<string>[];
}

/** A sheet asks the same question thousands of times; the options are folded once. */
const prepared = new WeakMap<readonly ImportOption[], Prepared[]>();

function preparedOf(options: readonly ImportOption[]): Prepared[] {
  const before = prepared.get(options);
  if (before) return before;
  const made = options.map((option) => ({
    id: option.id,
    names: new Set(namesOf(option)),
    known: new Set((OPTION_WORDS[option.id] ?? []).map(fold)),
    wordSets: [option.text.en, option.text.fr].map((text) => new Set(contentWords(text))),
  }));
  prepared.set(options, made);
  return made;
}

/** The option's text in both languages, and what stands before a colon in it ("The hard hours: nights…"). */
function namesOf(option: ImportOption): string[] {
  return [option.text.en, option.text.fr].flatMap((text) => [fold(text), fold(text.split(/\s*[:(]/)[0] ?? '')]).filter((name) => name !== '');
}

function closest(piece: string, typed: string, options: readonly Prepared[]): OptionMatch {
  const words = new Set(contentWords(piece));
  if (words.size === 0 || words.size > 12) return { found: false, near: [] };
  const scored = options
    .map(({ id, wordSets }) => ({ id, score: Math.max(...wordSets.map((set) => likeness(words, set))) }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score || (one.id < other.id ? -1 : 1));
  const [best, second] = scored;
  // One word alone says too little unless it is known; and "not" turns every likeness around.
  const sure = best !== undefined && words.size > 1 && !denies(typed) && best.score >= CLOSE && best.score - (second?.score ?? 0) >= MARGIN;
  return sure ? { found: true, option: best.id, how: 'close-words' } : { found: false, near: scored.slice(0, 3).map(({ id }) => id) };
}

/** Dice's measure: twice the words in common over all words of both. */
function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const common = [...one].filter((word) => other.has(word)).length;
  return other.size === 0 ? 0 : (2 * common) / (one.size + other.size);
}

function denies(typed: string): boolean {
  return /(?:^| )(?:not|no|never|non|pas|jamais|don t|aucun|aucune|sans|without)(?: |$)/.test(typed);
}

function only<T>(found: readonly T[]): T | undefined {
  return found.length === 1 ? found[0] : undefined;
}
