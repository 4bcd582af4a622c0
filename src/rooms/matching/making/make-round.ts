import { createHash } from 'node:crypto';
import {
  blockingPairs, buildIndex, type Cohort, type CohortOptions, type CohortRows, type CohortTask, cohortTasks, finder, hardRules, joinCohort, proposeRound, type Round, type RuleName, scorePair,
  type Seeker, type Supporter, type SupporterColumns, type SupporterIndex,
} from '@companionway/matching';
import { type CodedSheet, seekerFrom, supporterFrom } from '../values.ts';
import { packed } from './market-bytes.ts';
import type { Line } from './line.ts';
import { reportOf } from './report.ts';
import type { FromThread, MatchedRow, RoundAbout, SeekerRow, SupporterRow, ToThread } from './round-inputs.ts';

/** Lines kept by one statement. */
const LINES = 250;
/** Pairs shown of those who would rather swap. */
const SWAPS = 50;
/** Seekers in one piece of work for the crew. */
const PIECE = 250;

/** Makes the rows of tasks, wherever: here or in a crew of threads. `done` is told after each. */
export type RowsOf = (columns: SupporterColumns, tasks: readonly CohortTask[], options: CohortOptions, done: () => void) => Promise<readonly CohortRows[]>;

/** Takes a round's inputs, slice by slice, and hashes them as they come. */
export class RoundMaker {
  private readonly hash = createHash('sha256');
  private about: RoundAbout | undefined;
  private readonly supporters: SupporterRow[] = [];
  private readonly seekers: SeekerRow[] = [];
  private readonly matched: MatchedRow[] = [];
  private readonly began = performance.now();

  /** Takes one slice. The hash is over everything, in the order it came. */
  take(slice: ToThread): void {
    if (slice.kind === 'begin') this.about = slice.about;
    if (slice.kind === 'supporters') this.supporters.push(...slice.rows);
    if (slice.kind === 'seekers') this.seekers.push(...slice.rows);
    if (slice.kind === 'matched') this.matched.push(...slice.rows);
    // How many threads share the work changes nothing, so it is no part of what was given.
    this.hash.update(JSON.stringify(slice, (key: string, value: unknown) => (key === 'crew' ? undefined : value)));
  }

  /** Makes the round and says how far it is, then its lines, then the rest. The same inputs make the same round, on any machine, in any number of threads. */
  async make(say: (word: FromThread) => void, rowsOf: RowsOf): Promise<void> {
    const { about } = this;
    if (about === undefined) throw new Error('A round was asked for without a beginning.');
    const ms: Record<string, number> = { gathering: Math.round(performance.now() - this.began) };
    const timed = (stage: string, from: number) => {
      ms[stage] = (ms[stage] ?? 0) + Math.round(performance.now() - from);
    };
    let from = performance.now();
    say({ kind: 'at', stage: 'candidates', fraction: 0.1 });
    const market = placesAndPeople(about, this.supporters, this.seekers);
    const index = buildIndex(market.supporters, about.criteria, { now: about.now, provided: about.provided });
    const tasks = cohortTasks(index, market.seekers, Math.ceil(market.seekers.length / PIECE));
    let ready = 0;
    const options = { waiting: about.waiting };
    const rows = await rowsOf(index.columns, tasks, options, () => say({ kind: 'at', stage: 'candidates', fraction: 0.1 + (0.4 * (ready += 1)) / tasks.length }));
    const cohort = joinCohort(index.columns, rows);
    timed('candidates', from);

    from = performance.now();
    const { round, priority } = solved(about, market, cohort, say);
    timed('solving', from);

    from = performance.now();
    say({ kind: 'at', stage: 'explaining', fraction: 0.8 });
    const lines = linesOf(about, market, cohort, round, index);
    for (let at = 0; at < lines.length; at += LINES) say({ kind: 'lines', json: JSON.stringify(lines.slice(at, at + LINES)) });
    say({ kind: 'at', stage: 'explaining', fraction: 0.85 });
    const blocking = blockingPairs(cohort.market, round.match, SWAPS);
    const nameless = { requests: market.seekers.map(({ id }) => id), supporters: market.supporters.map(({ id }) => id) };
    const swaps = {
      count: blocking.count,
      pairs: blocking.pairs.map((one) => ({
        request: nameless.requests[one.seeker], supporter: nameless.supporters[one.supporter],
        instead: one.instead < 0 ? null : nameless.supporters[one.instead], lettingGo: one.lettingGo < 0 ? null : nameless.requests[one.lettingGo],
      })),
    };
    const report = reportOf(about, { waiting: this.seekers, matched: this.matched, lines, seekers: market.seekers, supporters: market.supporters, market: cohort.market, match: round.match });
    timed('explaining', from);
    const figures = figuresOf(about, market, cohort, round, lines, { ms, supporters: this.supporters.length, seekers: this.seekers.length });
    say({
      kind: 'made', hash: this.hash.digest('hex'), figures: JSON.stringify(figures), report: JSON.stringify(report), swaps: JSON.stringify(swaps),
      market: packed({ market: cohort.market, match: round.match, bonus: cohort.bonus, truncated: cohort.truncated, priority: priority ?? new Int32Array(0), ...nameless }),
    });
  }
}

/** Everybody who is in play, and what already stands. */
interface InPlay {
  /** In play, by request: nobody with a live proposal, nobody held together. */
  readonly seekers: readonly Seeker[];
  readonly rows: readonly SeekerRow[];
  readonly supporters: readonly Supporter[];
  readonly live: ReadonlyMap<string, string>;
  readonly held: ReadonlyMap<string, { readonly supporter: string; readonly score: number; readonly parts: unknown }>;
  readonly heldInVain: readonly { readonly request: string; readonly supporter: string; readonly why: RuleName | 'gone' }[];
  readonly all: readonly SeekerRow[];
}

/** Takes out of play what does not move (live proposals, pairs a coordinator holds) with its places, and writes down who must not meet. */
function placesAndPeople(about: RoundAbout, supporterRows: readonly SupporterRow[], seekerRows: readonly SeekerRow[]): InPlay {
  const standingsOf = grouped(supporterRows.map(({ person, id }) => [person, id]));
  const bars = grouped(about.apart.flatMap(([one, other]) => [[one, other], [other, one]]));
  const notAgain = grouped(about.notAgain.map(([seeker, supporter]) => [seeker, supporter]));
  const apartHolds = grouped(about.holds.filter(({ kind }) => kind === 'apart').map(({ request, supporter }) => [request, supporter]));
  const live = new Map(about.live.map(({ request, supporter }) => [request, supporter]));
  const values = supporterRows.map((row) => supporterFrom(row, sheetOf(row.coded), about.zone));
  const byId = new Map(values.map((one) => [one.id, one]));
  const rowById = new Map(seekerRows.map((row) => [row.request, row]));
  const seeker = (row: SeekerRow, byPersonsWord: boolean): Seeker => {
    const others = [row.person, ...(bars.get(row.person) ?? []), ...(byPersonsWord ? [] : (notAgain.get(row.person) ?? []))];
    const apart = others.flatMap((person) => standingsOf.get(person) ?? []);
    return seekerFrom({ id: row.request, zone: row.zone, waitingSince: row.since, apart: [...apart, ...(apartHolds.get(row.request) ?? [])] }, sheetOf(row.coded), about.weighs);
  };

  const held = new Map<string, { supporter: string; score: number; parts: unknown }>();
  const heldInVain: { request: string; supporter: string; why: RuleName | 'gone' }[] = [];
  const context = { now: about.now, provided: about.provided };
  const rules = hardRules(about.criteria);
  for (const { request, supporter, kind } of about.holds) {
    const [row, standing] = [rowById.get(request), byId.get(supporter)];
    if (kind !== 'together' || live.has(request)) continue;
    if (row === undefined || standing === undefined) {
      heldInVain.push({ request, supporter, why: 'gone' });
      continue;
    }
    const asked = seeker(row, true);
    const refusal = rules.find((rule) => rule.refuses(asked, standing, context) !== undefined);
    if (refusal !== undefined) heldInVain.push({ request, supporter, why: refusal.name });
    else {
      const { score, parts } = scorePair(asked, standing, about.criteria, context);
      held.set(request, { supporter, score, parts });
      byId.set(supporter, { ...standing, load: standing.load + 1 });
    }
  }
  const rows = seekerRows.filter(({ request }) => !live.has(request) && !held.has(request));
  return { seekers: rows.map((row) => seeker(row, false)), rows, supporters: values.map((one) => byId.get(one.id) ?? one), live, held, heldInVain, all: seekerRows };
}

/** As many people as possible, then the best weakest pair, then the most points; urgent requests first; as few changes as can be. Proved, or thrown. */
function solved(about: RoundAbout, inPlay: InPlay, { market }: Cohort, say: (word: FromThread) => void): { round: Round; priority: Int32Array | undefined } {
  const stages = { total: 0.5, number: 0.58, 'worst-pair': 0.64, 'fewest-changes': 0.72, proof: 0.77 } as const;
  const urgent = inPlay.rows.some((row) => row.urgent) && inPlay.rows.some((row) => !row.urgent);
  const priority = urgent ? Int32Array.from(inPlay.rows, (row) => (row.urgent ? 0 : 1)) : undefined;
  const numberOf = new Map(inPlay.supporters.map(({ id }, at) => [id, at]));
  const before = new Map(about.before.map(({ request, supporter }) => [request, numberOf.get(supporter) ?? -1]));
  const round = proposeRound(market, {
    objective: 'worst',
    ...(priority && { priority }),
    ...(before.size > 0 && { previous: Int32Array.from(inPlay.rows, ({ request }) => before.get(request) ?? -1) }),
    onStage: (stage) => say({ kind: 'at', stage: stage === 'proof' ? 'proving' : 'solving', fraction: stages[stage] }),
  });
  return { round, priority };
}

function linesOf(about: RoundAbout, inPlay: InPlay, { market, bonus }: Cohort, round: Round, index: SupporterIndex): Line[] {
  const before = new Map(about.before.map(({ request, supporter }) => [request, supporter]));
  const numberOf = new Map(inPlay.rows.map(({ request }, at) => [request, at]));
  const context = { now: about.now, provided: about.provided };
  const found = finder(index);
  return inPlay.all.map(({ request }, position): Line => {
    const line = (now: string | null, rest: Pick<Line, 'kind'> & Partial<Line>): Line => {
      const was = before.get(request) ?? null;
      const change = now === was ? (now === null ? 'still-nobody' : 'same') : now === null ? 'no-longer' : was === null ? 'new' : 'moved';
      return { position, request_id: request, supporter_id: now, change, before_id: was, score: null, bonus: 0, parts: [], possible: 0, removed: [], ...rest };
    };
    const live = inPlay.live.get(request);
    if (live !== undefined) return line(live, { kind: 'live' });
    const held = inPlay.held.get(request);
    if (held !== undefined) return line(held.supporter, { kind: 'held', score: held.score, parts: held.parts });
    const i = numberOf.get(request) ?? -1;
    const [seeker, j] = [inPlay.seekers[i], round.match[i] ?? -1];
    if (seeker === undefined) throw new Error('A seeker in play is not in the market.');
    const supporter = inPlay.supporters[j];
    const listed = (market.rowPtr[i + 1] ?? 0) - (market.rowPtr[i] ?? 0);
    if (supporter === undefined) {
      // Somebody who was possible for others went without because places did: only for whom nobody was possible do the rules say why.
      const removed = listed === 0 ? found.removed(seeker) : [];
      return line(null, { kind: 'nobody', possible: listed, removed });
    }
    const { score, parts } = scorePair(seeker, supporter, about.criteria, context);
    return line(supporter.id, { kind: 'chosen', score, parts, bonus: bonus[i] ?? 0, possible: listed });
  });
}

function figuresOf(about: RoundAbout, inPlay: InPlay, { market }: Cohort, round: Round, lines: readonly Line[], more: { ms: Record<string, number>; supporters: number; seekers: number }) {
  const count = (change: Line['change']) => lines.filter((line) => line.change === change).length;
  const here = new Set(lines.map(({ request_id }) => request_id));
  const heldPoints = [...inPlay.held.values()].reduce((sum, { score }) => sum + score, 0);
  return {
    seekers: more.seekers, supporters: more.supporters, places: market.capacity.reduce((sum, free) => sum + free, 0) + inPlay.held.size,
    matched: round.matched + inPlay.held.size, held: inPlay.held.size, live: lines.filter(({ kind }) => kind === 'live').length,
    total: round.total + heldPoints, worst: round.worst ?? null, pairs: market.col.length, cpuMs: 0, ms: more.ms,
    proof: { proved: round.certificate.proved, violations: round.certificate.checked.violations, covers: round.certificate.covers.length },
    heldInVain: inPlay.heldInVain,
    change: { same: count('same'), new: count('new'), moved: count('moved'), noLonger: count('no-longer'), left: about.before.filter(({ request }) => !here.has(request)).length },
  };
}

function sheetOf(coded: string): CodedSheet {
  return JSON.parse(coded) as CodedSheet;
}

/** Values by key, in order. */
function grouped(pairs: readonly (readonly string[])[]): Map<string, string[]> {
  const lists = new Map<string, string[]>();
  for (const [key = '', value = ''] of pairs) {
    const list = lists.get(key);
    if (list === undefined) lists.set(key, [value]);
    else list.push(value);
  }
  return lists;
}
