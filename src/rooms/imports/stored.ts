import { sql } from 'kysely';
import type { Inside } from '../../platform/inside.ts';
import { absent } from '../../platform/outcome.ts';
import { type Here, openFor, sealFor } from '../people/index.ts';
import { contentOf, runs } from '../programmes/index.ts';
import type { ImportQuestion, Mapping, Meant, Sheet, Side } from './reading/index.ts';

/** What a coordinator decided about a sheet so far. Holds no cell of it. */
export interface Decisions {
  readonly mapping: Mapping;
  readonly whenConsentIsBlank: 'look' | 'bring' | 'leave-out';
  readonly dateOrder: 'day-first' | 'month-first' | null;
  /** What answers mean that no option was found for. The keys are folded answers of many rows, never a name. */
  readonly meant: Meant;
  /** What becomes of people somebody had to look at, by `row-<first row>`. */
  readonly rows: Readonly<Record<string, 'bring' | 'leave-out'>>;
  /** Supporters of the sheet who already support here: they come in as supporters, still without training on record. */
  readonly alreadySupporters: boolean;
}

/** An import as it is kept. */
export interface ImportKept {
  readonly id: string;
  readonly programme: string;
  readonly side: Side;
  readonly fileName: string;
  readonly decisions: Decisions;
  readonly uploadedAt: Date;
  readonly runAt: Date | null;
  readonly undoneAt: Date | null;
  readonly counts: Readonly<Record<string, number>>;
}

/** The import, for staff of its programme. @throws Absent for anybody else. */
export async function importOf(here: Here, id: string, { forUpdate = false } = {}): Promise<ImportKept> {
  let query = here.db
    .selectFrom('import')
    .select(['id', 'programme_id', 'side', 'file_name', 'mapping', 'uploaded_at', 'run_at', 'undone_at', 'counts'])
    .where('org_id', '=', here.org)
    .where('id', '=', id);
  if (forUpdate) query = query.forUpdate();
  const row = await query.executeTakeFirst();
  if (row === undefined || (here.actor.kind !== 'house' && !runs(here.actor, row.programme_id))) return absent();
  return {
    id: row.id, programme: row.programme_id, side: row.side === 'supporter' ? 'supporter' : 'seeker', fileName: row.file_name, decisions: row.mapping as unknown as Decisions,
    uploadedAt: row.uploaded_at, runAt: row.run_at, undoneAt: row.undone_at, counts: row.counts as Record<string, number>,
  };
}

/** The sheet itself. It is sealed under a key of the import alone; once it ran, it is gone. */
export async function sheetOf(here: Here, id: string): Promise<Sheet> {
  const row = await here.db.selectFrom('import').select('sheet').where('org_id', '=', here.org).where('id', '=', id).executeTakeFirst();
  const words = await openFor(here, id, `import/sheet/${id}`, row?.sheet);
  return words === '' ? absent() : (JSON.parse(words) as Sheet);
}

/** Keeps the sheet, sealed. */
export async function sealedSheet(inside: Inside, id: string, sheet: Sheet): Promise<Buffer> {
  return sealFor(inside, id, `import/sheet/${id}`, JSON.stringify(sheet));
}

/** Keeps what was decided. */
export async function keepDecisions(inside: Inside, id: string, decisions: Decisions, side?: Side): Promise<void> {
  await inside.db
    .updateTable('import')
    .set({ mapping: sql<string>`${JSON.stringify(decisions)}::jsonb`, ...(side !== undefined && { side }) })
    .where('org_id', '=', inside.org)
    .where('id', '=', id)
    .execute();
}

/** The programme's questions as the readers want them. */
export async function questionsFor(here: Here, programme: string): Promise<readonly ImportQuestion[]> {
  return (await contentOf(here, programme, 'question')).map(({ body }) => body as unknown as ImportQuestion);
}

/** The country of the organisation, for phone numbers without one. */
export async function countryOf(here: Here): Promise<string> {
  const row = await here.db.selectFrom('organisation').select('country').where('org_id', '=', here.org).executeTakeFirst();
  return row?.country ?? 'CA';
}
