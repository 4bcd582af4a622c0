import { type Criterion, IndexBuilder, type SupporterIndex } from '@companionway/matching';
import { PROVIDED } from '../values.ts';
import { MANY, rowsToThread } from './rows-to-thread.ts';
import { type SupporterRead, supporterNow } from './supporter-now.ts';

/** What an index is made for. `now` in milliseconds. */
export interface IndexAbout {
  readonly criteria: readonly Criterion[];
  readonly now: number;
  readonly zone: string;
}

/** The index of a programme's supporters, and what is kept of them by row. */
export interface IndexMade {
  readonly index: SupporterIndex;
  readonly people: readonly string[];
  /** Since when nobody new came, as the engine orders equals. */
  readonly idle: Float64Array;
  /** Rows that change by themselves, the next one first. */
  readonly due: readonly (readonly [until: number, id: string])[];
}

/** Takes supporters as they were read, slice by slice, and makes the index. Nothing here looks anything up, so it runs wherever the rows are. */
export class IndexMaker {
  private readonly about: IndexAbout;
  private readonly builder: IndexBuilder;
  private readonly people: string[] = [];
  private readonly idle: number[] = [];
  private readonly due: [number, string][] = [];

  constructor(about: IndexAbout) {
    this.about = about;
    this.builder = new IndexBuilder(about.criteria, { now: about.now, provided: PROVIDED });
  }

  take(rows: readonly SupporterRead[]): void {
    for (const row of rows) {
      const { supporter, standing, until } = supporterNow(row, this.about.zone, this.about.now);
      this.builder.add(supporter);
      this.people.push(standing.person);
      this.idle.push(supporter.idleSince ?? Number.MAX_SAFE_INTEGER);
      if (Number.isFinite(until)) this.due.push([until, supporter.id]);
    }
  }

  made(): IndexMade {
    const index = this.builder.build();
    const rows = [...index.columns.origin];
    return { index, people: rows.map((from) => this.people[from] ?? ''), idle: Float64Array.from(rows, (from) => this.idle[from] ?? 0), due: this.due.sort(([a], [b]) => a - b) };
  }
}

/** Makes an index of what is read, in a thread where there are many; rows then only pass through this one. Columns come back on shared memory, not as a copy. */
export async function indexOf(about: IndexAbout, slices: AsyncIterable<readonly SupporterRead[]>, many = MANY): Promise<IndexMade> {
  const maker = new IndexMaker(about);
  let thread: ReturnType<typeof rowsToThread<IndexMade>> | undefined;
  try {
    for await (const rows of slices) {
      if (rows.length >= many) thread ??= rowsToThread({ role: 'index', about });
      (thread ?? maker).take(rows);
    }
    return await (thread ?? maker).made();
  } finally {
    thread?.end();
  }
}
