/** The furniture's own words, in the reader's language. Furniture knows no catalogue: it is handed what it says. */
export interface FurnitureWords {
  readonly next: string;
  readonly previous: string;
  readonly pages: string;
  readonly done: string;
  readonly now: string;
  readonly later: string;
  readonly kept: string;
  readonly due: string;
  readonly late: string;
  readonly you: string;
  readonly close: string;
  readonly scroll: string;
}
