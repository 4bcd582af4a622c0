import type { Transaction } from 'kysely';
import { personOf } from './actor.ts';
import { newId } from './ids.ts';
import type { Scene } from './scene.ts';
import type { Tables } from './tables.ts';

/** The thing an act was about. */
export interface Subject {
  readonly kind: string;
  readonly id: string;
}

/** One line of the trail: who did what to which thing, and how it ended. Ids only. */
export interface TrailEntry {
  readonly act: string;
  /** `done`, `absent`, or the refusal's code; `seen` for a look at somebody's record. */
  readonly outcome: string;
  readonly subject?: Subject | undefined;
  readonly programme?: string | null | undefined;
  readonly at: Date;
}

/** Adds one entry to the trail (I8), in the caller's transaction. Ids only: no words, no names. */
export async function writeTrail(db: Transaction<Tables>, scene: Scene, entry: TrailEntry): Promise<void> {
  await db
    .insertInto('trail')
    .values({
      org_id: scene.org,
      id: newId(entry.at),
      at: entry.at,
      actor_id: personOf(scene.actor) ?? null,
      actor_kind: scene.actor.kind,
      act: entry.act,
      outcome: entry.outcome,
      subject_kind: entry.subject?.kind ?? null,
      subject_id: entry.subject?.id ?? null,
      programme_id: entry.programme ?? null,
      request_id: scene.requestId,
    })
    .execute();
}
