import { dirname, resolve } from 'node:path';
import { BackupRefused, houseHalfIn, isItsArchive, noteTaken, reachOwner, refuseIfThere, said, shipWaiting, takeBase, takeContent, takeKeyring } from '../backup/index.ts';
import { speak } from '../messages/index.ts';
import { type Config, readConfig } from '../platform/config.ts';
import { layoutOf } from '../platform/postgres/layout.ts';
import { type ExitCode, progress, tell, tongue } from './say.ts';
import { passphraseFrom, readWords } from './words.ts';

/**
 * `companionway backup [FILE] [--keyring FILE]`: takes the content into one file, and the keyring into another that belongs elsewhere. `--base` takes a base copy
 * into the continuous archive instead; it needs no passphrase, since this machine cannot open it.
 */
export async function backup(words: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = readWords(words, { keyring: { type: 'string' }, base: { type: 'boolean' }, 'passphrase-file': { type: 'string' } });
  const t = speak(tongue());
  const config = readConfig(process.env);
  if (values.base === true) return base(config);
  const passphrase = await passphraseFrom(values['passphrase-file']);
  const at = new Date();
  const file = positionals[0] ?? `companionway-${at.toISOString().slice(0, 16).replace(':', '')}.backup`;
  for (const one of [file, values.keyring]) if (one !== undefined) await refuseIfThere(one);

  const reached = await reachOwner(config, progress);
  try {
    tell(t('command.backup.taking', { file }));
    const { tables, rows, bytes } = await takeContent({ owner: reached.owner, file, passphrase, at });
    await noteTaken(config.data, { content: at, contentIn: dirname(resolve(file)) });
    tell(t('command.backup.taken', { file, tables, rows, megabytes: Math.ceil(bytes / 2 ** 20) }));
  } finally {
    await reached.leave();
  }
  if (values.keyring === undefined) {
    tell(t('command.backup.no-keyring'));
    return 0;
  }
  await takeKeyring({ config, file: values.keyring, passphrase, at });
  await noteTaken(config.data, { keyring: at, keyringIn: dirname(resolve(values.keyring)) });
  tell(t('command.backup.keyring-taken', { file: values.keyring }));
  if (dirname(resolve(values.keyring)) === dirname(resolve(file))) tell(t('command.backup.side-by-side'));
  return 0;
}

async function base(config: Config): Promise<ExitCode> {
  if (config.archive === undefined) throw new BackupRefused('no-archive-named');
  const { directory } = config.archive;
  const half = await houseHalfIn(config.data);
  if (half === undefined) throw new BackupRefused('archive-not-prepared', { directory });
  if (!(await isItsArchive(directory, half))) throw new BackupRefused('archive-gone', { directory });
  const layout = await layoutOf(config.data);
  const reached = await reachOwner(config, progress);
  try {
    const { at } = await takeBase({ owner: reached.owner, layout, archive: directory, half });
    tell(speak(tongue())('command.backup.base-taken', { at: said(at) }));
  } finally {
    await reached.leave();
  }
  // A site that runs ships the copy's segments by itself.
  if (!reached.beside) await shipWaiting({ spool: layout.spool, archive: directory, half });
  return 0;
}
