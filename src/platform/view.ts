import type { Transaction } from 'kysely';
import type { z } from 'zod';
import { type Actor, personOf } from './actor.ts';
import { absent, present } from './outcome.ts';
import { readable } from './readable.ts';
import type { Scene } from './scene.ts';
import type { Tables } from './tables.ts';
import { writeTrail } from './trail.ts';

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

/** What makes a view. */
export interface ViewDefinition<S extends z.ZodType, V> {
  readonly name: `${string}.${string}`;
  readonly input: S;
  /** Only views of private words say `member`: every other view runs with no privilege on them at all. */
  readonly wall?: 'member';
  /** Who may. `false` looks the same as "not there". */
  may(looking: Looking, input: z.output<S>): boolean | Promise<boolean>;
  /** One query, usually; gives plain values for a page, never rows with more than it needs. Nothing found: undefined or null. */
  load(looking: Looking, input: z.output<S>): Promise<V | null | undefined>;
  /**
   * Whose record this shows, when it is somebody's: a look by anybody else leaves a line on the trail before anything is shown, and that person can see that
   * it happened.
   */
  record?(value: V): RecordSeen;
}

/** Whose record was shown, and in which programme. */
interface RecordSeen {
  readonly person: string;
  readonly programme: string;
}

/** A view can be called; it also carries what the guards need to know of it. @throws Absent. */
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
    const read = definition.input.safeParse(readable(raw));
    if (!read.success) return absent();
    const person = personOf(scene.actor);
    const look = async (db: Transaction<Tables>) => {
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
    };
    const wall = definition.wall ?? 'app';
    const together = scene.reading?.isFor({ org: scene.org, person }) === true ? scene.reading : undefined;
    const value = await (together?.look(wall, look) ?? scene.house.db.within({ org: scene.org, ...(person && { person }), wall, readOnly: true }, look));
    const seen = definition.record?.(value);
    if (seen !== undefined && seen.person !== person) await leaveTrace(scene, definition.name, seen);
    return value;
  };
  return Object.assign(call, { definition });
}

/** In a transaction of its own, since looking writes nothing; when it cannot be written, nothing is shown. */
function leaveTrace(scene: Scene, act: string, { person, programme }: RecordSeen): Promise<void> {
  const reader = personOf(scene.actor);
  // A page never holds one connection while it waits for another.
  scene.reading?.rest();
  return scene.house.db.within({ org: scene.org, ...(reader && { person: reader }) }, (db) =>
    writeTrail(db, scene, { act, outcome: 'seen', subject: { kind: 'person', id: person }, programme, at: scene.house.clock.now() }),
  );
}
