import { rm } from 'node:fs/promises';
import { BackupRefused, hasCluster, proveContent, proveKeyring, putBackContent, putBackKeyring, refuseKeyringThere } from '../backup/index.ts';
import { speak } from '../messages/index.ts';
import { type Config, readConfig } from '../platform/config.ts';
import { operatorSecret } from '../platform/operator-key.ts';
import { readAddress } from '../platform/postgres/address.ts';
import { layoutOf } from '../platform/postgres/layout.ts';
import { superviseServer } from '../platform/postgres/supervise.ts';
import { type ExitCode, progress, tell, tongue } from './say.ts';
import { passphraseFrom, readWords, WordsNotUnderstood } from './words.ts';

/** `companionway restore FILE [--keyring FILE]`: puts a backup into an empty data directory or an empty server's database. */
export async function restore(words: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = readWords(words, { keyring: { type: 'string' }, 'passphrase-file': { type: 'string' } });
  const [file] = positionals;
  if (file === undefined) throw new WordsNotUnderstood();
  const t = speak(tongue());
  const config = readConfig(process.env);
  const passphrase = await passphraseFrom(values['passphrase-file']);
  if (config.databaseUrl === undefined && (await hasCluster(config.data))) throw new BackupRefused('not-empty', { where: config.data });
  if (values.keyring !== undefined) await refuseKeyringThere(config);

  // Both files are read to their ends before anything is touched.
  tell(t('command.restore.proving', { file }));
  const head = await proveContent(file, passphrase);
  const keys = values.keyring === undefined ? undefined : await proveKeyring(values.keyring, passphrase);
  if (keys !== undefined) await putBackKeyring(config, keys);

  tell(t('command.restore.putting', { day: head.made.toISOString().slice(0, 16).replace('T', ' ') }));
  const { tables, rows } = await intoDatabase(config, (owner, secret) => putBackContent({ owner, secret, file, passphrase, head }));
  tell(t('command.restore.done', { tables, rows }));
  tell(t(keys === undefined ? 'command.restore.no-keyring' : 'command.restore.with-keyring'));
  return 0;
}

type Work<T> = (owner: ReturnType<typeof readAddress>, secret: Buffer) => Promise<T>;

/** A new embedded database that did not come to be whole is taken away again; on a server nothing was committed. */
async function intoDatabase<T>(config: Config, work: Work<T>): Promise<T> {
  const secret = await operatorSecret(config.data);
  if (config.databaseUrl !== undefined) return work(readAddress(config.databaseUrl), secret);
  const server = await superviseServer({ data: config.data, pgBin: process.env.PG_BIN, onProgress: progress });
  try {
    const made = await work(server.address, secret);
    await server.stop();
    return made;
  } catch (fault) {
    await server.stop();
    const { cluster, password, ballast } = await layoutOf(config.data);
    for (const left of [cluster, password, ballast]) await rm(left, { recursive: true, force: true });
    throw fault;
  }
}
