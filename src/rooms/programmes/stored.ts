import { type RawBuilder, sql } from 'kysely';
import type { Json } from '../../platform/tables.ts';

/** A value as it goes into a `jsonb` column. Written as text, because the driver would make a Postgres array of a list. */
export function asJson(value: unknown): RawBuilder<Json> {
  return sql<Json>`${JSON.stringify(value)}::jsonb`;
}

/** What a `jsonb` column holds that only this room writes: its shape was checked when it was written. */
export function fromJson<T>(stored: Json): T {
  return stored as unknown as T;
}
