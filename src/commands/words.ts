import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { readFile } from 'node:fs/promises';
import { BackupRefused, SHORTEST_PASSPHRASE } from '../backup/index.ts';

/** The words of a command were not understood: its help is shown, and it ends with 2. */
export class WordsNotUnderstood extends Error {
  override readonly name = 'WordsNotUnderstood';
}

/** Reads the words after a command's name. @throws WordsNotUnderstood. */
export function readWords<O extends ParseArgsOptionsConfig>(words: readonly string[], options: O, most = 1) {
  try {
    const read = parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
    if (read.positionals.length <= most) return read;
  } catch (fault) {
    throw new WordsNotUnderstood('', { cause: fault });
  }
  throw new WordsNotUnderstood();
}

/**
 * The passphrase of backups: the first line of `--passphrase-file`, or `COMPANIONWAY_BACKUP_PASSPHRASE`. Never a word of the command itself, which
 * everybody on the machine can see.
 * @throws BackupRefused `no-passphrase`, `short-passphrase`, `no-file`.
 */
export async function passphraseFrom(file: string | undefined, environment: NodeJS.ProcessEnv = process.env): Promise<string> {
  const text = file === undefined ? (environment.COMPANIONWAY_BACKUP_PASSPHRASE ?? '') : await readFile(file, 'utf8').catch(() => Promise.reject(new BackupRefused('no-file', { file })));
  const passphrase = (text.split(/\r?\n/)[0] ?? '').trim();
  if (passphrase === '') throw new BackupRefused('no-passphrase');
  if (passphrase.length < SHORTEST_PASSPHRASE) throw new BackupRefused('short-passphrase', { letters: SHORTEST_PASSPHRASE });
  return passphrase;
}
