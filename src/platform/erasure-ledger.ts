import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { privateDirectory, syncDirectory } from '../keyring/files.ts';

/** One erasure as it stands in the file: ids, codes and moments. */
const ledgerLine = z.object({
  org: z.uuid(), id: z.uuid(), kind: z.enum(['person', 'conversation', 'key', 'message', 'import', 'concern', 'breach', 'older-than']), subject: z.uuid(),
  about: z.record(z.string(), z.union([z.string(), z.number()])), because: z.enum(['left', 'own-words', 'retention']), at: z.iso.datetime(), due: z.iso.datetime(),
});
/** See {@link ledgerLine}. */
export type LedgerLine = z.output<typeof ledgerLine>;

/** Where the ledger lies beside the database: one line of JSON for each erasure. It grows by about 300 bytes each. */
export function ledgerPlace(data: string): { readonly directory: string; readonly file: string } {
  const directory = join(data, 'erasures');
  return { directory, file: join(directory, 'ledger.jsonl') };
}

/** Reads the ledger of a file, each erasure once. Nothing when there is no file; a line cut short by a power cut is left out. */
export async function readLedger(file: string): Promise<readonly LedgerLine[]> {
  return ledgerFrom(await readFile(file, 'utf8').catch(() => ''));
}

/** Reads the ledger from a file's text. */
export function ledgerFrom(text: string): readonly LedgerLine[] {
  const found = new Map<string, LedgerLine>();
  for (const line of text.split('\n')) {
    const read = ledgerLine.safeParse(parsed(line));
    if (read.success) found.set(read.data.id, read.data);
  }
  return [...found.values()];
}

/** Adds lines that are not there yet, on the disk before this resolves. Safe to repeat. */
export async function keepInLedger(data: string, lines: readonly LedgerLine[]): Promise<void> {
  if (lines.length === 0) return;
  const { directory, file } = ledgerPlace(data);
  const known = new Set((await readLedger(file)).map(({ id }) => id));
  const fresh = lines.filter(({ id }) => !known.has(id));
  if (fresh.length === 0) return;
  await privateDirectory(directory);
  const handle = await open(file, 'a', 0o600);
  try {
    // A line that a power cut left without its end must not swallow the next one.
    await handle.writeFile(`\n${fresh.map((line) => JSON.stringify(line)).join('\n')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await syncDirectory(directory);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
