import { likenessToHeader } from './header-likeness.ts';
import type { HeaderLikeness } from './header-likeness.ts';
import { FORM_TOOL_COLUMNS } from './header-words.ts';
import type { ImportQuestion, Side } from './question.ts';
import { readYesNo } from './read-yes-no.ts';
import type { Sheet, SheetColumn } from './sheet.ts';
import { isSingle, questionOf, targetsFor } from './target.ts';
import type { Mapping, Target } from './target.ts';
import { likenessToValues, sampleOf } from './value-likeness.ts';
import { fold } from './words.ts';

/** Why a column was given its target. Sentences: `imports.reason.<code>`. */
export interface GuessReason {
  code: 'header-same' | 'header-words' | 'header-and-values' | 'values' | 'header-not-values' | 'empty' | 'form-tool' | 'nothing-alike' | 'already-taken';
  /** words: the header words that told; share: percent of the cells that read as this kind; column: label of the column that has the target */
  values: Record<string, string | number>;
}

/** What we think one column is. */
export interface ColumnGuess {
  column: number;
  target: Target;
  /** 0 to 1; under 0.6 the page asks the coordinator to look */
  confidence: number;
  reason: GuessReason;
  /** the next best targets, best first, at most three */
  alternatives: { target: Target; confidence: number }[];
  /** the first three different answers, verbatim */
  samples: string[];
  /** cells of the column that hold something */
  filled: number;
}

/** What we think the sheet is. */
export interface SheetGuess {
  side: Side;
  columns: ColumnGuess[];
}

interface Candidate {
  column: number;
  target: Target;
  confidence: number;
  reason: GuessReason;
}

/** Below this a column is kept as a note rather than guessed. */
const LEAST = 0.4;
const A_FEW = 15;

/**
 * Guesses whether a sheet holds people who ask or people who offer, and which column is what, from the header's words in English and French
 * and from the values. No single target is given twice; what is not recognised is kept as a note; empty columns and what form tools add
 * about themselves are left out. Consent is never guessed from values alone. Same sheet, same guess.
 * @param questions the programme's questions of both sides
 * @param side when the coordinator already said it
 */
export function guessColumns(sheet: Sheet, questions: readonly ImportQuestion[], side?: Side): SheetGuess {
  const sides: readonly Side[] = side ? [side] : ['seeker', 'supporter'];
  const guesses = sides.map((one) => ({ side: one, columns: guessFor(sheet, questions, one) }));
  const weight = ({ side: one, columns }: SheetGuess): number => columns.reduce((sum, { target, confidence }) => sum + (isSingle(target) ? confidence : 0), 0) + hint(sheet.fileName, one);
  return guesses.reduce((best, next) => (weight(next) > weight(best) ? next : best));
}

/** The mapping a guess stands for. */
export function mappingOf(guess: SheetGuess): Mapping {
  return guess.columns.map(({ target }) => target);
}

function hint(fileName: string, side: Side): number {
  const supporters = /(?:^| )(?:supporters?|volunteers?|mentors?|benevoles?|pairs? aidants?|peers?)(?: |$)/.test(fold(fileName));
  return supporters && side === 'supporter' ? 0.5 : 0;
}

function guessFor(sheet: Sheet, questions: readonly ImportQuestion[], side: Side): ColumnGuess[] {
  const targets = targetsFor(side, questions).filter(isSingle);
  const candidates = sheet.columns.flatMap((column) => candidatesFor(sheet, column, targets, questions));
  const ranked = [...candidates].sort((one, other) => other.confidence - one.confidence || one.column - other.column || targets.indexOf(one.target) - targets.indexOf(other.target));
  const byColumn = new Map<number, Candidate>();
  const takenBy = new Map<Target, number>();
  for (const candidate of ranked) {
    if (candidate.confidence < LEAST || byColumn.has(candidate.column) || takenBy.has(candidate.target)) continue;
    byColumn.set(candidate.column, candidate);
    takenBy.set(candidate.target, candidate.column);
  }
  familyNameBeside(sheet, byColumn, takenBy);
  return sheet.columns.map((column) => {
    const own = ranked.filter((candidate) => candidate.column === column.index);
    const chosen = byColumn.get(column.index) ?? fallback(sheet, column, own[0], takenBy);
    const alternatives = own.filter(({ target }) => target !== chosen.target).slice(0, 3).map(({ target, confidence }) => ({ target, confidence }));
    return { ...chosen, alternatives, ...firstAnswers(sheet, column) };
  });
}

/** “Prénom” and “Nom” side by side: the second is the family name, and nobody is called by it alone. */
function familyNameBeside(sheet: Sheet, byColumn: Map<number, Candidate>, takenBy: Map<Target, number>): void {
  const place = takenBy.get('name');
  const found = place === undefined ? undefined : byColumn.get(place);
  if (place === undefined || found === undefined || !takenBy.has('given-name') || takenBy.has('family-name')) return;
  if (!FAMILY_WHERE_BESIDE_GIVEN.has(fold(sheet.columns[place]?.header ?? ''))) return;
  byColumn.set(place, { ...found, target: 'family-name' });
  takenBy.delete('name');
  takenBy.set('family-name', place);
}

const FAMILY_WHERE_BESIDE_GIVEN: ReadonlySet<string> = new Set(['nom', 'votre nom', 'noms', 'name', 'your name']);

function candidatesFor(sheet: Sheet, column: SheetColumn, targets: readonly Target[], questions: readonly ImportQuestion[]): Candidate[] {
  const values = sampleOf(sheet, column.index);
  if (values.length === 0 || isFormToolColumn(column)) return [];
  // "Yes" stands among the answers of many a question: by itself it answers none of them.
  const onlyYesAndNo = values.every((cell) => readYesNo(cell).value !== null);
  return targets.flatMap((target) => {
    const header = likenessToHeader(column.header, target, questions);
    if (header.ruledOut || (header.score === 0 && (fromValues(target, questions) === 0 || onlyYesAndNo))) return [];
    // Where the header says nothing a few values are enough to see that they say nothing either.
    const tested = header.score === 0 ? values.slice(0, A_FEW) : values;
    const share = likenessToValues(tested, column.header, target, questions);
    const { confidence, code } = weigh(header, share, fromValues(target, questions), values.length);
    if (confidence < 0.2) return [];
    return [{ column: column.index, target, confidence: Math.round(confidence * 100) / 100, reason: { code, values: { words: header.words, share: Math.round((share ?? 0) * 100) } } }];
  });
}

/** Header and values together; `share` is null where values of this kind look like nothing in particular (names, places, free text). */
function weigh(header: HeaderLikeness, share: number | null, alone: number, cells: number): { confidence: number; code: GuessReason['code'] } {
  if (header.score === 0) return { confidence: (share ?? 0) * alone, code: 'values' };
  const words = header.same ? 'header-same' : 'header-words';
  if (share === null) return { confidence: header.score, code: words };
  if (share < 0.1 && cells >= 3) return { confidence: header.score * 0.4, code: 'header-not-values' };
  return { confidence: Math.min(1, header.score * (0.65 + 0.35 * share) + 0.05 * share), code: share >= 0.5 ? 'header-and-values' : words };
}

/** How far values alone may speak, 0 to 1. A yes or a no, a number or a day could answer anything, so consent and ages are never guessed from them. */
function fromValues(target: Target, questions: readonly ImportQuestion[]): number {
  const options = questionOf(target, questions)?.options?.length ?? 0;
  return VALUES_ALONE[target] ?? (options >= 3 ? 0.6 : 0);
}

const VALUES_ALONE: Readonly<Partial<Record<Target, number>>> = { email: 0.9, phone: 0.8, 'asked-on': 0.55, languages: 0.75, hours: 0.75, pronouns: 0.6 };

function fallback(sheet: Sheet, column: SheetColumn, best: Candidate | undefined, takenBy: ReadonlyMap<Target, number>): Candidate {
  const at = { column: column.index, confidence: 0 };
  if (isFormToolColumn(column)) return { ...at, target: 'leave-out', confidence: 0.7, reason: { code: 'form-tool', values: {} } };
  if (sampleOf(sheet, column.index).length === 0) return { ...at, target: 'leave-out', confidence: 1, reason: { code: 'empty', values: {} } };
  const owner = best && best.confidence >= LEAST ? sheet.columns[takenBy.get(best.target) ?? -1] : undefined;
  if (owner) return { ...at, target: 'note', reason: { code: 'already-taken', values: { column: owner.label } } };
  return { ...at, target: 'note', reason: { code: 'nothing-alike', values: {} } };
}

function isFormToolColumn(column: SheetColumn): boolean {
  return (column.header.length < 40 && FORM_TOOL_COLUMNS.includes(fold(column.header))) || column.header.trim() === '#';
}

function firstAnswers(sheet: Sheet, column: SheetColumn): { samples: string[]; filled: number } {
  const cells = sheet.rows.map(({ cells: row }) => row[column.index] ?? '').filter((cell) => cell.trim() !== '');
  return { samples: [...new Set(cells)].slice(0, 3), filled: cells.length };
}
