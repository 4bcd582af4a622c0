import type { FairnessReport, RecruitmentList } from '@companionway/matching';
import { z } from 'zod';
import { view } from '../../platform/view.ts';
import { type Here, namesOf } from '../people/index.ts';
import { runs } from '../programmes/index.ts';
import { type ProgrammeWords, wordsOfProgramme } from './reasons.ts';
import { peopleOf, seekersOf } from './round-of.ts';
import type { Fairness, FairnessTable, NeedSeen, RecruitmentSeen, SwapSeen } from './report-types.ts';
import { latestRound, roundRow } from './rounds.ts';

/** A round's reports, as they are kept. */
interface Kept {
  readonly recruitment: RecruitmentList;
  readonly ofRound: FairnessReport;
  readonly ofYear: FairnessReport;
  readonly exposure: { readonly uncapped: number | null; readonly capped: number | null };
}

/** Whom to look for, as the latest round saw it: what waiting seekers need and no supporter brings. Null before the first round. */
export const recruitment = view({
  name: 'matching.recruitment',
  input: z.object({ programme: z.uuid() }),
  may: ({ actor }, { programme }) => runs(actor, programme),
  async load(looking, { programme }): Promise<{ readonly programme: string; readonly list: RecruitmentSeen | null }> {
    const latest = await latestReport(looking, programme);
    if (latest === undefined) return { programme, list: null };
    const words = await wordsOfProgramme(looking, programme);
    const list = latest.report.recruitment;
    const need = <N extends { readonly value: string }>(one: N): N & Pick<NeedSeen, 'words'> => ({ ...one, words: words.option(one.value) });
    return {
      programme,
      list: {
        round: latest.round, asOf: latest.asOf, seekers: list.seekers, withoutAnyone: list.withoutAnyone, withoutRoom: list.withoutRoom,
        languages: list.languages.map(need), conditions: list.conditions.map(need), hours: list.hours.map(need),
        together: list.together.map((one) => ({ ...one, languageWords: words.option(one.language), conditionWords: words.option(one.condition) })),
      },
    };
  },
});

/** Who is served, how long they wait and how well it fits, as the latest round saw it; numbers that could point at somebody are left out. */
export const fairness = view({
  name: 'matching.fairness',
  input: z.object({ programme: z.uuid() }),
  may: ({ actor }, { programme }) => runs(actor, programme),
  async load(looking, { programme }): Promise<{ readonly programme: string; readonly report: Fairness | null }> {
    const latest = await latestReport(looking, programme);
    if (latest === undefined) return { programme, report: null };
    const words = await wordsOfProgramme(looking, programme);
    const { ofRound, ofYear, exposure } = latest.report;
    return { programme, report: { round: latest.round, asOf: latest.asOf, ofRound: tableOf(ofRound, words), ofYear: tableOf(ofYear, words), exposure } };
  },
});

function tableOf(report: FairnessReport, words: ProgrammeWords): FairnessTable {
  const line = <L extends { readonly value: string }>(one: L) => ({ ...one, words: words.option(one.value) });
  return {
    least: report.least,
    all: line(report.all),
    by: (['language', 'source', 'access'] as const).flatMap((name) => (report.by[name] === undefined ? [] : [{ name, lines: report.by[name].map(line) }])),
  };
}

async function latestReport(here: Here, programme: string): Promise<{ round: string; asOf: Date; report: Kept } | undefined> {
  const round = await latestRound(here, programme);
  if (round === undefined) return undefined;
  const row = await here.db.selectFrom('matching_round').select(['asked_at', 'report']).where('org_id', '=', here.org).where('id', '=', round).executeTakeFirstOrThrow();
  return row.report === null ? undefined : { round, asOf: row.asked_at, report: row.report as unknown as Kept };
}

/** A round's pairs of people who would both rather have each other, as they are kept. */
interface SwapsKept {
  readonly count: number;
  readonly pairs: readonly { readonly request: string; readonly supporter: string; readonly instead: string | null; readonly lettingGo: string | null }[];
}

/** Would anyone rather swap? All of them counted, the first fifty by name. Whoever left since is not named. */
export const wouldSwap = view({
  name: 'matching.would-swap',
  input: z.object({ round: z.uuid() }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { round }): Promise<{ readonly round: string; readonly count: number; readonly pairs: readonly SwapSeen[] }> {
    await roundRow(looking, round);
    const row = await looking.db.selectFrom('matching_round').select('swaps').where('org_id', '=', looking.org).where('id', '=', round).executeTakeFirstOrThrow();
    const { count, pairs } = (row.swaps ?? { count: 0, pairs: [] }) as unknown as SwapsKept;
    const seekers = await seekersOf(looking, pairs.flatMap((one) => [one.request, one.lettingGo]));
    const people = await peopleOf(looking, pairs.flatMap((one) => [one.supporter, one.instead]));
    const names = await namesOf(looking, [...seekers.values(), ...people.values()]);
    const seekerName = (request: string) => names.get(seekers.get(request) ?? '');
    const supporterName = (standing: string) => names.get(people.get(standing) ?? '');
    return {
      round,
      count,
      pairs: pairs.map((one) => ({
        request: one.request, seeker: seekerName(one.request), supporter: one.supporter, supporterName: supporterName(one.supporter),
        instead: one.instead === null ? null : { supporter: one.instead, name: supporterName(one.instead) },
        lettingGo: one.lettingGo === null ? null : { request: one.lettingGo, seeker: seekerName(one.lettingGo) },
      })),
    };
  },
});
