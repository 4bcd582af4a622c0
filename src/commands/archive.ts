import { BackupRefused, checkArchive, prepareArchive, said } from '../backup/index.ts';
import { speak } from '../messages/index.ts';
import { readConfig } from '../platform/config.ts';
import { type ExitCode, tell, tongue } from './say.ts';
import { passphraseFrom, readWords, WordsNotUnderstood } from './words.ts';

/** `companionway archive [check] [--passphrase-file FILE]`: prepares the directory of COMPANIONWAY_ARCHIVE, or opens everything in it and says where it leads. */
export async function archive(words: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = readWords(words, { 'passphrase-file': { type: 'string' } });
  const [what] = positionals;
  if (what !== undefined && what !== 'check') throw new WordsNotUnderstood();
  const { archive: wanted, data } = readConfig(process.env);
  if (wanted === undefined) throw new BackupRefused('no-archive-named');
  const passphrase = await passphraseFrom(values['passphrase-file']);
  if (what === 'check') return check(wanted.directory, passphrase);
  await prepareArchive({ data, archive: wanted.directory, passphrase, at: new Date() });
  tell(speak(tongue())('command.archive.prepared', { directory: wanted.directory }));
  return 0;
}

async function check(directory: string, passphrase: string): Promise<ExitCode> {
  const t = speak(tongue());
  const { bases, segments, first, last, missing } = await checkArchive(directory, passphrase);
  tell(t('command.archive.opened', { bases, segments }));
  if (first === undefined || last === undefined) {
    tell(t('command.archive.no-base'));
    return 1;
  }
  tell(t('command.archive.leads', { first: said(first), last: said(last) }));
  for (const segment of missing) tell(t('command.archive.missing', { segment }));
  return missing.length === 0 ? 0 : 1;
}
