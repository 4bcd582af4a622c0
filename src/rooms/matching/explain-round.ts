import type { Part, WhatWouldChange, WhyNot } from '@companionway/matching';
import { z } from 'zod';
import { heldOpen } from '../../platform/held-open.ts';
import { absent } from '../../platform/outcome.ts';
import { view } from '../../platform/view.ts';
import { requestOf } from '../intake/index.ts';
import { type Here, namesOf } from '../people/index.ts';
import { type FreshPair, freshLook } from './fresh-pairs.ts';
import { marketOf } from './making/ask-market.ts';
import type { SolvedMarket } from './making/market-bytes.ts';
import { wouldChange } from './market/would-change.ts';
import { askedRequest } from './people.ts';
import { type ProgrammeWords, wordsOfProgramme } from './reasons.ts';
import { linesSeen, peopleOf, seekersOf } from './round-of.ts';
import type { MoveSeen, PairExplained, SeekerExplained, WouldChangeSeen } from './explained-types.ts';
import { roundRow } from './rounds.ts';

/** Others shown for one seeker. */
const OTHERS = 10;

/**
 * One pair of a round, exactly. Points are those of the round and add up from parts; for a pair that was not chosen, the loss of the whole round if it were
 * forced, from solving again with the pair held, and everybody who would move.
 */
export const pairOfRound = view({
  name: 'matching.pair-of-round',
  input: z.object({ round: z.uuid(), request: z.uuid(), supporter: z.uuid() }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { round: id, request: requestId, supporter }): Promise<PairExplained> {
    const round = await roundRow(looking, id);
    const line = await lineOf(looking, id, requestId);
    const request = await requestOf(looking, requestId);
    const fresh = await (await freshLook(looking, round.programme_id, [supporter])).pair(request, supporter);
    if (fresh === undefined) return absent();
    const names = await namesOf(looking, [request.person, fresh.standing.person]);
    const words = await wordsOfProgramme(looking, round.programme_id);
    const who = { round: id, request: requestId, seeker: names.get(request.person), supporter, supporterName: names.get(fresh.standing.person) };
    if (line.supporter_id === supporter && line.score !== null) {
      return { ...who, state: line.kind === 'chosen' ? 'chosen' : 'fixed', score: line.score, bonus: line.bonus, reasons: words.reasons(line.parts as unknown as readonly Part[]), changedSince: line.score !== fresh.score, why: null, ifForced: null };
    }
    const today = { ...who, reasons: words.reasons(fresh.parts), bonus: 0, ifForced: null };
    if (line.kind === 'live' || line.kind === 'held') return { ...today, state: 'fixed', score: fresh.score, changedSince: false, why: whyNot(fresh) };

    const asked = await marketOf(looking, id);
    if (asked === undefined) return { ...today, state: 'left-out', score: fresh.score, changedSince: false, why: whyNot(fresh) };
    const { solved } = asked;
    const [i, j] = [solved.requests.indexOf(requestId), solved.supporters.indexOf(supporter)];
    const weight = i < 0 || j < 0 ? -1 : weightOf(solved.market, i, j);
    if (weight < 0) {
      const leftOut = i >= 0 && solved.truncated[i] === 1 && fresh.refusal === undefined;
      return { ...today, state: leftOut ? 'left-out' : 'not-possible', score: leftOut ? fresh.score : null, changedSince: fresh.refusal === undefined && !leftOut, why: whyNot(fresh) };
    }
    const bonus = solved.bonus[i] ?? 0;
    const { verdict, loss: { people, standing: urgent, worst, points }, chain } = await heldOpen(looking.db, asked.ask(i, j));
    return {
      ...today, state: 'not-chosen', score: weight - bonus, bonus, changedSince: weight - bonus !== fresh.score || fresh.refusal !== undefined, why: null,
      ifForced: { verdict: verdict === 'as-good' ? 'as-good' : 'costs', loss: { people, urgent, worst, points }, chain: await moves(looking, solved, chain) },
    };
  },
});

/** A seeker of a round: what they got, who else was possible, and with today's values what would have to change. */
export const seekerOfRound = view({
  name: 'matching.seeker-of-round',
  input: z.object({ round: z.uuid(), request: z.uuid() }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { round: id, request }): Promise<SeekerExplained> {
    const round = await roundRow(looking, id);
    const row = await lineOf(looking, id, request);
    const [line] = await linesSeen(looking, round, [row]);
    return {
      round: id,
      programme: round.programme_id,
      line: line ?? absent(),
      others: await others(looking, id, request, row.supporter_id),
      wouldChange: changesSeen(await wouldChange(looking, await askedRequest(looking, request)), await wordsOfProgramme(looking, round.programme_id)),
    };
  },
});

function changesSeen(found: WhatWouldChange | undefined, words: ProgrammeWords): WouldChangeSeen | null {
  if (found === undefined) return null;
  return {
    possibleNow: found.possible,
    changes: found.changes.map((change) => ({
      rule: change.rule, supporters: change.supporters, soonest: change.soonest === undefined ? null : new Date(change.soonest),
      values: change.values.map((one) => ({ ...one, words: words.option(one.value) })),
    })),
    together: found.together,
  };
}

async function others(here: Here, round: string, request: string, chosen: string | null): Promise<SeekerExplained['others']> {
  const solved = (await marketOf(here, round))?.solved;
  const i = solved?.requests.indexOf(request) ?? -1;
  if (solved === undefined || i < 0) return [];
  const { rowPtr, col, weight } = solved.market;
  const listed = Array.from({ length: (rowPtr[i + 1] ?? 0) - (rowPtr[i] ?? 0) }, (_, at) => {
    const e = (rowPtr[i] ?? 0) + at;
    return { supporter: solved.supporters[col[e] ?? -1] ?? '', score: (weight[e] ?? 0) - (solved.bonus[i] ?? 0) };
  }).filter(({ supporter }) => supporter !== chosen).slice(0, OTHERS);
  const people = await peopleOf(here, listed.map(({ supporter }) => supporter));
  const names = await namesOf(here, [...people.values()]);
  return listed.map(({ supporter, score }) => ({ supporter, name: names.get(people.get(supporter) ?? ''), score }));
}

async function moves(here: Here, solved: SolvedMarket, chain: readonly { seeker: number; from: number; to: number }[]): Promise<readonly MoveSeen[]> {
  const requestAt = (at: number) => solved.requests[at] ?? '';
  const supporterAt = (at: number) => (at < 0 ? null : (solved.supporters[at] ?? null));
  const seekers = await seekersOf(here, chain.map(({ seeker }) => requestAt(seeker)));
  const people = await peopleOf(here, chain.flatMap(({ from, to }) => [supporterAt(from), supporterAt(to)]));
  const names = await namesOf(here, [...seekers.values(), ...people.values()]);
  const place = (supporter: string | null) => (supporter === null ? null : { supporter, name: names.get(people.get(supporter) ?? '') });
  return chain.map(({ seeker, from, to }) => ({
    request: requestAt(seeker), seeker: names.get(seekers.get(requestAt(seeker)) ?? ''), from: place(supporterAt(from)), to: place(supporterAt(to)),
  }));
}

function whyNot({ refusal, refusing }: FreshPair): WhyNot | null {
  return refusal === undefined ? null : { kind: 'removed', ...refusal, also: refusing.filter((rule) => rule !== refusal.rule) };
}

/** The points of a pair in a market, with those for waiting; -1 when it is none of the market's. */
function weightOf({ rowPtr, col, weight }: SolvedMarket['market'], seeker: number, supporter: number): number {
  for (let e = rowPtr[seeker] ?? 0; e < (rowPtr[seeker + 1] ?? 0); e++) if (col[e] === supporter) return weight[e] ?? -1;
  return -1;
}

async function lineOf(here: Here, round: string, request: string) {
  const row = await here.db.selectFrom('matching_round_pair').selectAll().where('org_id', '=', here.org).where('round_id', '=', round).where('request_id', '=', request).executeTakeFirst();
  return row ?? absent();
}
