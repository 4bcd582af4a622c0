import { fold } from './words.ts';

/** How one column separates the answers inside a cell. */
export type Separator = 'strong' | 'comma' | 'none';

const STRONG = /[;|\n\r]+/;

/**
 * What a column uses between answers. Where any cell uses ; | or a new line, a comma is part of an answer
 * ("My other children, my partner, my work"); otherwise a comma separates.
 */
export function separatorOf(cells: readonly string[]): Separator {
  if (cells.some((cell) => STRONG.test(cell.trim()))) return 'strong';
  return cells.some((cell) => cell.includes(',')) ? 'comma' : 'none';
}

/**
 * Cuts one cell into its answers, each exactly as typed without the spaces around it; empty ones fall away.
 * `known` says whether a piece is an answer by itself: a cell that is one answer is never cut, and "and", "et", "&", "/" and commas
 * cut only where every piece is known. Joined back together the pieces hold every letter of the cell but the separators.
 */
export function splitSeveral(cell: string, separator: Separator, known: (piece: string) => boolean): string[] {
  const text = cell.trim();
  if (text === '') return [];
  if (known(text)) return [text];
  const pieces = cut(text, STRONG).flatMap((piece) => (separator === 'comma' && !known(piece) ? atCommas(piece, known) : [piece]));
  return pieces.flatMap((piece) => (known(piece) ? [piece] : furtherCut(piece, known)));
}

/** Words with a comma that hold no known answer are one answer in somebody's own words: "Aider, simplement". */
function atCommas(piece: string, known: (piece: string) => boolean): string[] {
  const parts = cut(piece, /,/);
  return parts.some((part) => known(part) || furtherCut(part, known).length > 1) ? parts : [piece];
}

function furtherCut(piece: string, known: (piece: string) => boolean): string[] {
  for (const joint of [/,/, /\s+(?:and|et|&|\+|or|ou)\s+|\s*\/\s*/i, /,|\s+(?:and|et|&|\+|or|ou)\s+|\s*\/\s*/i]) {
    const parts = cut(piece, joint);
    if (parts.length > 1 && parts.every((part) => fold(part) === '' || known(part))) return parts;
  }
  return [piece];
}

function cut(text: string, at: RegExp): string[] {
  return text
    .split(new RegExp(at.source, at.flags.includes('i') ? 'gi' : 'g'))
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '');
}
