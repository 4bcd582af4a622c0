import { CompiledQuery, type Transaction } from 'kysely';
import type { Tables } from '../platform/tables.ts';

/**
 * Puts one statement to the database and gives its rows: as the owner for the whole of it, or through the app's login for the organisation whose page it is
 * (row-level security keeps it there).
 */
export type Ask = <R>(statement: string, values?: readonly unknown[]) => Promise<readonly R[]>;

/** Asks through a transaction of the app's login. Doctor's statements are written in the code, and what they are given is bound. */
export function askThrough(db: Transaction<Tables>): Ask {
  return async <R>(statement: string, values: readonly unknown[] = []) => (await db.executeQuery(CompiledQuery.raw(statement, [...values]))).rows as readonly R[];
}
