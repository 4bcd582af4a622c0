import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Text } from '../../content/index.ts';
import { absent } from '../../platform/outcome.ts';
import type { Tables } from '../../platform/tables.ts';
import { view } from '../../platform/view.ts';
import { type Here, namesOf, openAll } from '../people/index.ts';
import { contentOf, runs } from '../programmes/index.ts';
import type { RoundDecision, RoundFigures, RoundSeen } from './round-types.ts';

/** A round's own row, without what is large. */
export type RoundRow = Pick<
  Selectable<Tables['matching_round']>,
  | 'id' | 'programme_id' | 'asked_by' | 'asked_at' | 'state' | 'trial' | 'weights' | 'engine_version' | 'inputs_hash' | 'stage' | 'fraction' | 'ready_at' | 'failed_why' | 'against_id' | 'figures'
>;

const OWN = [
  'id', 'programme_id', 'asked_by', 'asked_at', 'state', 'trial', 'weights', 'engine_version', 'inputs_hash', 'stage', 'fraction', 'ready_at', 'failed_why', 'against_id', 'figures',
] as const;

/** The round's row, for whoever runs its programme. @throws Absent for anybody else. */
export async function roundRow(here: Here, id: string, { forUpdate = false } = {}): Promise<RoundRow> {
  let query = here.db.selectFrom('matching_round').select(OWN).where('org_id', '=', here.org).where('id', '=', id);
  if (forUpdate) query = query.forUpdate();
  const row = await query.executeTakeFirst();
  return row === undefined || !runs(here.actor, row.programme_id) ? absent() : row;
}

/** The latest round of a programme that is ready and no trial: what the next one is compared with. */
export async function latestRound(here: Pick<Here, 'db' | 'org'>, programme: string): Promise<string | undefined> {
  const row = await here.db
    .selectFrom('matching_round').select('id').where('org_id', '=', here.org).where('programme_id', '=', programme).where('state', '=', 'ready').where('trial', '=', false)
    .orderBy('id', 'desc').limit(1).executeTakeFirst();
  return row?.id;
}

/** How many seekers wait in a programme and may be looked for now. */
export async function waitingIn(here: Pick<Here, 'db' | 'org'>, programme: string): Promise<number> {
  const row = await here.db
    .selectFrom('support_request')
    .select((e) => e.fn.countAll<string>().as('waiting'))
    .where('org_id', '=', here.org)
    .where('programme_id', '=', programme)
    .where('matched_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .where('closed_at', 'is', null)
    .where('held_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(row.waiting);
}

/** Rounds of a programme as pages see them. */
export interface RoundsSeen {
  readonly programme: string;
  readonly rounds: readonly RoundSeen[];
  /** Give it as `before` to see further ones. */
  readonly next: string | null;
  readonly working: RoundSeen | null;
  readonly latest: string | null;
  /** The programme's own soft weights, to start a trial from. */
  readonly weights: readonly { readonly criterion: string; readonly name: Text; readonly weight: number }[];
  readonly waiting: number;
}

/** A programme's rounds, the latest first. */
export const roundsOf = view({
  name: 'matching.rounds-of',
  input: z.object({ programme: z.uuid(), before: z.uuid().optional(), limit: z.number().int().min(1).max(100).default(20) }),
  may: ({ actor }, { programme }) => runs(actor, programme),
  async load(looking, { programme, before, limit }): Promise<RoundsSeen> {
    const { db, org } = looking;
    const own = () => db.selectFrom('matching_round').select(OWN).where('org_id', '=', org).where('programme_id', '=', programme);
    let query = own();
    if (before !== undefined) query = query.where('id', '<', before);
    const rows = await query.orderBy('id', 'desc').limit(limit + 1).execute();
    const working = await own().where('state', '=', 'working').execute();
    const [seen, atWork] = [await roundsSeen(looking, rows.slice(0, limit)), await roundsSeen(looking, working)];
    return {
      programme,
      rounds: seen,
      next: rows.length > limit ? (rows[limit - 1]?.id ?? null) : null,
      working: atWork[0] ?? null,
      latest: (await latestRound(looking, programme)) ?? null,
      weights: (await contentOf(looking, programme, 'criterion')).flatMap(({ id, body }) => (body.strength === 'soft' ? [{ criterion: id, name: body.name, weight: body.weight ?? 0 }] : [])),
      waiting: await waitingIn(looking, programme),
    };
  },
});

/** Rows with the names of who asked and the decisions made on them. */
export async function roundsSeen(here: Here, rows: readonly RoundRow[]): Promise<readonly RoundSeen[]> {
  if (rows.length === 0) return [];
  const decided = await here.db
    .selectFrom('matching_round_decision').selectAll().where('org_id', '=', here.org).where('round_id', 'in', rows.map(({ id }) => id)).orderBy('id').execute();
  const names = await namesOf(here, [...rows.map((row) => row.asked_by), ...decided.map((row) => row.decided_by)]);
  const whys = await openAll(here, decided.map((row) => ({ person: row.decided_by, where: `matching_round_decision/why/${row.id}`, sealed: row.why })));
  const decisions = decided.map((row, at): RoundDecision & { round: string } => ({
    round: row.round_id, by: names.get(row.decided_by), at: row.decided_at, kind: row.kind === 'set-aside' ? 'set-aside' : 'proposed', made: row.made, fell: row.fell, why: whys[at] ?? '',
  }));
  return rows.map((row) => ({
    id: row.id, programme: row.programme_id, state: row.state as RoundSeen['state'], stage: row.stage as RoundSeen['stage'], fraction: row.fraction, trial: row.trial,
    weights: row.weights as RoundSeen['weights'], askedBy: names.get(row.asked_by), askedAt: row.asked_at, readyAt: row.ready_at, engine: row.engine_version, inputsHash: row.inputs_hash,
    failedWhy: row.failed_why as RoundSeen['failedWhy'], against: row.against_id, figures: row.figures as unknown as RoundFigures | null,
    decisions: decisions.filter(({ round }) => round === row.id).map(({ round: _, ...decision }) => decision),
  }));
}
