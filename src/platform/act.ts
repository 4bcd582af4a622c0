import type { Transaction } from 'kysely';
import { z } from 'zod';
import { type Actor, personOf } from './actor.ts';
import { ConstraintBroken } from './database.ts';
import { type Inside, type InsideAtWork, openInside } from './inside.ts';
import { onceBefore, rememberOnce } from './once.ts';
import { Absent, absent, type Done, type Mistake, type Outcome, type Refused } from './outcome.ts';
import { readable } from './readable.ts';
import type { Scene } from './scene.ts';
import type { Tables } from './tables.ts';
import { writeTrail, type Subject } from './trail.ts';

export type { Inside } from './inside.ts';

/** What `may` is asked with. */
interface Asking {
  readonly actor: Actor;
  readonly db: Transaction<Tables>;
  readonly now: Date;
  readonly org: string;
}

/** How a perform may end. */
type End = Done<unknown> | Refused<string>;
type ValueIn<R> = R extends Done<infer V> ? V : never;
type CodeIn<R> = R extends Refused<infer C> ? C : never;

/** What makes an act. `R` is how its perform ends, `G` the refusals that only a constraint of the database can find. */
export interface ActDefinition<S extends z.ZodType = z.ZodType, R extends End = End, G extends string = string> {
  /** `room.verb-object`, as the trail shows it. */
  readonly name: `${string}.${string}`;
  /** What comes in. A message in the schema is a message key. */
  readonly input: S;
  /** Only acts that write private words say `member`: everything else has no privilege on them at all. */
  readonly wall?: 'member';
  /** Who may. Saying nothing does not compile. `false` looks the same as "not there". */
  may(asking: Asking, input: z.output<S>): boolean | Promise<boolean>;
  /** In order: look up, refuse, write, record. */
  perform(inside: Inside, input: z.output<S>): Promise<R>;
  /** Leaves no line on the trail. Only for acts that note how far somebody read: the trail must not tell when people read (P12, I9). */
  readonly quiet?: true;
  /** The certain guard: names of database constraints, and the refusal each one means. */
  readonly guards?: Readonly<Record<string, G>>;
  /** The thing the trail names, when it is not the first fact's subject. */
  subject?(input: z.output<S>): Subject;
}

/** How an act is called, beside what comes in. */
interface ActCall {
  /** An idempotency key: the same key by the same actor performs once, and every repetition gets the first answer. */
  readonly once?: string;
}

/** An act can be called; it also carries what the web and the guards need to know of it. */
export interface Act<S extends z.ZodType = z.ZodType, V = unknown, C extends string = string> {
  (scene: Scene, raw: unknown, call?: ActCall): Promise<Outcome<V, C>>;
  readonly definition: ActDefinition<S>;
  /** Never there: carries the types of the value and of the refusals. */
  readonly ends?: { readonly value: V; readonly code: C };
}

/** What an act gives when it is done. */
export type ValueOf<A> = A extends { ends?: { readonly value: infer V } } ? V : never;
/** The refusals an act may end with, those that only a constraint finds among them. */
export type CodeOf<A> = A extends { ends?: { readonly code: infer C extends string } } ? C : never;

/**
 * Makes one thing that somebody does: parses, opens one transaction, asks who may, performs, writes facts and the trail, commits.
 * A refusal or a fault rolls everything back; a refusal, and a "may not", are then put on the trail by themselves.
 * Acts never call acts: they call steps of lower rooms, so there is always exactly one transaction.
 * @throws faults only. Expected ends are outcomes.
 */
export function act<S extends z.ZodType, R extends End, const G extends string = never>(definition: ActDefinition<S, R, G>): Act<S, ValueIn<R>, CodeIn<R> | G> {
  type Ended = Outcome<ValueIn<R>, CodeIn<R> | G>;
  const call = async (scene: Scene, raw: unknown, options: ActCall = {}): Promise<Ended> => {
    const read = definition.input.safeParse(readable(raw));
    if (!read.success) return { kind: 'mistaken', mistakes: mistakesOf(read.error) };
    try {
      return (await perform(definition, scene, read.data, options)) as Ended;
    } catch (fault) {
      const end = expected(definition, fault);
      if (end === undefined) throw fault;
      await recordNo(definition, scene, read.data, end.kind === 'refused' ? end.code : 'absent');
      return end as Ended;
    }
  };
  return Object.assign(call, { definition: definition as unknown as ActDefinition<S> });
}

/** Carries a refusal out of the transaction, so that it rolls back. */
class RolledBack extends Error {
  readonly refusal: Refused<string>;
  constructor(refusal: Refused<string>) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

async function perform<S extends z.ZodType, R extends End, G extends string>(
  definition: ActDefinition<S, R, G>,
  scene: Scene,
  input: z.output<S>,
  { once }: ActCall,
): Promise<End> {
  const person = personOf(scene.actor);
  const now = scene.house.clock.now();
  let atWork: InsideAtWork | undefined;
  // A page that acts while it gathers must not hold one connection while it waits for another.
  scene.reading?.rest();
  const outcome = await scene.house.db.within(
    { org: scene.org, ...(person && { person }), wall: definition.wall ?? 'app' },
    async (db): Promise<End> => {
      if (!(await definition.may({ actor: scene.actor, db, now, org: scene.org }, input))) absent();
      const before = once === undefined ? undefined : await onceBefore(db, scene, definition.name, once, now);
      if (before !== undefined) return { kind: 'done', value: before.value };

      atWork = openInside(db, scene, now);
      const end = await definition.perform(atWork.inside, input);
      if (end.kind === 'refused') throw new RolledBack(end);
      await atWork.writeFacts();
      const first = atWork.facts[0];
      if (definition.quiet !== true) {
        await writeTrail(db, scene, {
          act: definition.name,
          outcome: end.noted ?? 'done',
          subject: definition.subject?.(input) ?? first?.subject,
          programme: first?.programme,
          at: now,
        });
      }
      if (once !== undefined) await rememberOnce(db, scene, definition.name, once, end.value);
      return { kind: 'done', value: end.value };
    },
  );
  await atWork?.settle();
  return outcome;
}

function expected<S extends z.ZodType, R extends End, G extends string>(
  definition: ActDefinition<S, R, G>,
  fault: unknown,
): Refused<string> | { kind: 'absent' } | undefined {
  if (fault instanceof RolledBack) return fault.refusal;
  if (fault instanceof Absent) return { kind: 'absent' };
  if (fault instanceof ConstraintBroken) {
    const code = definition.guards?.[fault.constraint];
    if (code !== undefined) return { kind: 'refused', code };
  }
  return undefined;
}

/** A "no" is on the trail too (I8). It has no transaction of the act any more, so it takes one of its own. */
async function recordNo<S extends z.ZodType, R extends End, G extends string>(
  definition: ActDefinition<S, R, G>,
  scene: Scene,
  input: z.output<S>,
  outcome: string,
): Promise<void> {
  const person = personOf(scene.actor);
  await scene.house.db.within({ org: scene.org, ...(person && { person }) }, (db) =>
    writeTrail(db, scene, { act: definition.name, outcome, subject: definition.subject?.(input), at: scene.house.clock.now() }),
  );
}

/** Zod's issues as mistakes. A message that is a key (`room.words`) is kept as key; others are left to the form's general sentences. */
function mistakesOf(error: z.ZodError): Mistake[] {
  return error.issues.map((issue) => {
    const about: Record<string, string | number> = {};
    if ('minimum' in issue) about.minimum = Number(issue.minimum);
    if ('maximum' in issue) about.maximum = Number(issue.maximum);
    const origin = 'origin' in issue ? `.${issue.origin}` : '';
    const format = 'format' in issue ? `.${issue.format}` : '';
    return {
      path: issue.path.join('.'),
      code: `${issue.code}${origin}${format}`,
      message: /^[a-z-]+(\.[a-z0-9-]+)+$/.test(issue.message) ? issue.message : '',
      about,
    };
  });
}
