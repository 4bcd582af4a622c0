import type { ServerAddress } from '../platform/postgres/address.ts';
import { type Piece, writeArchive } from './archive.ts';
import { appliedIn, connectPastWalls, copyStatement, tablesOf } from './content.ts';
import { copyOut, RowSum } from './copy.ts';
import { BackupRefused } from './refusal.ts';

/** What a backup took. */
export interface Taken {
  readonly tables: number;
  readonly rows: number;
  /** Of the file, in bytes. */
  readonly bytes: number;
}

/**
 * Takes the content of a database: every table from one instant (one repeatable-read snapshot), while people go on writing. No key is in it: the
 * keyring keeps its wraps in files of its own (`takeKeyring`), so this file alone opens no word even for whoever knows the passphrase.
 * @throws BackupRefused; then no file is left behind.
 */
export async function takeContent({ owner, file, passphrase, at }: { owner: ServerAddress; file: string; passphrase: string; at: Date }): Promise<Taken> {
  const count = { tables: 0, rows: 0 };
  const bytes = await writeArchive(file, passphrase, 'content', contentOf(owner, at, count));
  return { ...count, bytes };
}

/**
 * Every table of a database from one instant, piece by piece: a note with the migrations first, then each table between a note of its beginning and one
 * of what its rows add up to. `count` grows as it goes.
 */
export async function* contentOf(owner: ServerAddress, at: Date, count: { tables: number; rows: number }): AsyncGenerator<Piece> {
  const connection = await connectPastWalls(owner);
  try {
    await connection.query('begin isolation level repeatable read read only');
    const migrations = await appliedIn(connection);
    if (migrations.length === 0) throw new BackupRefused('nothing-here');
    yield { note: { made: at.toISOString(), migrations } };
    for (const kept of await tablesOf(connection)) {
      yield { note: { begin: kept } };
      const sum = new RowSum();
      for await (const rows of copyOut(connection, copyStatement(kept, 'to stdout'))) {
        for (const row of rows) sum.add(row);
        yield { bytes: Buffer.concat(rows) };
      }
      yield { note: { sum: String(sum) } };
      count.tables += 1;
      count.rows += sum.rows;
    }
    await connection.query('commit');
  } finally {
    await connection.end();
  }
}
