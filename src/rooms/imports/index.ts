// The door of imports: the spreadsheet a programme has today, brought in as one act that can be undone.
export { importSheet, type Brought } from './import-sheets.ts';
export { decideColumns, decideRow, dropImport, mendCell, sortAnswers, uploadSheet } from './prepare.ts';
export { runImport } from './run-import.ts';
export { importSeen, type ImportSeen, importsOf, type Planned } from './seen.ts';
export { undoImport } from './undo-import.ts';
export { argumentsOf, joinKey, leftOutKey, previewKey, problemKey, reasonKey, remarkKey, targetKey } from './reading/index.ts';
export type { ColumnGuess, Plan, PlannedPerson, Problem, Sheet, SheetColumn, Target, UnsortedAnswer } from './reading/index.ts';
