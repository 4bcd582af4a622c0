import { sql } from 'kysely';
import type { Inside } from './inside.ts';

/**
 * What is made unreadable: a person with everything they wrote; everything said in one conversation; one data key; one message of one's own; the sheet
 * of an import; a concern; a breach of the code; or everything of one kind that is older than a moment (`about: {what, before}`, `subject` a programme or the organisation).
 */
export type ErasureKind = 'person' | 'conversation' | 'key' | 'message' | 'import' | 'concern' | 'breach' | 'older-than';

/** Why: somebody left, somebody took their own words back, or it was kept as long as the programme keeps it. */
export type ErasureReason = 'left' | 'own-words' | 'retention';

/** One erasure as a room asks for it. Ids, codes and moments; never a word and never a name. */
export interface ErasureGiven {
  readonly kind: ErasureKind;
  readonly subject: string;
  readonly because: ErasureReason;
  readonly about?: Readonly<Record<string, string | number>>;
  /** When it is carried out; now when absent. */
  readonly dueAt?: Date;
}

/**
 * Writes erasures into the ledger, with the change they belong to. Keys are destroyed and rows blanked after the commit, by whoever carries the
 * ledger out (src/rooms/leaving/carry-out.ts); a break in between loses nothing. The ledger only grows.
 */
export async function writeErasures(inside: Pick<Inside, 'db' | 'org' | 'now' | 'newId'>, given: readonly ErasureGiven[]): Promise<void> {
  if (given.length === 0) return;
  await inside.db
    .insertInto('erasure')
    .values(given.map(({ kind, subject, because, about = {}, dueAt = inside.now }) => ({
      org_id: inside.org, id: inside.newId(), kind, subject_id: subject, about: sql<string>`${JSON.stringify(about)}::jsonb`, because, at: inside.now, due_at: dueAt,
    })))
    .execute();
}
