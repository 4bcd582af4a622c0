import { readdir, stat, statfs } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { keyringPlaces, lastTaken } from '../backup/index.ts';
import { custodyWarnings } from '../keyring/custody.ts';
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
export async function lookAtSecrets({ data }: Config): Promise<readonly Finding[]> {
  if (process.platform === 'win32') return [];
  const places = [join(data, 'secrets', 'operator.key'), ...(await filesIn(join(data, 'keyring-kek')))];
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
  const since = Math.max(...(await Promise.all(keys.map((path) => stat(path).then(({ mtimeMs }) => mtimeMs)))));
  const days = Math.floor((Date.now() - since) / DAY);
  const together = await custodyWarnings({ kekDirectory: places.kek, storeDirectory: places.store, backupPaths: [config.data] });
  return [
    days > ROTATED_WITHIN_DAYS ? finding('look', 'keyring-old', { days }) : finding('fine', 'keyring', { days }),
    ...(together.includes('kek-inside-backup') ? [finding('look', 'keyring-beside', { directory: config.data })] : []),
  ];
}

/** How old the last backups are. */
export async function lookAtBackups({ data }: Config, now: Date): Promise<readonly Finding[]> {
  const taken = await lastTaken(data);
  const age = (at: Date | undefined) => (at === undefined ? undefined : Math.floor((now.getTime() - at.getTime()) / DAY));
  const judged = (days: number | undefined, what: string, most: number) => {
    if (days === undefined) return finding('look', `${what}-never`);
    return days > most ? finding('look', `${what}-old`, { days }) : finding('fine', what, { days });
  };
  return [judged(age(taken.content), 'backup-content', CONTENT_WITHIN_DAYS), judged(age(taken.keyring), 'backup-keyring', KEYRING_WITHIN_DAYS)];
}

/** Whether the mail server answers at all. No letter is sent. */
export async function lookAtMail({ smtpUrl, mailFrom }: Config): Promise<readonly Finding[]> {
  if (smtpUrl === undefined) return [finding('look', 'mail-none')];
  const { hostname, port, protocol } = new URL(smtpUrl);
  const at = Number(port) || (protocol === 'smtps:' ? 465 : 587);
  const answers = await knock(hostname, at);
  if (!answers) return [finding('wrong', 'mail-silent', { host: hostname, port: at })];
  return [mailFrom === undefined ? finding('look', 'mail-no-sender') : finding('fine', 'mail', { host: hostname })];
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
