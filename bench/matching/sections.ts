/** Everything but rounds against peers: each section measures in processes of its own and writes its goals on the sheet. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { instanceFile } from './instances.ts';
import { CACHE, compiled, type Measured, measure, script } from './processes.ts';
import type { Sheet } from './sheet.ts';
import { isLarge, type Size } from './sizes.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The optima of all eleven instances, ten thousand random small instances of every mode against brute force, and the laws: the package's own tests. */
export function laws(sheet: Sheet): void {
  sheet.begin('Optima, brute force and laws (the package’s tests)');
  const results = join(CACHE, 'tests.json');
  mkdirSync(CACHE, { recursive: true });
  rmSync(results, { force: true });
  spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', 'packages/matching', '--reporter=json', `--outputFile=${results}`], { cwd: root, timeout: 400_000, stdio: 'ignore' });
  const told = existsSync(results) ? (JSON.parse(readFileSync(results, 'utf8')) as { numPassedTests: number; numFailedTests: number; success: boolean }) : undefined;
  sheet.holds('all tests of the engine pass: known optima, brute force, laws', told && told.success && told.numFailedTests === 0, told && `${told.numPassedTests} passed, ${told.numFailedTests} failed`);
}

interface TopK {
  ordered_ms: { p50: number; p99: number; mean: number };
  first_time_ms: { p50: number };
  every_row_ms: { p50: number };
  read_GBps: number;
  floor_ms: number;
  same: boolean;
  rss_mb: number;
}

/** The best 20 of many supporters for one seeker. */
export function topk(sheet: Sheet, size: Size): void {
  sheet.begin('Top 20 for one seeker');
  for (const rows of size.topk) {
    const found = script<TopK>('topk.ts', [String(rows)], 600), of = `of ${rows.toLocaleString('en')}`;
    if (!found) {
      sheet.holds(`top 20 ${of} runs`, false);
      continue;
    }
    const { ordered_ms: blocks, every_row_ms: every, first_time_ms: first } = found;
    sheet.say(`${of}: middle ${blocks.p50} ms, 99th percentile ${blocks.p99} ms, mean ${blocks.mean} ms; every row ${every.p50} ms; first question of each kind ${first.p50} ms; reading all columns once ${found.floor_ms} ms at ${found.read_GBps} GB/s; ${found.rss_mb} MB`);
    sheet.holds(`${of}: blocks find what looking at every row finds`, found.same);
    sheet.atMost(`${of}: middle`, rows >= 1e6 ? 2 : 0.6, blocks.p50, ' ms');
    if (rows < 1e6) continue;
    sheet.atMost(`${of}: mean`, 3, blocks.mean, ' ms');
    sheet.atMost(`${of}: 99th percentile`, 15, blocks.p99, ' ms');
    sheet.atMost(`${of}: a full scan (stretch)`, 8, every.p50, ' ms');
  }
}

interface Candidates {
  best_ms: Record<'candidates' | 'round' | 'end_to_end' | 'cpu_candidates' | 'cpu_end_to_end', number>;
  pairs: number;
  matched: number;
  total: number;
  rss_mb: number;
}

/** From plain people to a sorted market, and on to a proved round. Clock time: only worth reading on a quiet machine. */
export function candidates(sheet: Sheet, size: Size): void {
  sheet.begin('Candidates for a cohort, and the round (on the clock)');
  for (const [seekers, supporters, workers, runs] of size.candidates) {
    const found = script<Candidates>('candidates.ts', [seekers, supporters, workers, runs].map(String), 600), what = `${seekers.toLocaleString('en')} x ${supporters.toLocaleString('en')}, ${workers === 0 ? 'one thread' : `${workers} workers`}`;
    if (!found) {
      sheet.holds(`${what} runs`, false);
      continue;
    }
    const { best_ms: ms } = found, large = seekers > 10_000;
    sheet.say(`${what}: candidates ${ms.candidates} ms (processor ${ms.cpu_candidates} ms), round ${ms.round} ms, end to end ${ms.end_to_end} ms (processor ${ms.cpu_end_to_end} ms); ${found.pairs} pairs, ${found.matched} matched, ${found.rss_mb} MB`);
    sheet.atMost(`${what}: candidates`, large ? 15 : 0.5, ms.candidates / 1000, ' s');
    sheet.atMost(`${what}: end to end${large ? ' (stretch)' : ''}`, large ? 10 : 1, ms.end_to_end / 1000, ' s');
  }
}

/** Number, worst pair, total against one solve, proofs included. */
export function worst(sheet: Sheet, size: Size): void {
  sheet.begin('Number, worst pair, total: against one solve');
  for (const name of [...size.scarce, ...size.ample, ...size.balanced]) {
    const repeats = isLarge(name) ? '2' : '8', [staged, one] = ['worst', 'lexi'].map((mode) => script<Measured>('ours.ts', [instanceFile(name), mode, repeats], 300));
    if (staged && one) sheet.say(`${name}: worst ${staged.cpu_ms} ms (${staged.matched} / ${staged.total}), lexi ${one.cpu_ms} ms (${one.matched} / ${one.total})`);
    sheet.atMost(`${name}: worst pair stage, times one solve`, 6, staged && one && staged.cpu_ms / one.cpu_ms);
  }
}

/** The same algorithm in C++. */
export function twin(sheet: Sheet, size: Size): void {
  sheet.begin('The same algorithm in C++: best total');
  const program = compiled('twin');
  if (!program) sheet.say('No C++ compiler here.');
  for (const name of [...size.scarce, ...size.ample, ...size.balanced]) {
    const repeats = name === 'b100k' ? '2' : isLarge(name) ? '4' : '10';
    const cpp = program && measure(program, [instanceFile(name), repeats], 300), ours = script<Measured>('ours.ts', [instanceFile(name), 'weight', repeats], 300);
    if (ours && cpp) sheet.say(`${name}: ours ${ours.cpu_ms} ms, C++ ${cpp.cpu_ms} ms`);
    if (ours && cpp) sheet.holds(`${name}: both reach the same total`, ours.total === cpp.total);
    const ratio = ours && cpp ? ours.cpu_ms / cpp.cpu_ms : undefined;
    if (!isLarge(name)) continue;
    sheet.atMost(`${name}: ours / C++`, 2.5, ratio);
    sheet.atMost(`${name}: ours / C++ (stretch)`, 1.5, ratio);
  }
}

/** Stable matchings with ties: seekers propose, and the large mode. */
export function stable(sheet: Sheet, size: Size): void {
  sheet.begin('Stable matchings with ties');
  const program = compiled('stable');
  for (const name of size.scarce) {
    const [large, seekers] = ['large', 'seekers'].map((mode) => script<Measured>('ours.ts', [instanceFile(name), mode, '6'], 300)), cpp = program && measure(program, [instanceFile(name), '3'], 120);
    sheet.say(`${name}: seekers propose ${seekers?.cpu_ms} ms (${seekers?.matched}), large ${large?.cpu_ms} ms (${large?.matched}), C++ seekers propose ${cpp ? `${cpp.cpu_ms} ms` : 'not measured'}`);
    sheet.atMost(`${name}: seekers propose`, isLarge(name) ? 800 : 50, seekers?.cpu_ms, ' ms');
    sheet.atMost(`${name}: ours / C++`, 2.5, seekers && cpp ? seekers.cpu_ms / cpp.cpu_ms : undefined);
    sheet.atMost(`${name}: large, times seekers propose`, 3, large && seekers && large.cpu_ms / seekers.cpu_ms);
  }
}

interface Events {
  exact: boolean;
  moved: number;
  all: { p50: number; p99: number; longest: number };
  kinds: Record<string, { events: number; p50: number; p99: number; longest: number }>;
}

/** One arrives, one leaves: microseconds on the clock, exactly optimal after all of them. */
export function events(sheet: Sheet, size: Size): void {
  sheet.begin('One arrives, one leaves');
  for (const name of [...size.scarce, ...size.ample, ...size.balanced]) {
    const found = script<Events>('events.ts', [name, name === 'b100k' ? '1000' : '4000'], 600);
    if (!found) {
      sheet.holds(`${name}: events run`, false);
      continue;
    }
    sheet.say(`${name}: ${found.moved} seekers change per event; ${Object.entries(found.kinds).map(([kind, { p50, p99 }]) => `${kind} ${p50} / ${p99} µs`).join(', ')} (middle / 99th percentile)`);
    sheet.holds(`${name}: exactly optimal after all events`, found.exact);
    sheet.atMost(`${name}: middle`, 0.1, found.all.p50 / 1000, ' ms');
    sheet.atMost(`${name}: 99th percentile`, isLarge(name) ? 10 : size.balanced.includes(name) ? 20 : 5, found.all.p99 / 1000, ' ms');
  }
}

interface Groups {
  upToThirty: { asked: number; proved: number; slowest_ms: number };
  larger: { people: number; size: number; groups: number; mostGroups: number; gap: number | null; ms: number }[];
  same: boolean;
}

/** Groups: proved up to thirty people, near the bound above, the same for the same seed. */
export function groups(sheet: Sheet, size: Size): void {
  sheet.begin('Groups');
  const found = script<Groups>('groups.ts', [String(size.circle)], 400);
  if (!found) return sheet.holds('groups run', false);
  sheet.holds(`the best groups are proved for up to 30 people`, found.upToThirty.proved === found.upToThirty.asked, `${found.upToThirty.proved} of ${found.upToThirty.asked}, slowest ${found.upToThirty.slowest_ms} ms of processor`);
  for (const one of found.larger) {
    sheet.say(`${one.people} people in groups of ${one.size}: ${one.groups} groups, at most ${one.mostGroups}, ${one.ms} ms of processor`);
    sheet.holds(`${one.people} people in groups of ${one.size}: as many groups as the bound`, one.groups === one.mostGroups, `${one.groups} of ${one.mostGroups}`);
    sheet.atMost(`${one.people} people in groups of ${one.size}: gap to the best bound on fit`, 1, one.gap ?? undefined, ' %');
  }
  sheet.holds('the same seed gives the same groups', found.same);
}

interface Explained {
  pairs: number;
  exact: number;
  below: number;
  micros: { p50: number; p99: number };
}

/** A thousand forced pairs, each solved again from nothing. */
export function explain(sheet: Sheet, size: Size): void {
  sheet.begin('What forcing a pair loses, against solving again');
  const found = script<Explained>('explain.ts', [String(size.explained), '1000'], 600);
  if (!found) return sheet.holds('explanations run', false);
  sheet.say(`one explanation: middle ${found.micros.p50} µs, 99th percentile ${found.micros.p99} µs`);
  sheet.holds(`${found.pairs} random pairs of a balanced cohort of ${size.explained}: the stated loss is the real one`, found.exact === found.pairs && found.pairs === 1000, `${found.exact} of ${found.pairs}`);
  sheet.holds('the prices alone never promise more than the real loss', found.below === found.pairs, `${found.below} of ${found.pairs}`);
}
