// The door of backup: content and keyring, taken apart and put back.
export { type BackupRefusalCode, backupRefusalKey, BackupRefused } from './refusal.ts';
export { eraseAgain } from './erase-again.ts';
export { refuseIfThere } from './archive.ts';
export { keyringPlaces, ledgerIn, needsShares, proveKeyring, proveOwnBackup, putBackKeyring, refuseKeyringThere, takeKeyring } from './keyring-files.ts';
export { lastTaken, noteTaken, type TakenLast } from './last-taken.ts';
export { type Move, moveContent } from './move-content.ts';
export { proveContent, putBackContent } from './put-back-content.ts';
export { hasCluster, reachOwner, type Reached } from './reach-owner.ts';
export { SHORTEST_PASSPHRASE } from './sealed-stream.ts';
export { type Taken, takeContent } from './take-content.ts';
