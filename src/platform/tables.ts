// Written by `npx node bin/tables.mjs` from the migrated database. Not edited by hand.

/** Every table the app may name, with its columns. */
// biome-ignore lint/complexity/noBannedTypes: no room has a table yet
export type Tables = {};
