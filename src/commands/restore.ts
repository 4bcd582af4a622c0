import { readFile, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { BackupRefused, eraseAgain, hasCluster, ledgerIn, needsShares, proveContent, proveKeyring, proveOwnBackup, putBackContent, putBackKeyring, refuseKeyringThere } from '../backup/index.ts';
import { speak } from '../messages/index.ts';
import { type Config, readConfig } from '../platform/config.ts';
import { keepInLedger, readLedger } from '../platform/erasure-ledger.ts';
import { operatorSecret } from '../platform/operator-key.ts';
import { readAddress } from '../platform/postgres/address.ts';
import { layoutOf } from '../platform/postgres/layout.ts';
import { superviseServer } from '../platform/postgres/supervise.ts';
import { restoreAfterwards, restoreInstant } from './restore-instant.ts';
import { type ExitCode, progress, tell, tongue } from './say.ts';
import { passphraseFrom, readWords, WordsNotUnderstood } from './words.ts';

/**
 * `companionway restore [FILE] [--keyring FILE [--share FILE --share FILE]] [--erasures FILE]`: puts a backup into an empty data directory or an empty
 * server's database. The keyring's own backups open with two paper shares; without FILE only the keyring is put back. With `--archive DIR [--to INSTANT]` the
 * content comes out of a continuous archive; `--afterwards` does what is due when other tools brought the database back.
 */
export async function restore(words: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = readWords(words, { keyring: { type: 'string' }, share: { type: 'string', multiple: true }, erasures: { type: 'string' }, archive: { type: 'string' }, to: { type: 'string' }, afterwards: { type: 'boolean' }, 'passphrase-file': { type: 'string' } });
  const [file] = positionals;
  const ways = [file, values.archive, values.afterwards].filter((way) => way !== undefined).length;
  if (ways > 1 || (ways === 0 && values.keyring === undefined) || (values.to !== undefined && values.archive === undefined)) throw new WordsNotUnderstood();
  const t = speak(tongue());
  const config = readConfig(process.env);
  const named = async () => (values.erasures === undefined ? [] : ledgerNamed(values.erasures));
  if (values.afterwards === true) return restoreAfterwards(config, await named());
  const onPaper = values.keyring !== undefined && (await needsShares(values.keyring));
  const passphrase = file === undefined && values.archive === undefined && onPaper ? '' : await passphraseFrom(values['passphrase-file']);
  const readKeys = async (from: string) => (onPaper ? proveOwnBackup(from, await sharesFrom(values.share ?? [])) : proveKeyring(from, passphrase));
  if (values.archive !== undefined) {
    const bring = async () => ({ keys: values.keyring === undefined ? undefined : await readKeys(values.keyring), erased: await named() });
    return restoreInstant({ config, archive: values.archive, to: values.to, passphrase, bring });
  }
  if (file === undefined) {
    const keysAlone = await readKeys(values.keyring ?? '');
    await putBackKeyring(config, keysAlone);
    await keepInLedger(config.data, ledgerIn(keysAlone));
    tell(t('command.restore.keyring-only'));
    return 0;
  }
  if (config.databaseUrl === undefined && (await hasCluster(config.data))) throw new BackupRefused('not-empty', { where: config.data });
  if (values.keyring !== undefined) await refuseKeyringThere(config);

  // Both files are read to their ends before anything is touched.
  tell(t('command.restore.proving', { file }));
  const head = await proveContent(file, passphrase);
  const keys = values.keyring === undefined ? undefined : await readKeys(values.keyring);
  if (keys !== undefined) await putBackKeyring(config, keys);

  tell(t('command.restore.putting', { day: head.made.toISOString().slice(0, 16).replace('T', ' ') }));
  const erased = [...(keys === undefined ? [] : ledgerIn(keys)), ...(await named())];
  await keepInLedger(config.data, erased);
  const { tables, rows, again } = await intoDatabase(config, async (owner, secret) => ({ ...(await putBackContent({ owner, secret, file, passphrase, head })), again: await eraseAgain(owner, erased) }));
  tell(t('command.restore.done', { tables, rows }));
  if (again > 0) tell(t('command.restore.erased-again', { count: again }));
  tell(t(keys === undefined ? 'command.restore.no-keyring' : 'command.restore.with-keyring'));
  return 0;
}

/** Two shares, from files or as whoever holds the papers types them. @throws BackupRefused `no-shares`. */
async function sharesFrom(files: readonly string[]): Promise<readonly string[]> {
  if (files.length > 0) return Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => Promise.reject(new BackupRefused('no-file', { file })))));
  if (process.stdin.isTTY !== true) throw new BackupRefused('no-shares');
  const t = speak(tongue());
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return [await asking.question(`${t('command.restore.share', { number: '1' })} `), await asking.question(`${t('command.restore.share', { number: '2' })} `)];
  } finally {
    asking.close();
  }
}

/** A ledger somebody named must hold something: a wrong file would bring back what was erased. @throws BackupRefused `no-file`. */
async function ledgerNamed(file: string): Promise<Awaited<ReturnType<typeof readLedger>>> {
  const lines = await readLedger(file);
  if (lines.length === 0) throw new BackupRefused('no-file', { file });
  return lines;
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
