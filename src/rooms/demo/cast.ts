import { sql } from 'kysely';
import type { Inside } from '../../platform/inside.ts';
import type { Here } from '../people/index.ts';
import { cast, type CastId } from './rules.ts';

/** A step for the seed: remembers who plays whom. */
export async function keepCast(inside: Inside, people: ReadonlyMap<CastId, string>): Promise<void> {
  const kept = JSON.stringify({ cast: Object.fromEntries(people) });
  await inside.db.updateTable('organisation').set({ settings: sql`settings || ${kept}::jsonb` }).where('org_id', '=', inside.org).execute();
}

/** Who plays whom: ids of people, in the order of the cast. */
export async function castOf(here: Pick<Here, 'db' | 'org'>): Promise<ReadonlyMap<CastId, string>> {
  const row = await here.db.selectFrom('organisation').select('settings').where('org_id', '=', here.org).executeTakeFirst();
  const kept = (row?.settings as { cast?: Partial<Record<CastId, string>> } | null)?.cast ?? {};
  return new Map(cast.flatMap((id) => (kept[id] === undefined ? [] : [[id, kept[id]] as const])));
}
