// The door of the witness: what was done is sealed, anchored and told, so that nobody can change it unnoticed.
export { sealTrail } from './seal-trail.ts';
export { anchorHours } from './anchor-hours.ts';
export { anchoredTags, type AnchoredTags } from './anchored-tags.ts';
export { type Look, looked, type LookKind, type LookRole } from './looked.ts';
