import { readFile, stat } from 'node:fs/promises';
import type { Caps } from './caps.ts';
import { type CustodySettings, readCustody } from './custody-open.ts';
import type { OwnBackupSettings } from './own-backups.ts';
import { KeyringMisused, readRecord } from './place.ts';
import type { KeyringAddress, KeyringToken } from './transport.ts';

/** What the keyring's process is told at its start, as JSON: over the channel from the app, or in a file of mode 0600. */
export interface ProcessSettings {
  readonly directory: string;
  readonly kekDirectory?: string;
  readonly custody?: CustodySettings;
  readonly backups?: OwnBackupSettings;
  readonly address: KeyringAddress;
  readonly token: KeyringToken;
  /** A module that exports `openMembership(config)`: the keyring's own way to find out who is asking. A file URL or a path. */
  readonly membershipModule: string;
  /** Handed to `openMembership` as it is: usually the address of the database and the keyring's own role. */
  readonly membershipConfig: unknown;
  readonly caps?: Partial<Caps>;
}

/** Reads settings handed over. Throws KeyringMisused. */
export function readProcessSettings(value: unknown): ProcessSettings {
  const from = readRecord(value);
  const { membershipConfig, caps } = from;
  const [directory, membershipModule, token] = [text(from['directory']), text(from['membershipModule']), text(from['token'])];
  const kekDirectory = from['kekDirectory'] === undefined ? {} : { kekDirectory: text(from['kekDirectory']) };
  const limits = caps === undefined ? {} : { caps: readRecord(caps) as Partial<Caps> };
  const custody = from['custody'] === undefined ? {} : { custody: readCustody(from['custody']) };
  const backups = from['backups'] === undefined ? {} : { backups: readBackups(from['backups']) };
  return { directory, membershipModule, token, membershipConfig, address: readAddress(from['address']), ...kekDirectory, ...custody, ...backups, ...limits };
}

/** Reads settings from a file that only its owner may read. Throws KeyringMisused. */
export async function settingsFrom(path: string): Promise<ProcessSettings> {
  const { mode } = await stat(path);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) throw new KeyringMisused(`${path} can be read by others. Set its mode to 0600 and start again.`);
  return readProcessSettings(JSON.parse(await readFile(path, 'utf8')));
}

function readBackups(value: unknown): OwnBackupSettings {
  const { directory, also } = readRecord(value);
  return { directory: text(directory), ...(also === undefined ? {} : { also: Object.fromEntries(Object.entries(readRecord(also)).map(([name, path]) => [name, text(path)])) }) };
}

function readAddress(value: unknown): KeyringAddress {
  const { kind, path, host, port } = readRecord(value);
  if (kind === 'socket') return { kind, path: text(path) };
  if (kind !== 'tcp' || typeof port !== 'number') throw new KeyringMisused('an address is a socket path, or a host and a port');
  return { kind, host: text(host), port };
}

function text(value: unknown): string {
  if (typeof value !== 'string' || value === '') throw new KeyringMisused('a text was expected');
  return value;
}
