import { createHash } from 'node:crypto';
import { type Transaction, sql } from 'kysely';
import type { Scene } from './scene.ts';
import type { Tables } from './tables.ts';

/**
 * Takes an idempotency key for this act, or gives back what the first performance answered.
 * A second call waits (on the unique index) for the first one's commit; when the first was rolled back, the second performs.
 */
export async function onceBefore<V>(
  db: Transaction<Tables>,
  scene: Scene,
  act: string,
  once: string,
  now: Date,
): Promise<{ value: V } | undefined> {
  const key = keyOf(scene, act, once);
  const taken = await db
    .insertInto('act_once')
    .values({ org_id: scene.org, key, act, at: now, value: null })
    .onConflict((conflict) => conflict.doNothing())
    .returning('key')
    .executeTakeFirst();
  if (taken !== undefined) return undefined;
  const first = await db.selectFrom('act_once').select('value').where('org_id', '=', scene.org).where('key', '=', key).executeTakeFirst();
  return { value: (first?.value ?? undefined) as V };
}

/** Keeps what the first performance answered, for its repetitions. Values are ids and small codes. */
export async function rememberOnce(db: Transaction<Tables>, scene: Scene, act: string, once: string, value: unknown): Promise<void> {
  if (value === undefined) return;
  await db
    .updateTable('act_once')
    .set({ value: sql<string>`${JSON.stringify(value)}::jsonb` })
    .where('org_id', '=', scene.org)
    .where('key', '=', keyOf(scene, act, once))
    .execute();
}

/** The key is bound to who acts, so that a key seen elsewhere is worth nothing. */
function keyOf(scene: Scene, act: string, once: string): string {
  const who = scene.actor.kind === 'person' ? scene.actor.person : scene.actor.kind === 'stranger' ? (scene.actor.visitor ?? 'stranger') : 'house';
  return createHash('sha256').update(`${who}\n${act}\n${once}`).digest('hex');
}
