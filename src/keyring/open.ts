import { createHash, randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { platform } from 'node:process';
import { connectKeyring, type ConnectedKeyring, type ConnectSettings } from './client.ts';
import type { Keyring } from './keyring.ts';
import { type KeyringSettings, openKeyringHere } from './open-here.ts';
import type { ProcessSettings } from './process-settings.ts';
import { superviseKeyring, type SupervisorSettings } from './supervise.ts';
import type { KeyringAddress } from './transport.ts';

/** A keyring inside this process: tests and the command line. */
export type InProcess = KeyringSettings & { readonly inProcess: true };

/** A keyring in a process of its own, started and kept up by this one. */
export interface OwnProcess {
  readonly inProcess: false;
  /** The token is made anew at every start, and the address lies in `directory`, unless they are named. */
  readonly process: Omit<ProcessSettings, 'token' | 'address'> & Partial<Pick<ProcessSettings, 'token' | 'address'>>;
  readonly supervise?: Omit<SupervisorSettings, 'process'>;
  readonly connect?: Omit<ConnectSettings, 'address' | 'token'>;
}

/** Opens the keyring, in this process or in its own: the very same calls either way. A keyring on another machine is reached with `connectKeyring`. */
export async function openKeyring(settings: InProcess): Promise<Keyring>;
export async function openKeyring(settings: OwnProcess): Promise<ConnectedKeyring & { pid(): number | null }>;
export async function openKeyring(settings: InProcess | OwnProcess): Promise<Keyring> {
  if (settings.inProcess) return openKeyringHere(settings);
  const { token = randomBytes(32).toString('hex'), address = usualAddress(settings.process.directory) } = settings.process;
  const supervised = await superviseKeyring({ ...settings.supervise, process: { ...settings.process, token, address } });
  const connected = connectKeyring({ ...settings.connect, token, address: supervised.address });
  const close = async (): Promise<void> => {
    await connected.close();
    await supervised.stop();
  };
  return { ...connected, close, pid: supervised.pid } as ConnectedKeyring;
}

/**
 * A socket in a directory of mode 0700 beside the store; Windows gets a loopback port. The system allows about 100 characters
 * for a socket's path, so a store that lies deep has its socket among the temporary files, in a directory of its own.
 */
export function usualAddress(directory: string): KeyringAddress {
  if (platform === 'win32') return { kind: 'tcp', host: '127.0.0.1', port: 0 };
  const path = join(directory, 'run', 'keyring.sock');
  if (Buffer.byteLength(path) < 100) return { kind: 'socket', path };
  const short = createHash('sha256').update(directory).digest('hex').slice(0, 16);
  return { kind: 'socket', path: join(tmpdir(), `companionway-${short}`, 'keyring.sock') };
}
