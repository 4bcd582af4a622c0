// The pure half of the import room: what the acts and the door of the room build on.
export { readSheet } from './read-sheet.ts';
export { SHEET_LIMITS } from './sheet.ts';
export type { Remark, Sheet, SheetAnswer, SheetColumn, SheetRefusal, SheetRow } from './sheet.ts';
export { guessColumns, mappingOf } from './guess-columns.ts';
export type { ColumnGuess, GuessReason, SheetGuess } from './guess-columns.ts';
export { mappingMistakes, targetsFor } from './target.ts';
export type { Field, Mapping, MappingMistake, Target } from './target.ts';
export type { ImportQuestion, Side } from './question.ts';
export { planImport } from './plan-import.ts';
export type { ColumnOutcome, LeftOut, Meant, Note, Plan, PlannedAnswer, PlannedPerson, PlanOptions, PlanTotals, Problem } from './plan.ts';
export { unsortedAnswers } from './unsorted-answers.ts';
export type { UnsortedAnswer } from './unsorted-answers.ts';
export type { RowJoin } from './join-rows.ts';
export type { CellValue } from './read-cell.ts';
export { argumentsOf, joinKey, leftOutKey, mistakeKey, previewKey, problemKey, reasonKey, refusalKey, remarkKey, targetKey } from './sentences.ts';
