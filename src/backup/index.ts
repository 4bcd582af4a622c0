// The door of backup: content and keyring, taken apart and put back.
export { BackupRefused } from './refusal.ts';
export { eraseAgain } from './erase-again.ts';
export { beginAnew } from './begin-anew.ts';
export { refuseIfThere } from './archive.ts';
export { takeBase } from './continuous/base-copy.ts';
export { checkArchive } from './continuous/check.ts';
export { keepArchive, refuseForeignArchive } from './continuous/keep.ts';
export { houseHalfIn, isItsArchive, looksSealed, prepareArchive } from './continuous/keys.ts';
export { basesIn, placesIn, segmentsIn, unbroken, writtenAt } from './continuous/places.ts';
export { chooseInstant, type Chosen, restoreTo, said } from './continuous/restore-to.ts';
export { shipWaiting, waitingIn } from './continuous/ship.ts';
export { keyringPlaces, ledgerIn, needsShares, proveKeyring, proveOwnBackup, putBackKeyring, refuseKeyringThere, takeKeyring } from './keyring-files.ts';
export { lastTaken, noteTaken } from './last-taken.ts';
export { moveContent, refuseInUse } from './move-content.ts';
export { proveContent, putBackContent } from './put-back-content.ts';
export { hasCluster, reachOwner } from './reach-owner.ts';
export { SHORTEST_PASSPHRASE } from './sealed-stream.ts';
export { takeContent } from './take-content.ts';
