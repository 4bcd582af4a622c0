/** One worker of the candidates benchmark: columns on shared memory come in, then tasks; rows go out. */
import { parentPort } from 'node:worker_threads';
import { cohortRows, type CohortTask } from '../../packages/matching/src/candidates/cohort.ts';
import type { SupporterColumns } from '../../packages/matching/src/candidates/columns.ts';

let columns: SupporterColumns | undefined;
parentPort?.on('message', (message: SupporterColumns | CohortTask) => {
  if ('rows' in message) columns = message;
  else if (columns) {
    const rows = cohortRows(columns, message);
    parentPort?.postMessage(rows, [rows.length.buffer, rows.supporter.buffer, rows.weight.buffer, rows.bonus.buffer, rows.truncated.buffer] as ArrayBuffer[]);
  }
});
