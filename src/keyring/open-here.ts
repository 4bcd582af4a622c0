import { type Caps, usualCaps } from './caps.ts';
import { type CustodySettings, openCustody } from './custody-open.ts';
import { privateDirectory } from './files.ts';
import type { Keyring } from './keyring.ts';
import { keyringHere } from './keyring-here.ts';
import type { MembershipCheck } from './membership.ts';
import { backUpKeys, ownBackupsIn, type OwnBackupSettings } from './own-backups.ts';
import { refusalFile, type RefusalLog } from './refusals.ts';
import { KeyStore } from './store.ts';

/** Where a keyring lies and what it is handed. */
export interface KeyringSettings {
  /** Holds `store/` (wraps), `refusals.log`, and `kek/` unless another place is named. */
  readonly directory: string;
  /** Where the key-encryption keys lie: never inside a place the content backup copies. */
  readonly kekDirectory?: string;
  /** How the key-encryption keys are kept; in plain files unless said otherwise. */
  readonly custody?: CustodySettings;
  /** Where the keyring backs itself up, encrypted to the paper shares: each hour and after each rotation. */
  readonly backups?: OwnBackupSettings;
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
  const { directory, membership, now, caps, log, onDestroyed, backups } = settings;
  await privateDirectory(directory);
  const custody = await openCustody(settings.kekDirectory ?? `${directory}/kek`, settings.custody);
  const store = await KeyStore.open({ directory: `${directory}/store`, custody, now });
  return keyringHere({
    store, membership, now,
    caps: { ...usualCaps, ...caps },
    log: log ?? refusalFile(`${directory}/refusals.log`),
    ...(onDestroyed === undefined ? {} : { onDestroyed }),
    ...(backups === undefined ? {} : { backUp: { last: (await ownBackupsIn(backups.directory))[0]?.at ?? 0, write: () => backUpKeys(store, directory, backups, now()) } }),
  });
}
