// The pure half of the import room: what the acts and the door of the room build on.
export { readSheet } from './read-sheet.ts';
export type { Sheet, SheetColumn } from './sheet.ts';
export { guessColumns, mappingOf } from './guess-columns.ts';
export type { ColumnGuess } from './guess-columns.ts';
export { mappingMistakes, targetsFor } from './target.ts';
export type { Mapping, Target } from './target.ts';
export type { ImportQuestion, Side } from './question.ts';
export { planImport } from './plan-import.ts';
export type { Meant, Plan, PlannedPerson, Problem } from './plan.ts';
export { unsortedAnswers } from './unsorted-answers.ts';
export type { UnsortedAnswer } from './unsorted-answers.ts';
export type { CellValue } from './read-cell.ts';
export { argumentsOf, joinKey, leftOutKey, previewKey, problemKey, reasonKey, remarkKey, targetKey } from './sentences.ts';
