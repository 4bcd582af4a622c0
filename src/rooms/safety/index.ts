// The door of safety: people kept apart, concerns, help lines.
export { apartFrom, blockPerson, endBlock, keepApart, keptApart } from './apart.ts';
