import { sql } from 'kysely';
import { z } from 'zod';
import { type Looking, view } from '../../platform/view.ts';
import { runs } from '../programmes/index.ts';
import { daysKept, mayChoose } from './choices.ts';
import { type KeptFor, keptFor, keptForOf, keptKinds, rowsOf } from './kinds.ts';

/** One kind as a programme keeps it. */
export interface KeptSeen extends KeptFor {
  readonly days: number;
  /** How many go in the coming night. */
  readonly tonight: number;
  readonly mayChoose: boolean;
}

/** A month, `2026-11`, and how many go in it. */
export interface GoingInMonth {
  readonly month: string;
  readonly count: number;
}

/** What a programme keeps and for how long. Counts only: no name, no word, no id. */
export const keptHere = view({
  name: 'retention.kept-here',
  input: z.object({ programme: z.uuid() }),
  may: ({ actor }, { programme }) => runs(actor, programme),
  async load(looking, { programme }): Promise<readonly KeptSeen[]> {
    const days = await daysKept(looking);
    const seen: KeptSeen[] = [];
    for (const one of keptFor.filter(({ kind }) => kind !== 'form-keys')) {
      const place = one.scope === 'programme' ? programme : null;
      const kept = days(place, one.kind);
      seen.push({ ...one, days: kept, tonight: await dueNow(looking, place, one, kept), mayChoose: one.least !== one.most && mayChoose(looking.actor, one.kind, programme) });
    }
    return seen;
  },
});

/** A kind with what will go, month by month, if it is kept for so many days: the same rows that the sweep will take. */
export interface KeptPreview extends KeptFor {
  readonly days: number;
  /** What is looked at: the choice in force, or another one within the bounds. */
  readonly asked: number;
  /** The next twelve months, the first with all that is due already; months without any are there too. */
  readonly months: readonly GoingInMonth[];
  readonly later: number;
}

/** Looks before choosing. */
export const keptPreview = view({
  name: 'retention.kept-preview',
  input: z.object({ programme: z.uuid(), kind: z.enum(keptKinds), days: z.coerce.number().int().optional() }),
  may: ({ actor }, { programme, kind }) => runs(actor, programme) && keptForOf(kind).least !== keptForOf(kind).most && mayChoose(actor, kind, programme),
  async load(looking, { programme, kind, days: wanted }): Promise<KeptPreview> {
    const one = keptForOf(kind);
    const place = one.scope === 'programme' ? programme : null;
    const days = (await daysKept(looking))(place, kind);
    const asked = wanted === undefined ? days : Math.min(one.most, Math.max(one.least, wanted));
    const rows = rowsOf[kind]?.({ org: looking.org, programme: place });
    const found = rows === undefined ? [] : (await sql<{ month: string; count: number }>`
      select to_char(greatest(due.since + make_interval(days => ${asked}), ${looking.now}::timestamptz) at time zone 'UTC', 'YYYY-MM') as month, count(*)::int as count from (${rows}) due group by 1 order by 1`.execute(looking.db)).rows;
    const months = nextMonths(looking.now);
    const counts = new Map(found.map(({ month, count }) => [month, count]));
    const last = months.at(-1) ?? '';
    return {
      ...one, days, asked, months: months.map((month) => ({ month, count: counts.get(month) ?? 0 })),
      later: found.filter(({ month }) => month > last).reduce((sum, { count }) => sum + count, 0),
    };
  },
});

async function dueNow({ db, org, now }: Looking, programme: string | null, { kind }: KeptFor, days: number): Promise<number> {
  const rows = rowsOf[kind]?.({ org, programme });
  if (rows === undefined) return 0;
  const before = new Date(now.getTime() - days * 86_400_000);
  const found = await sql<{ count: number }>`select count(*)::int as count from (${rows}) due where due.since < ${before}`.execute(db);
  return found.rows[0]?.count ?? 0;
}

function nextMonths(now: Date): readonly string[] {
  return Array.from({ length: 12 }, (_, at) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + at, 1)).toISOString().slice(0, 7));
}
