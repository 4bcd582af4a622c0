import { type Transaction, sql } from 'kysely';
import { personOf } from './actor.ts';
import { newId } from './ids.ts';
import type { Scene } from './scene.ts';
import type { Tables } from './tables.ts';
import type { Subject } from './trail.ts';

/** Something that happened, in the past tense, with ids only. Written with the change, read by higher rooms after commit. */
export interface FactToRecord {
  /** `room.what-happened`, for example `intake.request-received`. */
  readonly name: `${string}.${string}`;
  readonly subject: Subject;
  readonly programme?: string | null;
  /** Further ids or small codes a reader needs; never anybody's words, names or contact details. */
  readonly about?: Readonly<Record<string, string | number | boolean | null>>;
}

/** A fact as a reader gets it. */
export interface Fact {
  readonly id: string;
  readonly org: string;
  readonly name: string;
  readonly subject: Subject;
  readonly programme: string | null;
  readonly by: string | null;
  readonly about: Readonly<Record<string, string | number | boolean | null>>;
  readonly at: Date;
}

/** Writes facts in the caller's transaction, in the order given. */
export async function writeFacts(db: Transaction<Tables>, scene: Scene, facts: readonly FactToRecord[], now: Date): Promise<void> {
  if (facts.length === 0) return;
  await db
    .insertInto('fact')
    .values(
      facts.map((fact) => ({
        org_id: scene.org,
        id: newId(now),
        name: fact.name,
        subject_kind: fact.subject.kind,
        subject_id: fact.subject.id,
        programme_id: fact.programme ?? null,
        by_person_id: personOf(scene.actor) ?? null,
        about: sql<string>`${JSON.stringify(fact.about ?? {})}::jsonb`,
        at: now,
      })),
    )
    .execute();
}
