// What the keyring's own program asks the database (src/opening/membership.ts).
export { openMembership } from './opening/membership.ts';
