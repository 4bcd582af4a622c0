// The door of disclosures: somebody who is worried raises a concern, and shows chosen messages with it.
export { type AboutGiven, type AboutKind, aboutKinds } from './about.ts';
export { raiseConcern } from './raise-concern.ts';
export { type Raising, raising } from './raising.ts';
