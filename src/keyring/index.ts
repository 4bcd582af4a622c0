// The door of the keyring: where keys are kept, who may have them, and how they are destroyed.
export { type Caps, usualCaps } from './caps.ts';
export { connectKeyring, type ConnectedKeyring, type ConnectSettings } from './client.ts';
export { type CustodySettings, openCustody } from './custody-open.ts';
export { type CustodyKind, CustodyRefused, type CustodyWarning, custodyWarnings } from './custody.ts';
export { StoreDamaged } from './frames.ts';
export { type Answer, type ErasureAnswer, type KeyAsk, type Keyring, type KeyringHealth, type KeyringRefusal, KeyringUnavailable } from './keyring.ts';
export { StoreInUse } from './lock.ts';
export type { Asked, Erasure, Leave, Looked, MembershipCheck } from './membership.ts';
export { type InProcess, openKeyring, type OwnProcess, usualAddress } from './open.ts';
export type { KeyringSettings } from './open-here.ts';
export { keyIdOf, KeyringMisused, type KeyPlace, valueKey, wordsKey } from './place.ts';
export { KEPT_FOR, type OwnBackup, ownBackupsIn, type OwnBackupSettings } from './own-backups.ts';
export type { ProcessSettings } from './process-settings.ts';
export { isSealedToShares, makeRecoveryShares, openWithShares, recoveryKeyIn } from './recovery.ts';
export type { Refusal, RefusalLog } from './refusals.ts';
export { setName, ShareRefused } from './shares.ts';
export { keyFromEphemeral, keyTowards, newKeyPair } from './towards-key.ts';
export type { KeyringAddress, KeyringToken } from './transport.ts';
