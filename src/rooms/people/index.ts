// The door of people: who somebody is, how they come in, how they are reached.
export { askForLink, askForNewLink, safeReturn } from './ask-for-link.ts';
export { makeSignInLink } from './make-sign-in-link.ts';
export { useCode, useLink } from './use-link.ts';
export { actorOf, type KnownAtTheDoor, leaveSession, stillHere } from './doorkeeper.ts';
export { beginSession, endSessions, type SessionBegun } from './sessions.ts';
export {
  addContact, addPerson, canBeContact, type Contact, type ContactGiven, contactOf, contactSeen, findPersonByEmail, join, kindsOfContact, type PersonGiven, pronounsOf, readsNow, removeContact, rename, tongueOf, onlySpokenTo,
} from './persons.ts';
export { type Here, namesOf, openAll, openFor, sealFor, type SealedWords } from './private-words.ts';
export { lookupOf, looksLikeEmail, normalEmail, normalPhone, phoneInWords } from './address-forms.ts';
export { hashOf, newToken } from './secrets.ts';
export { beginOneTimeCodes, giveSecondStep, type OneTimeSetUp, oneTimeSetUp, removeOneTimeCodes } from './one-time-codes.ts';
export { makeRecoveryCodes, useRecoveryCode } from './recovery-codes.ts';
export { addPasskey, namePasskey, optionsToAddPasskey, optionsToUsePasskey, removePasskey, usePasskey } from './passkeys.ts';
export { removePassword, setPassword, usePassword } from './passwords.ts';
export { type HistoryWait, historyWait, type MayChange, mayChangeWaysIn, type WaysIn, waysIn } from './ways-in.ts';
export type { Device } from './device.ts';
export { endAllDevices, endDevice, endOtherDevices, myDevices, type SignedInDevice } from './devices.ts';
export { sayNotMe } from './not-me.ts';
export { changeMe, me, type Me } from './me.ts';
export { addMyEmail, addMyPhone, confirmMyEmail, makeMain, removeMyContact } from './my-contacts.ts';
export { mergeInto, unprovedTwins } from './same-person.ts';
export { signOut } from './sign-out.ts';
export { maySignOthersOut, type MySessions, mySessions, signEverybodyOut, signingOthersOut, signMemberOut, signSomebodyOut } from './sign-out-others.ts';
export { sweepDoor } from './sweep.ts';
export { LINK_MINUTES, passkeysWorkAt } from './rules.ts';
export { beginOwnAccount, finishOwnAccount, organisationAccount, useOwnAccount } from './own-account.ts';
export { confirmMeeting, meetingWith, noteMeeting } from './met-in-person.ts';
