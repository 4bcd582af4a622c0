// The door of sight: who can see what, the one table and how it is asked.
export { everybody, sees, type Sees, seesByRole, type Somebody, type Thing, things, twoSee, whoSees } from './who-sees.ts';
