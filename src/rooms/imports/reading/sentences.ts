import type { RowJoin } from './join-rows.ts';
import type { GuessReason } from './guess-columns.ts';
import type { LeftOut } from './plan.ts';
import type { ProblemCode } from './problem.ts';
import type { RemarkCode, SheetRefusalCode } from './sheet.ts';
import type { Field, MappingMistake } from './target.ts';

/** The sentence of the catalogue for each code. Said with {@link argumentsOf}: a page needs no table of its own. */
export const refusalKey = (code: SheetRefusalCode) => `imports.refusal.${code}` as const;
export const remarkKey = (code: RemarkCode) => `imports.remark.${code}` as const;
export const reasonKey = (code: GuessReason['code']) => `imports.reason.${code}` as const;
export const problemKey = (code: ProblemCode) => `imports.problem.${code}` as const;
export const mistakeKey = (code: MappingMistake['code']) => `imports.mistake.${code}` as const;
export const joinKey = (why: RowJoin['why']) => `imports.join.${why}` as const;
export const leftOutKey = (why: LeftOut['why']) => `imports.left-out.${why}` as const;
/** A question is named by its own text instead. */
export const targetKey = (target: Field | 'note' | 'leave-out') => `imports.target.${target}` as const;
export const previewKey = (part: 'seekers' | 'supporters' | 'joined' | 'left-out' | 'look') => `imports.preview.${part}` as const;

/** Everything any sentence of this room may need. */
export interface SentenceArguments {
  one: string;
  other: string;
  year: string;
  meant: string;
  words: string;
  column: string;
  tab: string;
  row: string;
  count: number;
  share: number;
  rows: number;
  columns: number;
  most: number;
  megabytes: number;
  others: number;
  from: number;
  to: number;
  mapped: number;
}

const EMPTY: SentenceArguments = {
  one: '', other: '', year: '', meant: '', words: '', column: '', tab: '', row: '',
  count: 0, share: 0, rows: 0, columns: 0, most: 0, megabytes: 0, others: 0, from: 0, to: 0, mapped: 0,
};

/** The values of a refusal, remark, reason, mistake or problem as the arguments of its sentence: what it does not need is empty. */
export function argumentsOf(values: Readonly<Record<string, string | number>>): SentenceArguments {
  const filled = { ...EMPTY };
  for (const name of ['one', 'other', 'year', 'meant', 'words', 'column', 'tab', 'row'] as const) filled[name] = String(values[name] ?? '');
  for (const name of ['count', 'share', 'rows', 'columns', 'most', 'megabytes', 'others', 'from', 'to', 'mapped'] as const) filled[name] = Number(values[name] ?? 0);
  return filled;
}
