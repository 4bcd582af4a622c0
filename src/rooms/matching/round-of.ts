import { type ExpressionBuilder, type Selectable, sql } from 'kysely';
import type { Part } from '@companionway/matching';
import { z } from 'zod';
import type { Tables } from '../../platform/tables.ts';
import { view } from '../../platform/view.ts';
import { type Here, namesOf } from '../people/index.ts';
import { wordsOfProgramme } from './reasons.ts';
import type { LineSeen, RoundSeen } from './round-types.ts';
import { roundRow, roundsSeen, type RoundRow } from './rounds.ts';

/** What a page may show of a round's lines. `open`: a person may still choose them. */
const LINES_SHOWN = ['all', 'chosen', 'changed', 'nobody', 'open', 'fell'] as const;
type Shown = (typeof LINES_SHOWN)[number];

/** A round with a page of its lines. */
export interface RoundWithLines extends RoundSeen {
  readonly lines: readonly LineSeen[];
  /** Give it as `after` to see further ones. */
  readonly next: number | null;
  readonly counts: Readonly<Record<Shown, number>>;
  /** Lines that were proposed. */
  readonly proposed: number;
}

/** One round and a page of its lines, who has waited longest first. */
export const roundOf = view({
  name: 'matching.round-of',
  input: z.object({ round: z.uuid(), show: z.enum(LINES_SHOWN).default('all'), after: z.number().int().min(-1).default(-1), limit: z.number().int().min(1).max(200).default(50) }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { round, show, after, limit }): Promise<RoundWithLines> {
    const row = await roundRow(looking, round);
    const [seen] = await roundsSeen(looking, [row]);
    if (seen === undefined) throw new Error('A round that was found is not seen.');
    const rows = await looking.db
      .selectFrom('matching_round_pair').selectAll().where('org_id', '=', looking.org).where('round_id', '=', round).where('position', '>', after)
      .where((e) => among(e, show)).orderBy('position').limit(limit + 1).execute();
    const { proposed, ...counts } = await countsOf(looking, round);
    return {
      ...seen,
      lines: await linesSeen(looking, row, rows.slice(0, limit)),
      next: rows.length > limit ? (rows[limit - 1]?.position ?? null) : null,
      counts,
      proposed,
    };
  },
});

type LineRow = Selectable<Tables['matching_round_pair']>;
type Lines = ExpressionBuilder<Tables, 'matching_round_pair'>;

function among(e: Lines, show: Shown) {
  if (show === 'chosen') return e('kind', 'in', ['chosen', 'held']);
  if (show === 'changed') return e('change', 'in', ['new', 'moved', 'no-longer']);
  if (show === 'nobody') return e('kind', '=', 'nobody');
  if (show === 'open') return e.and([e('kind', 'in', ['chosen', 'held']), e('proposal_id', 'is', null), e('fell_why', 'is', null), e('supporter_id', 'is not', null)]);
  return show === 'fell' ? e('fell_why', 'is not', null) : e.lit(true);
}

async function countsOf(here: Here, round: string): Promise<Record<Shown | 'proposed', number>> {
  const row = await here.db
    .selectFrom('matching_round_pair')
    .select((e) => [
      ...LINES_SHOWN.map((show) => e.fn.countAll<string>().filterWhere((inner) => among(inner, show)).as(show)),
      e.fn.countAll<string>().filterWhere('proposal_id', 'is not', null).as('proposed'),
    ])
    .where('org_id', '=', here.org)
    .where('round_id', '=', round)
    .executeTakeFirstOrThrow();
  const counts = row as Readonly<Record<string, string>>;
  return Object.fromEntries([...LINES_SHOWN, 'proposed'].map((show) => [show, Number(counts[show] ?? 0)])) as Record<Shown | 'proposed', number>;
}

/** Lines with names and sentences. */
export async function linesSeen(here: Here, round: RoundRow, rows: readonly LineRow[]): Promise<readonly LineSeen[]> {
  if (rows.length === 0) return [];
  const requests = await here.db.selectFrom('support_request').select(['id', 'person_id', 'received_at']).where('org_id', '=', here.org).where('id', 'in', rows.map((row) => row.request_id)).execute();
  const requestById = new Map(requests.map((one) => [one.id, one]));
  const people = await peopleOf(here, rows.flatMap((row) => [row.supporter_id, row.before_id]));
  const names = await namesOf(here, [...requests.map((one) => one.person_id), ...people.values()]);
  const holds = await here.db
    .selectFrom('matching_hold').select(['id', 'request_id', 'supporter_id', 'kind']).where('org_id', '=', here.org).where('released_at', 'is', null).where('request_id', 'in', rows.map((row) => row.request_id)).execute();
  const words = await wordsOfProgramme(here, round.programme_id);
  return rows.map((row): LineSeen => {
    const request = requestById.get(row.request_id);
    const hold = holds.find((one) => one.request_id === row.request_id && one.supporter_id === row.supporter_id);
    const kind = row.kind as LineSeen['kind'];
    return {
      position: row.position, request: row.request_id, seeker: names.get(request?.person_id ?? ''), waitingSince: request?.received_at ?? round.asked_at,
      supporter: row.supporter_id, supporterName: names.get(people.get(row.supporter_id ?? '') ?? ''), kind, change: row.change as LineSeen['change'],
      before: row.before_id === null ? null : { supporter: row.before_id, name: names.get(people.get(row.before_id) ?? '') },
      score: row.score, bonus: row.bonus, reasons: words.reasons(row.parts as unknown as readonly Part[]), possible: row.possible, removed: row.removed as unknown as LineSeen['removed'],
      hold: hold === undefined ? null : { id: hold.id, kind: hold.kind === 'apart' ? 'apart' : 'together' },
      proposal: row.proposal_id, fell: row.fell_why as LineSeen['fell'],
      open: round.state === 'ready' && !round.trial && (kind === 'chosen' || kind === 'held') && row.supporter_id !== null && row.proposal_id === null && row.fell_why === null,
    };
  });
}

/** The people of standings. */
export async function peopleOf(here: Here, standings: readonly (string | null | undefined)[]): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(standings.filter((id): id is string => typeof id === 'string'))];
  if (wanted.length === 0) return new Map();
  const rows = await here.db.selectFrom('supporter').select(['id', 'person_id']).where('org_id', '=', here.org).where('id', '=', sql<string>`any(${wanted}::uuid[])`).execute();
  return new Map(rows.map((row) => [row.id, row.person_id]));
}

/** The people of requests. */
export async function seekersOf(here: Here, requests: readonly (string | null | undefined)[]): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(requests.filter((id): id is string => typeof id === 'string'))];
  if (wanted.length === 0) return new Map();
  const rows = await here.db.selectFrom('support_request').select(['id', 'person_id']).where('org_id', '=', here.org).where('id', '=', sql<string>`any(${wanted}::uuid[])`).execute();
  return new Map(rows.map((row) => [row.id, row.person_id]));
}
