import { chown, mkdir, rm, stat } from 'node:fs/promises';
import type { Account } from './account.ts';
import { connect, type ServerAddress } from './address.ts';
import type { Layout } from './layout.ts';

/** A segment of the log is closed after this long even when it is not full: what a burning machine loses at most. */
const EVERY = '60s';

/** After each checkpoint whole pages go into the log again: a quiet site's archive grows by half as much as with PostgreSQL's own five minutes. */
const CHECKPOINT = '15min';

/**
 * Settings of a server whose log is archived, when its spool is there. PostgreSQL's own module copies each closed segment there, flushes it, renames it and
 * refuses to write other bytes over it; no shell and no program of ours runs for it.
 */
export async function archiveSettings({ spool }: Layout): Promise<Readonly<Record<string, string>>> {
  if (!(await stat(spool).then((found) => found.isDirectory(), () => false))) return {};
  return { archive_mode: 'on', archive_library: 'basic_archive', 'basic_archive.archive_directory': spool, archive_timeout: EVERY, checkpoint_timeout: CHECKPOINT };
}

/** Makes the spool, or takes it away with all that waits in it. */
export async function switchSpool({ spool }: Layout, account: Account, on: boolean): Promise<void> {
  if (!on) return rm(spool, { recursive: true, force: true });
  await mkdir(spool, { recursive: true, mode: 0o700 });
  if (account !== null) await chown(spool, account.uid, account.gid);
}

/** Whether a running server archives its log. */
export async function archives(address: ServerAddress): Promise<boolean> {
  const client = await connect(address);
  try {
    const { rows } = await client.query<{ mode: string }>("select current_setting('archive_mode') as mode");
    return rows[0]?.mode === 'on';
  } finally {
    await client.end();
  }
}
