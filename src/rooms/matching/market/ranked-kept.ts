import { type Criterion, hardRules, rank, type Ranking, type RankOptions, type Removal, type RuleName, type Suggestion, type Supporter, type WhyNot } from '@companionway/matching';
import type { Standing } from '../../intake/index.ts';
import type { Here } from '../../people/index.ts';
import { exposureIn } from '../exposure.ts';
import { type AskedRequest, marketFor, mayBeAsked } from '../people.ts';
import { PROVIDED } from '../values.ts';
import { type AskedIndex, askKept, putToKept } from './ask-kept.ts';
import { type KeptSupporters, keptSupporters } from './kept-supporters.ts';
import { firstSupporters, supportersNow } from './supporter-rows.ts';

/** A request's supporters in order, and for the first of the others why not. */
export interface Ranked {
  readonly looked: number;
  readonly chosen: readonly { readonly standing: Standing; readonly supporter: Supporter; readonly suggestion: Suggestion }[];
  readonly removed: readonly Removal[];
  readonly aside: readonly { readonly standing: Standing; readonly why: WhyNot }[];
}

type Exposure = NonNullable<RankOptions['exposure']>;

/**
 * Ranks a programme's supporters for one request as `rankedAll` does, from the kept index: it says who the best are and how many each rule removes; whoever
 * changed since is asked one by one; those who are shown are read afresh, and the plain engine gives their points and reasons.
 */
export async function rankedKept(here: Here, asked: AskedRequest, limit: number, aside: number): Promise<Ranked> {
  // What days without anybody new are worth changes with every moment; no index keeps that.
  if (asked.criteria.some(({ method }) => method === 'idle')) return rankedAll(here, asked, limit, aside);
  const now = here.now.getTime();
  const kept = await keptSupporters(here, asked.reads, asked.criteria);
  const { seeker: question, out, apart, changed } = putToKept(asked, kept);
  const looked = kept.index.columns.rows - out.size + changed.length;
  const exposure = await exposureIn(here, asked.programme.id, looked);
  const found = askKept(kept, { seeker: question, criteria: asked.criteria, now, out, apart, behind: rowsBehind(kept, exposure) });
  const idOf = (row: number) => kept.index.ids[row] ?? '';
  const best = await supportersNow(here, asked.reads, found.best(limit).map(({ row }) => idOf(row)));
  const options = { limit, provided: PROVIDED, exposure };
  const people = new Map([...best, ...changed].map((one) => [one.supporter.id, one]));
  const ranking = rank(question, [...people.values()].map(({ supporter }) => supporter), asked.criteria, { now }, options);
  const overlay = rank(question, changed.map(({ supporter }) => supporter), asked.criteria, { now }, { ...options, limit: 0 });
  const chosen = ranking.chosen.flatMap((suggestion) => {
    const one = people.get(suggestion.supporterId);
    return one === undefined ? [] : [{ standing: one.standing, supporter: one.supporter, suggestion }];
  });
  return {
    looked, chosen, removed: together(asked.criteria, found.removed, overlay.removed),
    aside: aside === 0 ? [] : await asideOf(here, asked, { kept, changed: changed.map(({ supporter }) => supporter), found, chosen, seekerApart: question, exposure, aside }),
  };
}

/** The same, asked of everybody one by one: for what no index keeps, and what the kept answers are held against. */
export async function rankedAll(here: Here, asked: AskedRequest, limit: number, aside: number): Promise<Ranked> {
  const market = await marketFor(here, asked.request.id);
  const exposure = await exposureIn(here, asked.programme.id, market.supporters.length);
  const ranking = rank(market.asks, market.supporters, asked.criteria, { now: here.now.getTime() }, { limit, provided: PROVIDED, exposure });
  const supporters = new Map(market.supporters.map((one) => [one.id, one]));
  const chosen = ranking.chosen.flatMap((suggestion) => {
    const [standing, supporter] = [market.standings.get(suggestion.supporterId), supporters.get(suggestion.supporterId)];
    return standing === undefined || supporter === undefined ? [] : [{ standing, supporter, suggestion }];
  });
  const taken = new Set(chosen.map(({ standing }) => standing.id));
  const others = aside === 0 ? [] : [...market.standings.values()].filter(({ id }) => !taken.has(id)).slice(0, aside);
  return { looked: market.supporters.length, chosen, removed: ranking.removed, aside: others.map((standing) => ({ standing, why: ranking.whyNot(standing.id) })) };
}

function rowsBehind(kept: KeptSupporters, { shown, most }: Exposure): ReadonlySet<number> {
  const rows = [...shown].flatMap(([id, times]) => (times >= most ? [kept.rowOf.get(id)] : []));
  return new Set(rows.filter((row) => row !== undefined));
}

/** Counts by rule, in the order in which rules are named. */
function together(criteria: readonly Criterion[], ...counts: readonly (readonly Removal[])[]): readonly Removal[] {
  const sum = new Map<RuleName, number>();
  for (const { rule, count } of counts.flat()) sum.set(rule, (sum.get(rule) ?? 0) + count);
  return hardRules(criteria).flatMap(({ name }) => (sum.has(name) ? [{ rule: name, count: sum.get(name) ?? 0 }] : []));
}

interface Aside {
  readonly kept: KeptSupporters;
  readonly changed: readonly Supporter[];
  readonly found: AskedIndex;
  readonly chosen: Ranked['chosen'];
  readonly seekerApart: Parameters<typeof rank>[0];
  readonly exposure: Exposure;
  readonly aside: number;
}

/** The first of those who are not suggested, each with a reason. For that everybody who is possible is put in order once. */
async function asideOf(here: Here, asked: AskedRequest, { kept, changed, found, chosen, seekerApart, exposure, aside }: Aside): Promise<Ranked['aside']> {
  const taken = new Set(chosen.map(({ standing }) => standing.id));
  const first = await firstSupporters(here, asked.reads, aside + taken.size + asked.aside.size + 1);
  const shown = first.filter(({ standing }) => mayBeAsked(asked, standing) && !taken.has(standing.id)).slice(0, aside);
  const options = { provided: PROVIDED, exposure };
  const at = { now: here.now.getTime() };
  const { ids, columns } = kept.index;
  const inOrder = [
    ...found.best(columns.rows).map(({ row, score }) => ({ id: ids[row] ?? '', score, load: columns.load[row] ?? 0, idle: kept.idle[row] ?? 0 })),
    ...possibleOf(rank(seekerApart, changed, asked.criteria, at, { ...options, limit: changed.length }), changed),
  ].map((one) => ({ ...one, heldBack: (exposure.shown.get(one.id) ?? 0) >= exposure.most })).sort(
    (a, b) => Number(a.heldBack) - Number(b.heldBack) || b.score - a.score || a.load - b.load || a.idle - b.idle || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
  const place = new Map(inOrder.map(({ id }, at) => [id, at + 1]));
  const lastChosen = inOrder[chosen.length - 1]?.score ?? 0;
  const apart = asked.seeker(first.filter(({ standing }) => asked.apart.has(standing.person)).map(({ standing }) => standing.id));
  return shown.map(({ standing, supporter }) => {
    const here = place.get(standing.id);
    if (here === undefined) return { standing, why: rank(apart, [supporter], asked.criteria, at, { ...options, limit: 0 }).whyNot(standing.id) };
    const one = inOrder[here - 1];
    return { standing, why: { kind: 'behind', score: one?.score ?? 0, place: here, lastChosen, heldBack: one?.heldBack ?? false } };
  });
}

function possibleOf({ chosen }: Ranking, supporters: readonly Supporter[]) {
  const byId = new Map(supporters.map((one) => [one.id, one]));
  return chosen.map(({ supporterId, score }) => ({ id: supporterId, score, load: byId.get(supporterId)?.load ?? 0, idle: byId.get(supporterId)?.idleSince ?? Number.MAX_SAFE_INTEGER }));
}
