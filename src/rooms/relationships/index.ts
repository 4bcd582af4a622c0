// The door of relationships: two people who walk together, from two yeses to a good ending.
export { beginRelationship } from './begin.ts';
export { askForAnotherFit, askForSomebodyAgain, endNow, endRelationship, logContact, markAgreed, pauseRelationship, resumeRelationship, setSeason } from './change.ts';
export { contactLog, type ContactLogged } from './contact-log.ts';
export {
  type AfterEnding, loadOf, myRelationships, otherOf, ownRelationship, type Relationship, relationship, relationshipHere, relationshipOf, type RelationshipSeen,
} from './relationships.ts';
export { restsOver, sweepRests } from './rests-over.ts';
export { type Ending, type RelationshipState, restUntil, stateOf } from './rules.ts';
