/**
 * Who is served, how long they wait and how well it fits, group by group. A report for looking at a programme, never at a person: a number about
 * fewer people than `least` is left out, and so is a second one wherever the first could be worked out by taking away.
 */

/** One seeker in the report. `groups` are what the programme may report by, with the person's own word for each; a blank is left out. */
export interface FairnessEntry {
  readonly groups: Readonly<Record<string, string>>;
  readonly served: boolean;
  /** Whole days waited so far, or until the match. */
  readonly waitDays: number;
  /** Score of the match, 0 to 10,000; absent when not served. */
  readonly score?: number;
}

/** Figures of one group. A figure that is null was left out because it could point at somebody. */
export interface FairnessLine {
  readonly value: string;
  readonly people: number | null;
  readonly served: number | null;
  /** Served in a thousand, to the nearest whole. */
  readonly servedPerThousand: number | null;
  readonly middleWaitDays: number | null;
  /** Nine in ten wait no longer. */
  readonly longWaitDays: number | null;
  readonly meanScore: number | null;
}

/** Lines for each thing that was reported by, and one for all together. */
export interface FairnessReport {
  readonly least: number;
  readonly all: FairnessLine;
  readonly by: Readonly<Record<string, readonly FairnessLine[]>>;
}

/** The report. `least` is the smallest number that may be shown; 5 when left out. */
export function fairnessReport(entries: readonly FairnessEntry[], least = 5): FairnessReport {
  const names = [...new Set(entries.flatMap((e) => Object.keys(e.groups)))].sort();
  return { least, all: lineOf('', entries, { people: entries.length < least, served: isSmall(entries, least) }), by: Object.fromEntries(names.map((name) => [name, linesBy(name, entries, least)])) };
}

function linesBy(name: string, entries: readonly FairnessEntry[], least: number): FairnessLine[] {
  const values = [...new Set(entries.flatMap((e) => e.groups[name] ?? []))].sort(), groups = values.map((value) => entries.filter((e) => e.groups[name] === value));
  const silent = entries.filter((e) => e.groups[name] === undefined), parts = silent.length > 0 ? [...groups, silent] : groups;
  const people = alsoTheNext(parts, parts.map((g) => g.length < least), (g) => g.length < least);
  const served = alsoTheNext(parts, parts.map((g, i) => people[i] || isSmall(g, least)), (g) => isSmall(g, least));
  return values.map((value, i) => lineOf(value, groups[i], { people: people[i], served: served[i] }));
}

/** Some, but fewer than may be shown, were served, or were not. */
function isSmall(group: readonly FairnessEntry[], least: number): boolean {
  const served = group.filter((e) => e.served).length, small = (n: number) => n > 0 && n < least;
  return group.length < least || small(served) || small(group.length - served);
}

/** What is left out could be worked out from the total. So the smallest of the others goes too, until the gaps are several and together are no small number. */
function alsoTheNext(parts: ReadonlyArray<readonly FairnessEntry[]>, hidden: readonly boolean[], small: (together: readonly FairnessEntry[]) => boolean): readonly boolean[] {
  const gaps = parts.filter((_, i) => hidden[i]);
  if (gaps.length === 0 || (gaps.length > 1 && !small(gaps.flat()))) return hidden;
  const next = parts.map((g, i) => ({ i, n: g.length })).filter(({ i }) => !hidden[i]).sort((a, b) => a.n - b.n || a.i - b.i)[0];
  return next ? alsoTheNext(parts, hidden.map((h, i) => h || i === next.i), small) : hidden;
}

function lineOf(value: string, group: readonly FairnessEntry[], hide: { people: boolean; served: boolean }): FairnessLine {
  const served = group.filter((e) => e.served), waits = group.map((e) => e.waitDays).sort((a, b) => a - b), scores = served.flatMap((e) => e.score ?? []);
  const shown = !hide.people && !hide.served;
  return {
    value, people: hide.people ? null : group.length, served: shown ? served.length : null,
    servedPerThousand: shown && group.length > 0 ? Math.round((1000 * served.length) / group.length) : null,
    middleWaitDays: hide.people ? null : atShare(waits, 0.5), longWaitDays: hide.people ? null : atShare(waits, 0.9),
    meanScore: shown && scores.length > 0 ? Math.round(scores.reduce((a, b) => a + b, 0) / scores.length) : null,
  };
}

/** The smallest value that at least this share of all do not exceed. */
function atShare(sorted: readonly number[], share: number): number | null {
  return sorted.length === 0 ? null : sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
