// The door of leaving: somebody goes for good; what was theirs becomes unreadable.
export { leave, leaving, type Leaving } from './leave.ts';
export { eraseThoseWhoLeft } from './erase.ts';
