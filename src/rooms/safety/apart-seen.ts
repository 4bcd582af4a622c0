import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { absent, done } from '../../platform/outcome.ts';
import { view } from '../../platform/view.ts';
import { namesOf } from '../people/index.ts';
import { isStaff } from '../programmes/index.ts';
import { sees } from '../sight/index.ts';
import { programmesAround } from './around.ts';

/** What somebody sees before they block a person, and after. */
export interface ApartSeen {
  readonly person: string;
  readonly name: string | undefined;
  /** Whether the reader blocked them. */
  readonly blocked: boolean;
  /** Whether the two share a conversation: then the reader may block them, whatever else they do here. */
  readonly mayBlock: boolean;
  /** For staff: whom the programme keeps from this person. Blocks are their owners' own and are not here. */
  readonly kept: readonly { readonly other: string; readonly name: string | undefined; readonly since: Date }[];
  readonly staff: readonly string[];
}

/**
 * Somebody else, as whoever may want to be apart from them sees them: people who share a conversation with them, people who blocked them, and
 * staff of a programme that the person has to do with. Absent for everybody else, so that nobody learns a name by trying ids.
 */
export const apartFromPerson = view({
  name: 'safety.apart-from-person',
  input: z.object({ person: z.uuid() }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { person }): Promise<ApartSeen> {
    const { db, org } = looking;
    const mine = looking.person();
    const around = isStaff(looking.actor) ? await programmesAround(looking, person) : new Set<string>();
    const mineToRun = [...around].filter((programme) => isStaff(looking.actor, programme));
    const staff = mineToRun.length > 0;
    const block = !sees('block', 'you') ? undefined : await db
      .selectFrom('kept_apart').select('id').where('org_id', '=', org).where('one_person', '=', mine).where('other_person', '=', person)
      .where('set_by', '=', mine).where('kind', '=', 'block').where('ended_at', 'is', null).executeTakeFirst();
    const shared = await db
      .selectFrom('conversation_member as own')
      .innerJoin('conversation_member as theirs', (join) => join.onRef('theirs.org_id', '=', 'own.org_id').onRef('theirs.conversation_id', '=', 'own.conversation_id'))
      .select('own.conversation_id').where('own.org_id', '=', org).where('own.person_id', '=', mine).where('theirs.person_id', '=', person).executeTakeFirst();
    if (mine === person || (block === undefined && shared === undefined && !staff)) return absent();
    const known = await db.selectFrom('person').select('id').where('org_id', '=', org).where('id', '=', person).executeTakeFirst();
    if (known === undefined) return absent();
    const kept = staff ? await keptBy(looking, person) : [];
    const names = await namesOf(looking, [person, ...kept.map(({ other }) => other)]);
    return {
      person, name: names.get(person), blocked: block !== undefined, mayBlock: shared !== undefined, kept: kept.map((one) => ({ ...one, name: names.get(one.other) })),
      staff: mineToRun,
    };
  },
});

async function keptBy({ db, org }: { db: Parameters<typeof namesOf>[0]['db']; org: string }, person: string) {
  const rows = await db
    .selectFrom('kept_apart').select(['one_person', 'other_person', 'set_at']).where('org_id', '=', org).where('kind', '=', 'do-not-match').where('ended_at', 'is', null)
    .where((e) => e.or([e('one_person', '=', person), e('other_person', '=', person)])).orderBy('set_at').execute();
  return rows.map((row) => ({ other: row.one_person === person ? row.other_person : row.one_person, since: row.set_at }));
}

/** Staff take back what the programme itself set; a block stays its owner's own. */
export const endKeptApart = act({
  name: 'safety.end-kept-apart',
  input: z.object({ programme: z.uuid(), one: z.uuid(), other: z.uuid() }),
  may: ({ actor }, { programme }) => isStaff(actor, programme),
  subject: ({ one }) => ({ kind: 'person', id: one }),
  async perform(inside, { programme, one, other }) {
    for (const person of [one, other]) if (!(await programmesAround(inside, person)).has(programme)) return absent();
    await inside.db
      .updateTable('kept_apart')
      .set({ ended_at: inside.now })
      .where('org_id', '=', inside.org)
      .where('kind', '=', 'do-not-match')
      .where('ended_at', 'is', null)
      .where((e) => e.or([e.and([e('one_person', '=', one), e('other_person', '=', other)]), e.and([e('one_person', '=', other), e('other_person', '=', one)])]))
      .execute();
    inside.record({ name: 'safety.kept-apart-ended', subject: { kind: 'person', id: one }, programme });
    return done();
  },
});
