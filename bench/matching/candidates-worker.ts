/** One worker of the candidates benchmark: columns on shared memory come in, rows go out. */
import { parentPort, workerData } from 'node:worker_threads';
import { cohortRows, type CohortTask, type SupporterColumns } from '../../packages/matching/src/index.ts';

const columns = workerData as SupporterColumns;
parentPort?.on('message', (task: CohortTask) => {
  const rows = cohortRows(columns, task);
  parentPort?.postMessage(rows, [rows.length.buffer, rows.supporter.buffer, rows.weight.buffer, rows.bonus.buffer, rows.truncated.buffer] as ArrayBuffer[]);
});
parentPort?.postMessage('ready');
