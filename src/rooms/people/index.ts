// The door of people: who somebody is, how they come in, how they are reached.
export { askForLink, safeReturn } from './ask-for-link.ts';
export { useCode, useLink } from './use-link.ts';
export { actorOf, type KnownAtTheDoor, leaveSession, sessionStillLives } from './doorkeeper.ts';
export { beginSession, endSessions, holdsStaffRole, type SessionBegun } from './sessions.ts';
export {
  addContact, addPerson, type Contact, type ContactGiven, contactOf, findPersonByEmail, join, type PersonGiven, pronounsOf, removeContact, rename, tongueOf,
} from './persons.ts';
export { type Here, namesOf, openAll, openFor, sealFor, type SealedWords } from './private-words.ts';
export { lookupOf, looksLikeEmail, normalEmail, normalPhone, phoneInWords } from './address-forms.ts';
export { codeTyped, hashOf, newCode, newToken, sameHash } from './secrets.ts';
export { beginOneTimeCodes, giveSecondStep, type OneTimeSetUp, oneTimeSetUp } from './one-time-codes.ts';
export { mergeInto, unprovedTwins } from './same-person.ts';
export { signOut } from './sign-out.ts';
export { LINK_MINUTES, STAFF_ROLES } from './rules.ts';
