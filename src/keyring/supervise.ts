import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { KeyringUnavailable } from './keyring.ts';
import type { ProcessSettings } from './process-settings.ts';
import type { KeyringAddress } from './transport.ts';

/** How the app keeps its keyring's process. */
export interface SupervisorSettings {
  readonly process: ProcessSettings;
  /** The program to run; by default the source beside this file. A built app names its own. */
  readonly entry?: string;
  /** Another account for the keyring (needs root): its directories must belong to that account. */
  readonly runAs?: { readonly uid: number; readonly gid: number };
  /** Milliseconds after which a process that ends counts as steady, and is started anew at once. Before that each start waits longer, up to 5 s. */
  readonly steadyAfter?: number;
  /** Told what the process wrote about trouble, in lines; by default it goes to standard error. Holds no secret. */
  readonly onTrouble?: (text: string) => void;
  /** Told when the process ended by itself and is being started anew, with how many times in a row. */
  readonly onRestart?: (inARow: number) => void;
}

/** A keyring's process that is kept up. */
export interface Supervised {
  /** Where it listens, or null while it is being started anew. */
  address(): KeyringAddress | null;
  /** For tests and `doctor`: the process's number, or null while there is none. */
  pid(): number | null;
  stop(): Promise<void>;
}

/** Starts the keyring's process and starts it anew whenever it ends. Rejects with its own sentence when the first start is refused. */
export async function superviseKeyring(settings: SupervisorSettings): Promise<Supervised> {
  let [stopped, inARow, begun] = [false, 0, performance.now()];
  let [address, child]: [KeyringAddress | null, ChildProcess | null] = [null, null];
  let again: NodeJS.Timeout | undefined;

  const begin = async (): Promise<void> => {
    begun = performance.now();
    child = startProcess(settings);
    const mine = child;
    mine.once('exit', () => {
      if (child === mine) [child, address] = [null, null];
      if (address === null && !stopped && wasUp) retry();
    });
    address = await firstWord(mine);
  };
  const retry = (): void => {
    inARow = performance.now() - begun > (settings.steadyAfter ?? 30_000) ? 1 : inARow + 1;
    settings.onRestart?.(inARow);
    again = setTimeout(() => void begin().catch(() => undefined), Math.min(50 * 2 ** (inARow - 1), 5000));
  };
  let wasUp = false;
  await begin();
  wasUp = true;
  return {
    address: () => address,
    pid: () => child?.pid ?? null,
    async stop() {
      stopped = true;
      clearTimeout(again);
      if (child !== null) await endProcess(child);
    },
  };
}

function startProcess({ entry, runAs, onTrouble, process: told }: SupervisorSettings): ChildProcess {
  // Only what a process needs to run: no secret of the app stands in its environment, and none of its own does either.
  const { PATH = '', SystemRoot = '', TMPDIR = '' } = process.env;
  const child = fork(entry ?? fileURLToPath(new URL('./main.ts', import.meta.url)), [], {
    env: { PATH, ...(SystemRoot === '' ? {} : { SystemRoot }), ...(TMPDIR === '' ? {} : { TMPDIR }) },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    ...runAs,
  });
  child.stderr?.setEncoding('utf8').on('data', onTrouble ?? ((text: string) => process.stderr.write(text)));
  child.send(told, () => undefined);
  return child;
}

/** The address the process says it listens at. Rejects with its sentence, or when it ends without a word. */
function firstWord(child: ChildProcess): Promise<KeyringAddress> {
  return new Promise((resolve, reject) => {
    child.once('message', (message: { readonly ready?: KeyringAddress; readonly refused?: string }) => {
      if (message.ready !== undefined) resolve(message.ready);
      else reject(new KeyringUnavailable(message.refused ?? 'the keyring did not start'));
    });
    child.once('error', reject);
    child.once('exit', () => reject(new KeyringUnavailable('the keyring ended before it was ready')));
  });
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
  if (child.connected) child.disconnect();
  await ended;
  clearTimeout(late);
}
