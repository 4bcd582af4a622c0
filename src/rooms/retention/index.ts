// The door of retention: how long each kind of thing is kept, what will go, and the nightly sweep.
export { chooseKept } from './choices.ts';
export { type GoingInMonth, keptHere, keptPreview, type KeptPreview, type KeptSeen } from './kept.ts';
export { talkKept } from './talk-kept.ts';
export { type KeptFor, type KeptKind, keptKinds } from './kinds.ts';
export { sweepNight, sweepOlder } from './sweep.ts';
