import type { Transaction } from 'kysely';
import { type Actor, personOf } from './actor.ts';
import { type FactToRecord, writeFacts } from './facts.ts';
import type { House } from './house.ts';
import { newId } from './ids.ts';
import { absent } from './outcome.ts';
import { asHouse, type Scene } from './scene.ts';
import type { Tables } from './tables.ts';

/** What an act or a step works with: one open transaction and the moment it belongs to. */
export interface Inside {
  readonly db: Transaction<Tables>;
  readonly scene: Scene;
  readonly org: string;
  readonly actor: Actor;
  /** The instant of this act: the same for every row it writes. */
  readonly now: Date;
  newId(): string;
  /** The signed-in person; ends as absent for a stranger. */
  person(): string;
  /** Writes a fact with the change; readers (notifications, outcomes…) hear of it after commit. Past tense: `intake.request-received`. */
  record(fact: FactToRecord): void;
  /** Tells live pages after commit (ids only). Lost news loses nothing: pages catch up from rows. */
  announce(topic: string, mark?: string): void;
  /** Runs after commit, for things outside the database that may be repeated without harm. */
  afterCommit(work: () => void | Promise<void>): void;
}

/** An inside with what it gathered: facts to write before commit, and what to do after it. */
export interface InsideAtWork {
  readonly inside: Inside;
  readonly facts: readonly FactToRecord[];
  /** Writes the gathered facts. Call it last, before the transaction commits. */
  writeFacts(): Promise<void>;
  /** Tells the bus and runs what was left for after the commit. Call it once the transaction committed. */
  settle(): Promise<void>;
}

/** Opens an inside over one transaction. */
export function openInside(db: Transaction<Tables>, scene: Scene, now: Date): InsideAtWork {
  const person = personOf(scene.actor);
  const facts: FactToRecord[] = [];
  const news: { topic: string; mark: string }[] = [];
  const after: (() => void | Promise<void>)[] = [];
  return {
    facts,
    inside: {
      db,
      scene,
      org: scene.org,
      actor: scene.actor,
      now,
      newId: () => newId(now),
      person: () => person ?? absent(),
      record: (fact) => void facts.push(fact),
      announce: (topic, mark = '') => void news.push({ topic, mark }),
      afterCommit: (work) => void after.push(work),
    },
    writeFacts: () => writeFacts(db, scene, facts, now),
    async settle() {
      const { bus } = scene.house;
      if (facts.length > 0) bus.publish({ org: scene.org, topic: 'facts', mark: '' });
      for (const { topic, mark } of news) bus.publish({ org: scene.org, topic, mark });
      for (const work of after) await work();
    },
  };
}

/** One transaction of the house itself (a sweep, a reader, a clean-up) in one organisation. `because` names the job. */
export async function insideHouse<T>(house: House, org: string, because: string, work: (inside: Inside) => Promise<T>): Promise<T> {
  const scene = asHouse(house, org, because);
  let atWork: InsideAtWork | undefined;
  const value = await house.db.within({ org }, async (db) => {
    atWork = openInside(db, scene, house.clock.now());
    const result = await work(atWork.inside);
    await atWork.writeFacts();
    return result;
  });
  await atWork?.settle();
  return value;
}
