import { unread } from './problem.ts';
import type { CellProblem, Reading } from './problem.ts';
import type { ImportQuestion } from './question.ts';
import { readOption } from './read-option.ts';
import { splitSeveral } from './split-several.ts';
import type { Separator } from './split-several.ts';
import { fold } from './words.ts';

/** An option somebody meant, with their words where the option asks for some. */
export interface ReadOption {
  id: string;
  text: string | null;
}

/**
 * Reads the answers to a question with options. Of a question that takes one answer several are not read. What no option was found for goes,
 * in the person's own words, under "something else" where the question has that, and is kept as a note in any event.
 * @param separator what the column uses between answers
 * @param meant answers, folded, that the coordinator sorted by hand
 */
export function readOptions(cell: string, question: ImportQuestion, separator: Separator, meant: ReadonlyMap<string, readonly string[]>): Reading<ReadOption[]> {
  const options = question.options ?? [];
  const match = (piece: string): readonly string[] | null => {
    const said = meant.get(fold(piece))?.filter((id) => options.some((option) => option.id === id));
    if (said) return said;
    const found = readOption(piece, options);
    return found.found ? [found.option] : null;
  };
  const pieces = splitSeveral(cell, question.kind === 'multi' ? separator : 'none', (piece) => match(piece) !== null);
  if (question.kind === 'single' && pieces.length > 1) return unread('option-several', { count: pieces.length });
  const other = options.find(({ id, opensText }) => opensText === true && id.endsWith('-other'));
  const chosen = new Map<string, ReadOption>();
  const strange: string[] = [];
  for (const piece of pieces) {
    const ids = match(piece);
    if (ids === null) strange.push(piece);
    for (const id of ids ?? []) chosen.set(id, { id, text: null });
  }
  // Their own words under "something else" say no more than they wrote.
  if (strange.length > 0 && other) chosen.set(other.id, { id: other.id, text: strange.join('\n') });
  const problems: CellProblem[] = strange.map((piece) => ({ code: 'option-unknown', values: nearest(piece, question) }));
  return { value: chosen.size > 0 ? [...chosen.values()] : null, keep: strange.length > 0 || chosen.size === 0, problems };
}

/** The ids of the nearest options, for the page to offer; '' when nothing is near. */
function nearest(piece: string, question: ImportQuestion): Record<string, string> {
  const found = readOption(piece, question.options ?? []);
  return { piece, question: question.id, near: found.found ? '' : found.near.join(' ') };
}
