import { type Assignment, capExposure, type ExposureList, exposureOf, fairnessReport, type FairnessEntry, type Market, recruitmentList, type Seeker, shareOfTopTenth, type Supporter } from '@companionway/matching';
import { FIRST_FEW, fairMost } from '../rules.ts';
import type { CodedSheet } from '../values.ts';
import type { Line } from './line.ts';
import type { MatchedRow, RoundAbout, SeekerRow } from './round-inputs.ts';

/** What the reports are made from. `seekers` are those in play, in the order of the market. */
interface Seen {
  readonly waiting: readonly SeekerRow[];
  readonly matched: readonly MatchedRow[];
  readonly lines: readonly Line[];
  readonly seekers: readonly Seeker[];
  readonly supporters: readonly Supporter[];
  readonly market: Market;
  readonly match: Assignment;
}

/** Whom to look for, who is served and how long they wait, and who stands first on how many lists. Counts only; the fairness tables leave small numbers out. */
export function reportOf(about: RoundAbout, seen: Seen) {
  const waiting = seen.waiting.map((row, at) => ({ groups: groupsOf(about, row.source, row.coded), waitDays: Math.max(0, Math.floor((about.now - row.since) / 86_400_000)), line: seen.lines[at] }));
  const ofRound = waiting.map(({ groups, waitDays, line }): FairnessEntry => {
    const served = line !== undefined && line.supporter_id !== null;
    return { groups, waitDays, served, ...(served && line.score !== null && { score: line.score }) };
  });
  const ofYear: FairnessEntry[] = [
    ...waiting.map(({ groups, waitDays }) => ({ groups, waitDays, served: false })),
    ...seen.matched.map((row) => ({ groups: groupsOf(about, row.source, row.coded), waitDays: row.waitDays, served: true, ...(row.score !== null && { score: row.score }) })),
  ];
  return {
    recruitment: recruitmentList(seen.seekers, seen.supporters, about.criteria, { now: about.now }, { provided: about.provided, round: { market: seen.market, match: seen.match } }),
    ofRound: fairnessReport(ofRound),
    ofYear: fairnessReport(ofYear),
    exposure: exposure(seen),
  };
}

/** By what a programme may see itself: the language somebody can be met in, how they came, whether they need access. Nothing anybody is, only what they asked for. */
function groupsOf(about: RoundAbout, source: string, coded: string): Record<string, string> {
  const sheet = JSON.parse(coded) as CodedSheet;
  const spoken = sheet.languages?.chosen ?? [];
  const needs = sheet['access-needs']?.chosen;
  const language = spoken.includes(about.lang) ? about.lang : spoken[0];
  return { source, ...(language !== undefined && { language }), ...(needs !== undefined && { access: needs.length > 0 ? 'some' : 'none' }) };
}

function exposure({ seekers, supporters, market }: Seen): { uncapped: number | null; capped: number | null } {
  const lists = seekers.map(({ id }, i): ExposureList => ({
    seekerId: id, supporterIds: Array.from(market.col.subarray(market.rowPtr[i] ?? 0, market.rowPtr[i + 1] ?? 0)).slice(0, 3 * FIRST_FEW).map((j) => supporters[j]?.id ?? ''),
  }));
  const first = lists.map(({ seekerId, supporterIds }) => ({ seekerId, supporterIds: supporterIds.slice(0, FIRST_FEW) }));
  const capped = capExposure(lists, FIRST_FEW, fairMost(seekers.length * FIRST_FEW, supporters.length));
  return { uncapped: shareOfTopTenth(exposureOf(first), supporters.length), capped: shareOfTopTenth(exposureOf(capped), supporters.length) };
}
