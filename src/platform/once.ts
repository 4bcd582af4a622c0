import { createHash } from 'node:crypto';
import type { Transaction } from 'kysely';
import { openValue, sealValue } from '../proof/index.ts';
import type { Scene } from './scene.ts';
import type { Tables } from './tables.ts';

/**
 * Takes an idempotency key for this act, or gives back what the first performance answered.
 * A second call waits (on the unique index) for the first one's commit; when the first was rolled back, the second performs.
 */
export async function onceBefore(
  db: Transaction<Tables>,
  scene: Scene,
  act: string,
  once: string,
  now: Date,
): Promise<{ value: unknown } | undefined> {
  const key = keyOf(scene, act, once);
  const taken = await db
    .insertInto('act_once')
    .values({ org_id: scene.org, key, act, at: now, value: null })
    .onConflict((conflict) => conflict.doNothing())
    .returning('key')
    .executeTakeFirst();
  if (taken !== undefined) return undefined;
  const first = await db.selectFrom('act_once').select('value').where('org_id', '=', scene.org).where('key', '=', key).executeTakeFirst();
  if (first?.value == null) return { value: undefined };
  return { value: JSON.parse(openValue(onceKey(scene), placeOf(scene, key), first.value)) };
}

/** Keeps what the first performance answered, for its repetitions: sealed, since it may hold a session that begins. */
export async function rememberOnce(db: Transaction<Tables>, scene: Scene, act: string, once: string, value: unknown): Promise<void> {
  if (value === undefined) return;
  const key = keyOf(scene, act, once);
  await db
    .updateTable('act_once')
    .set({ value: sealValue(onceKey(scene), placeOf(scene, key), JSON.stringify(value)) })
    .where('org_id', '=', scene.org)
    .where('key', '=', key)
    .execute();
}

/** The key is bound to who acts, so that a key seen elsewhere is worth nothing. */
function keyOf(scene: Scene, act: string, once: string): string {
  const who = scene.actor.kind === 'person' ? scene.actor.person : scene.actor.kind === 'stranger' ? (scene.actor.visitor ?? 'stranger') : 'house';
  return createHash('sha256').update(`${who}\n${act}\n${once}`).digest('hex');
}

function onceKey({ house }: Scene): { id: string; bytes: Buffer } {
  return { id: '00000000-0000-7000-8000-00006f6e6365', bytes: house.secret('once') };
}

function placeOf({ org }: Scene, key: string) {
  return { org, table: 'act_once', column: 'value', row: key };
}
