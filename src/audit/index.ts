// The door of the audit: reading a trail from a database or a file, and checking it against what was signed.
export { trailIn, type TrailInDatabase, withTrailInDatabase } from './in-database.ts';
export { readExport, writeExport } from './export-file.ts';
export { type ChainFound, type TrailFound, verifyTrail } from './verify-trail.ts';
