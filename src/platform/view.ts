import type { Transaction } from 'kysely';
import type { z } from 'zod';
import { type Actor, personOf } from './actor.ts';
import { absent, present } from './outcome.ts';
import type { Scene } from './scene.ts';
import type { Tables } from './tables.ts';

/** What a view looks with: one read-only transaction and the moment. */
export interface Looking {
  readonly db: Transaction<Tables>;
  readonly scene: Scene;
  readonly org: string;
  readonly actor: Actor;
  readonly now: Date;
  /** The signed-in person; ends as absent for a stranger. */
  person(): string;
}

export interface ViewDefinition<S extends z.ZodType, V> {
  readonly name: `${string}.${string}`;
  readonly input: S;
  /** Only views of private words say `member`: every other view runs with no privilege on them at all. */
  readonly wall?: 'member';
  /** Who may. `false` looks the same as "not there". */
  may(looking: Looking, input: z.output<S>): boolean | Promise<boolean>;
  /** One query, usually; gives plain values for a page, never rows with more than it needs. Nothing found: undefined or null. */
  load(looking: Looking, input: z.output<S>): Promise<V | null | undefined>;
}

export interface View<S extends z.ZodType = z.ZodType, V = unknown> {
  (scene: Scene, raw: z.input<S>): Promise<V>;
  readonly definition: ViewDefinition<S, V>;
}

/**
 * The reading twin of `act`: what you may not see does not exist.
 * @throws Absent when the input cannot be read, when `may` says no, or when nothing is found; faults as they are.
 */
export function view<S extends z.ZodType, V>(definition: ViewDefinition<S, V>): View<S, V> {
  const call = async (scene: Scene, raw: z.input<S>): Promise<V> => {
    const read = definition.input.safeParse(raw);
    if (!read.success) return absent();
    const person = personOf(scene.actor);
    return scene.house.db.within(
      { org: scene.org, ...(person && { person }), wall: definition.wall ?? 'app', readOnly: true },
      async (db) => {
        const looking: Looking = {
          db,
          scene,
          org: scene.org,
          actor: scene.actor,
          now: scene.house.clock.now(),
          person: () => person ?? absent(),
        };
        if (!(await definition.may(looking, read.data))) absent();
        return present(await definition.load(looking, read.data));
      },
    );
  };
  return Object.assign(call, { definition });
}
