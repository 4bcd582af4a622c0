import { type Caps, usualCaps } from './caps.ts';
import { fileCustody } from './custody.ts';
import { privateDirectory } from './files.ts';
import type { Keyring } from './keyring.ts';
import { keyringHere } from './keyring-here.ts';
import type { MembershipCheck } from './membership.ts';
import { refusalFile, type RefusalLog } from './refusals.ts';
import { KeyStore } from './store.ts';

/** Where a keyring lies and what it is handed. */
export interface KeyringSettings {
  /** Holds `store/` (wraps), `refusals.log`, and `kek/` unless another place is named. */
  readonly directory: string;
  /** Where the key-encryption keys lie: never inside a place the content backup copies. */
  readonly kekDirectory?: string;
  readonly membership: MembershipCheck;
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number;
  readonly caps?: Partial<Caps>;
  readonly log?: RefusalLog;
  readonly onDestroyed?: (ids: readonly string[]) => void;
}

/**
 * Opens the keyring inside this process: for tests, for the command line, and within the keyring's own process.
 * Throws StoreInUse, StoreDamaged or CustodyRefused, each with a sentence for the person who runs the server.
 */
export async function openKeyringHere(settings: KeyringSettings): Promise<Keyring> {
  const { directory, membership, now, caps, log, onDestroyed } = settings;
  await privateDirectory(directory);
  const custody = await fileCustody(settings.kekDirectory ?? `${directory}/kek`);
  const store = await KeyStore.open({ directory: `${directory}/store`, custody, now });
  return keyringHere({
    store, membership, now,
    caps: { ...usualCaps, ...caps },
    log: log ?? refusalFile(`${directory}/refusals.log`),
    ...(onDestroyed === undefined ? {} : { onDestroyed }),
  });
}
