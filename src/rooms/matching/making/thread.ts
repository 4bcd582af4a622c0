// A thread of matching: makes a round (`round`), makes rows for one (`crew`), answers questions about one (`questions`), makes the index that suggestions are asked of (`index`), or says what would have to change (`changes`). It has no database and no clock.
import { setPriority } from 'node:os';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { type CohortRows, cohortRows, type CohortOptions, type CohortTask, forcePair, type Seeker, type SupporterColumns } from '@companionway/matching';
import { type IndexAbout, IndexMaker } from '../market/make-index.ts';
import type { ThreadRows } from '../market/rows-to-thread.ts';
import type { SupporterRead } from '../market/supporter-now.ts';
import { type ChangesAbout, ChangesMaker } from '../market/changes-maker.ts';
import { RoundMaker, type RowsOf } from './make-round.ts';
import type { SolvedMarket } from './market-bytes.ts';
import type { FromThread, ToThread } from './round-inputs.ts';

/** What a thread is started as. */
export type ThreadRole =
  | { readonly role: 'round'; readonly entry: string; readonly crew: number }
  | { readonly role: 'crew'; readonly columns: SupporterColumns; readonly options: CohortOptions }
  | { readonly role: 'questions'; readonly solved: SolvedMarket }
  | { readonly role: 'index'; readonly about: IndexAbout }
  | { readonly role: 'changes'; readonly about: ChangesAbout };

/** A question about a solved round: what if these two? */
export interface ForceQuestion {
  readonly id: number;
  readonly seeker: number;
  readonly supporter: number;
}

const port = parentPort;
if (port !== null) {
  const given = workerData as ThreadRole;
  if (given.role !== 'questions' && given.role !== 'changes') stepBack();
  if (given.role === 'round') makeRound(port, given.entry, given.crew);
  if (given.role === 'crew') {
    port.on('message', (task: CohortTask) => {
      const rows = cohortRows(given.columns, task, given.options);
      port.postMessage({ rows, cpu: cpuMs() }, [rows.length.buffer, rows.supporter.buffer, rows.weight.buffer, rows.bonus.buffer, rows.truncated.buffer] as ArrayBuffer[]);
    });
  }
  if (given.role === 'index') {
    const maker = new IndexMaker(given.about);
    fromRows(port, (rows) => maker.take(rows), () => maker.made());
  }
  if (given.role === 'changes') {
    const maker = new ChangesMaker(given.about);
    fromRows(port, (rows) => maker.take(rows), (seeker) => maker.made(seeker as Seeker));
  }
  if (given.role === 'questions') {
    const { market, match, priority } = given.solved;
    port.on('message', ({ id, seeker, supporter }: ForceQuestion) => port.postMessage({ id, forced: forcePair(market, match, seeker, supporter, priority.length > 0 ? priority : undefined) }));
  }
}

/** Takes rows until the last word, and answers it. */
function fromRows(main: NonNullable<typeof parentPort>, take: (rows: readonly SupporterRead[]) => void, made: (last: unknown) => unknown): void {
  main.on('message', (word: ThreadRows) => ('rows' in word ? take(word.rows) : main.postMessage(made(word.last))));
}

/** Lets pages go first when processors are short. On Linux niceness belongs to a thread; elsewhere it would slow the whole program, so it is left alone. */
function stepBack(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(0, 5);
  } catch {
    // Where it is not allowed the round merely competes.
  }
}

/** Processor time of this thread, in milliseconds. */
function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return Math.round((user + system) / 1000);
}

function makeRound(main: NonNullable<typeof parentPort>, entry: string, crew: number): void {
  const maker = new RoundMaker();
  let crewCpu = 0;
  const say = (word: FromThread) => {
    if (word.kind !== 'made') return main.postMessage(word);
    const figures = { ...(JSON.parse(word.figures) as object), cpuMs: cpuMs() + crewCpu };
    main.postMessage({ ...word, figures: JSON.stringify(figures) });
  };
  const rowsOf: RowsOf = (columns, tasks, options, done) =>
    crew <= 1
      ? Promise.resolve(tasks.map((task) => {
          const rows = cohortRows(columns, task, options);
          done();
          return rows;
        }))
      : inCrew(new URL(entry), crew, { role: 'crew', columns, options }, tasks, (cpu) => {
          crewCpu = cpu;
          done();
        });
  main.on('message', (slice: ToThread) => {
    maker.take(slice);
    if (slice.kind === 'go') void maker.make(say, rowsOf);
  });
}

/** Shares tasks out between threads on the same columns. Each takes the next one when it is done with the last. */
function inCrew(entry: URL, size: number, role: ThreadRole, tasks: readonly CohortTask[], done: (cpu: number) => void): Promise<readonly CohortRows[]> {
  return new Promise((finish, failed) => {
    const rows: CohortRows[] = [];
    const cpu = new Map<number, number>();
    let next = 0;
    const crew = Array.from({ length: Math.min(size, tasks.length) }, (_, at) => {
      const worker = new Worker(entry, { workerData: role, execArgv: [] });
      worker.on('error', failed);
      worker.on('message', (made: { rows: CohortRows; cpu: number }) => {
        rows.push(made.rows);
        cpu.set(at, made.cpu);
        done([...cpu.values()].reduce((sum, one) => sum + one, 0));
        hand(worker);
        if (rows.length === tasks.length) finish(rows);
      });
      return worker;
    });
    const hand = (worker: Worker) => {
      const task = tasks[next];
      next += 1;
      if (task === undefined) void worker.terminate();
      else worker.postMessage(task);
    };
    if (tasks.length === 0) finish(rows);
    for (const worker of crew) hand(worker);
  });
}
