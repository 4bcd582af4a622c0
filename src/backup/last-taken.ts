import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeWhole } from '../keyring/files.ts';

/** When each part was last taken from this data directory: what `doctor` looks at. */
export interface TakenLast {
  readonly content?: Date | undefined;
  readonly keyring?: Date | undefined;
  /** The directories they went to, as far as they were told. */
  readonly contentIn?: string | undefined;
  readonly keyringIn?: string | undefined;
}

const FILE = 'backups.json';
const kept = z.object({ content: z.coerce.date().optional(), keyring: z.coerce.date().optional(), contentIn: z.string().optional(), keyringIn: z.string().optional() });

/** When backups were last taken; nothing when none was. */
export async function lastTaken(data: string): Promise<TakenLast> {
  const text = await readFile(join(data, FILE), 'utf8').catch(() => '{}');
  const read = kept.safeParse(JSON.parse(text));
  return read.success ? read.data : {};
}

/** Notes what was taken just now, beside what is noted already. */
export async function noteTaken(data: string, taken: TakenLast): Promise<void> {
  await writeWhole(data, FILE, Buffer.from(`${JSON.stringify({ ...(await lastTaken(data)), ...taken })}\n`));
}
