import { readdir, readFile, stat, statfs } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { keyringPlaces, lastTaken } from '../backup/index.ts';
import { type CustodyKind, custodyWarnings, KEPT_FOR, ownBackupsIn, recoveryKeyIn } from '../keyring/index.ts';
import type { Config } from '../platform/config.ts';
import { type Finding, finding } from './finding.ts';

const MB = 2 ** 20;
const DAY = 86_400_000;
/** The database turns read-only below 128 MB; before that there is time to act. */
const LITTLE_MB = 1024;
const TOO_LITTLE_MB = 256;
/** A keyring rotates each week; a day more is no reason to worry. */
const ROTATED_WITHIN_DAYS = 8;
const CONTENT_WITHIN_DAYS = 2;
/** It is written each hour while the site runs. */
const OWN_WITHIN_HOURS = 3;
/** A keyring's backup opens what was erased until it is gone, so it is made often and kept for a week. */
const KEYRING_WITHIN_DAYS = 7;

/** The address people type: letters and links carry it, and passkeys need it to be safe. */
export function lookAtSettings({ publicUrl }: Config): readonly Finding[] {
  const { protocol, hostname } = new URL(publicUrl);
  const here = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return [finding('fine', 'runtime', { node: process.versions.node }), protocol === 'http:' ? finding('look', here ? 'address-here-only' : 'address-in-the-open', { address: publicUrl }) : finding('fine', 'address', { address: publicUrl })];
}

/** Room on the disk of the data directory, or of the first directory above it that exists. */
export async function lookAtSpace({ data }: Config): Promise<readonly Finding[]> {
  const free = await statfs(data).catch(() => statfs('.')).then(({ bavail, bsize }) => Math.floor((bavail * bsize) / MB));
  if (free < TOO_LITTLE_MB) return [finding('wrong', 'space-too-little', { free, directory: data })];
  return [free < LITTLE_MB ? finding('look', 'space-little', { free, directory: data }) : finding('fine', 'space', { free })];
}

/** Secrets and keys that others may read. */
export async function lookAtSecrets({ data, custody }: Config): Promise<readonly Finding[]> {
  if (process.platform === 'win32') return [];
  const places = [join(data, 'secrets', 'operator.key'), join(data, 'archive', 'key.json'), ...(await filesIn(join(data, 'keyring-kek'))), ...(custody.passphraseFile === undefined ? [] : [custody.passphraseFile]), ...(custody.transit === undefined ? [] : [custody.transit.tokenFile])];
  const open: string[] = [];
  for (const path of places) if (await stat(path).then(({ mode }) => (mode & 0o077) !== 0, () => false)) open.push(path);
  return open.length === 0 ? [finding('fine', 'secrets')] : open.map((path) => finding('wrong', 'secret-open', { file: path }));
}

/** The keyring's files: there, lately rotated, and key and wraps not in one place that a backup copies. */
export async function lookAtKeyring(config: Config): Promise<readonly Finding[]> {
  const places = await keyringPlaces(config).catch(() => undefined);
  if (places === undefined) return [finding('look', 'keyring-elsewhere')];
  const keys = await filesIn(places.kek);
  const wraps = (await filesIn(places.store)).filter((path) => /wraps-\d+$/.test(path));
  if (keys.length === 0 && wraps.length === 0) return [finding('look', 'keyring-none')];
  if (keys.length === 0) return [finding('wrong', 'keyring-no-key', { directory: places.kek })];
  if (wraps.length === 0) return [finding('wrong', 'keyring-no-wraps', { directory: places.store })];
  const open = await openDirectories([places.kek, places.store]);
  const since = Math.max(...(await Promise.all(keys.map((path) => stat(path).then(({ mtimeMs }) => mtimeMs)))));
  const days = Math.floor((Date.now() - since) / DAY);
  const where = { kekDirectory: places.kek, storeDirectory: places.store };
  const together = await custodyWarnings({ ...where, backupPaths: [config.data] });
  const copied = await custodyWarnings({ ...where, backupPaths: config.backupPaths });
  return [
    days > ROTATED_WITHIN_DAYS ? finding('look', 'keyring-old', { days }) : finding('fine', 'keyring', { days }),
    custodyFinding(config, keys),
    ...(await passphraseBeside(config, dirname(places.store))),
    ...(copied.length > 0 ? [finding('wrong', 'keyring-in-backup', { directory: places.kek })] : []),
    ...open.map((directory) => finding('wrong', 'keyring-directory-open', { directory })),
    ...(together.includes('kek-inside-backup') ? [finding('look', 'keyring-beside', { directory: config.data })] : []),
  ];
}

/** How the key to the keys is kept, as its file says; the settings may be waiting for the next start. */
function custodyFinding({ custody }: Config, keys: readonly string[]): Finding {
  const endings: Readonly<Record<CustodyKind, string>> = { file: '.key', passphrase: '.passphrase', transit: '.transit' };
  if (!keys.some((path) => path.endsWith(endings[custody.kind]))) return finding('look', 'custody-not-yet', { kind: custody.kind });
  if (custody.kind === 'transit') return finding('fine', 'custody-transit', { host: custody.transit === undefined ? '' : new URL(custody.transit.url).host });
  return custody.kind === 'passphrase' ? finding('fine', 'custody-passphrase') : finding('look', 'custody-file');
}

/** A passphrase in a file on the same disk guards nothing against a thief of that disk. */
async function passphraseBeside({ custody, data }: Config, keyring: string): Promise<readonly Finding[]> {
  if (custody.kind !== 'passphrase' || custody.passphraseFile === undefined) return [];
  const file = resolve(custody.passphraseFile);
  const [its, ours] = await Promise.all([file, keyring].map((path) => stat(path).then(({ dev }) => dev, () => undefined)));
  const inside = (await custodyWarnings({ kekDirectory: file, storeDirectory: file, backupPaths: [data] })).length > 0;
  return inside || (its !== undefined && its === ours) ? [finding(inside ? 'wrong' : 'look', 'custody-passphrase-beside', { file })] : [];
}

async function openDirectories(directories: readonly string[]): Promise<readonly string[]> {
  if (process.platform === 'win32') return [];
  const found = await Promise.all(directories.map((directory) => stat(directory).then(({ mode }) => (mode & 0o077) !== 0, () => false)));
  return directories.filter((_, at) => found[at] === true);
}

/** The paper shares, the keyring's own backups, and whether content and keys lie in one place. */
export async function lookAtOwnBackups(config: Config, now: Date): Promise<readonly Finding[]> {
  const places = await keyringPlaces(config).catch(() => undefined);
  if (places === undefined || (await filesIn(places.store)).length === 0) return [];
  const taken = await lastTaken(config.data);
  const own = config.keyringBackups;
  const inOne = [taken.keyringIn, own].find((directory) => directory !== undefined && taken.contentIn !== undefined && resolve(directory) === resolve(taken.contentIn));
  const together = inOne === undefined ? [] : [finding('wrong', 'backups-together', { directory: inOne })];
  const recovery = await recoveryKeyIn(dirname(places.store));
  if (recovery === null) return [...together, finding('look', 'shares-none')];
  const backups = await ownBackupsIn(own);
  const old = backups.filter(({ at }) => now.getTime() - at >= KEPT_FOR).length;
  const hours = Math.floor((now.getTime() - (backups[0]?.at ?? 0)) / 3_600_000);
  return [
    ...together,
    finding('fine', 'shares', { day: new Date(recovery.made).toISOString().slice(0, 10) }),
    backups.length === 0 || hours > OWN_WITHIN_HOURS ? finding('look', 'own-backup-old', { hours: backups.length === 0 ? 0 : hours, directory: own }) : finding('fine', 'own-backup', { hours }),
    ...(old > 0 ? [finding('wrong', 'own-backup-too-old', { count: old, directory: own })] : []),
  ];
}

/** Which version this is. */
export async function lookAtVersion(): Promise<readonly Finding[]> {
  const text = await readFile(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8').catch(() => '{}');
  const { version } = JSON.parse(text) as { version?: string };
  return version === undefined ? [] : [finding('fine', 'version', { version })];
}

/** How old the last backups are. The keyring’s own count as well as those that somebody took. */
export async function lookAtBackups({ data, keyringBackups }: Config, now: Date): Promise<readonly Finding[]> {
  const taken = await lastTaken(data);
  const own = (await ownBackupsIn(keyringBackups))[0]?.at ?? 0;
  const keys = own > (taken.keyring?.getTime() ?? 0) ? new Date(own) : taken.keyring;
  const age = (at: Date | undefined) => (at === undefined ? undefined : Math.floor((now.getTime() - at.getTime()) / DAY));
  const judged = (days: number | undefined, what: string, most: number) => {
    if (days === undefined) return finding('look', `${what}-never`);
    return days > most ? finding('look', `${what}-old`, { days }) : finding('fine', what, { days });
  };
  return [judged(age(taken.content), 'backup-content', CONTENT_WITHIN_DAYS), judged(age(keys), 'backup-keyring', KEYRING_WITHIN_DAYS)];
}

/** What is missing for letters to go out at all. */
export function lookAtMailNamed({ smtpUrl, mailFrom }: Pick<Config, 'smtpUrl' | 'mailFrom'>): readonly Finding[] {
  if (smtpUrl === undefined) return [finding('look', 'mail-none')];
  return mailFrom === undefined ? [finding('look', 'mail-no-sender')] : [];
}

/** Whether the mail server answers at all. No letter is sent. */
export async function lookAtMail({ smtpUrl, mailFrom }: Config): Promise<readonly Finding[]> {
  const missing = lookAtMailNamed({ smtpUrl, mailFrom });
  if (smtpUrl === undefined) return missing;
  const { hostname, port, protocol } = new URL(smtpUrl);
  const at = Number(port) || (protocol === 'smtps:' ? 465 : 587);
  const answers = await knock(hostname, at);
  if (!answers) return [finding('wrong', 'mail-silent', { host: hostname, port: at })];
  return missing.length > 0 ? missing : [finding('fine', 'mail', { host: hostname })];
}

function knock(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 5_000 });
    const end = (answers: boolean) => {
      socket.destroy();
      resolve(answers);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false)).once('timeout', () => end(false));
  });
}

async function filesIn(directory: string): Promise<readonly string[]> {
  return (await readdir(directory).catch(() => [])).filter((name) => name !== 'lock').map((name) => join(directory, name));
}
