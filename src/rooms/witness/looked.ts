import { z } from 'zod';
import { view } from '../../platform/view.ts';
import { type Here, namesOf } from '../people/index.ts';

/** Looks at somebody's record, by the name of the view that shows it. What is not in this list never shows on their page: nothing about concerns is. */
const looks = {
  'desk.request': 'request',
  'desk.application': 'application',
  'desk.supporter': 'supporting',
  'desk.member': 'record',
  'safety.spoken-sheet': 'record',
} as const;

/**
 * What was looked at. `contacts`: two people released contact details, which is shown only once the person was told. `copy`: everything about me was taken
 * away in one file, in a session of mine: whoever did not do that themselves learns that somebody else was in.
 */
export type LookKind = (typeof looks)[keyof typeof looks] | 'contacts' | 'copy';

/** In which role somebody looked: the one that let them. */
export type LookRole = 'coordinator' | 'lead' | 'administrator';

/** One look at my record by somebody else. */
export interface Look {
  readonly id: string;
  readonly at: Date;
  readonly what: LookKind;
  /** Nobody is named who handles a concern, nor for a copy: that was somebody in my own session. */
  readonly by: { readonly name: string | undefined; readonly role: LookRole } | undefined;
}

/** The act by which somebody takes everything about them away (the room of my data, above this one). */
const COPY = 'mydata.take';

const cursor = z.object({ at: z.coerce.date(), id: z.uuid() });

/** Who looked at my record, the latest first. For the person themselves alone; of what I did myself only copies of everything are in it. */
export const looked = view({
  name: 'witness.looked',
  input: z.object({ limit: z.number().int().min(1).max(101).default(26), backwards: z.boolean().default(false), after: cursor.optional() }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { limit, backwards, after }): Promise<readonly Look[]> {
    const me = looking.person();
    const { db, org } = looking;
    const onTrail = db
      .selectFrom('trail')
      .select(['id', 'at', 'act', 'actor_id', 'programme_id'])
      .where('org_id', '=', org).where('subject_id', '=', me).where('subject_kind', '=', 'person')
      .where((e) => e.or([
        e.and([e('outcome', '=', 'seen'), e('act', 'in', Object.keys(looks)), e('actor_id', 'is not', null), e('actor_id', '<>', me)]),
        e.and([e('outcome', '=', 'done'), e('act', '=', COPY), e('actor_id', '=', me)]),
      ]));
    const released = db
      .selectFrom('contact_release')
      .select((e) => ['id', 'opened_at as at', e.val('contacts').as('act'), e.cast<string | null>(e.val(null), 'uuid').as('actor_id'), e.cast<string | null>(e.val(null), 'uuid').as('programme_id')])
      .where('org_id', '=', org).where('person_id', '=', me).where('opened_at', 'is not', null).where('told_at', 'is not', null).where('told_at', '<=', looking.now);
    const [order, beyond] = backwards ? (['asc', '>'] as const) : (['desc', '<'] as const);
    const all = db.selectFrom(onTrail.unionAll(released as unknown as typeof onTrail).as('look')).selectAll();
    const rows = await (after === undefined ? all : all.where((e) => e(e.refTuple('at', 'id'), beyond, e.tuple(after.at, after.id))))
      .orderBy('at', order).orderBy('id', order).limit(limit).execute();
    const readers = rows.flatMap(({ actor_id }) => (actor_id === null || actor_id === me ? [] : [actor_id]));
    const [names, roles] = [await namesOf(looking, readers), await rolesOf(looking, readers)];
    return rows.map(({ id, at, act, actor_id, programme_id }) => ({
      id, at, what: Object.hasOwn(looks, act) ? looks[act as keyof typeof looks] : act === COPY ? 'copy' : 'contacts',
      by: actor_id === null || actor_id === me ? undefined : { name: names.get(actor_id), role: roleAt(roles.get(actor_id) ?? [], at, programme_id) },
    }));
  },
});

interface Held {
  readonly role: string;
  readonly programme_id: string | null;
  readonly given_at: Date;
  readonly ended_at: Date | null;
}

/** Roles that let somebody see a record, the nearest to the person first. */
const ranked = ['coordinator', 'lead', 'administrator'] as const;

async function rolesOf({ db, org }: Here, people: readonly string[]): Promise<ReadonlyMap<string, readonly Held[]>> {
  if (people.length === 0) return new Map();
  const rows = await db.selectFrom('role_held').select(['person_id', 'role', 'programme_id', 'given_at', 'ended_at']).where('org_id', '=', org).where('person_id', 'in', [...new Set(people)]).where('role', 'in', ranked).execute();
  return Map.groupBy(rows, ({ person_id }) => person_id);
}

function roleAt(held: readonly Held[], at: Date, programme: string | null): LookRole {
  const then = held.filter((one) => one.given_at <= at && (one.ended_at === null || one.ended_at > at) && (one.programme_id === null || one.programme_id === programme));
  return ranked.find((role) => then.some((one) => one.role === role)) ?? 'coordinator';
}
