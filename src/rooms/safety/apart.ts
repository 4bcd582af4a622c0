import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { absent, done, refused } from '../../platform/outcome.ts';
import type { Here } from '../people/index.ts';
import { isStaff } from '../programmes/index.ts';
import { programmesAround } from './around.ts';

/** Whether two people must not meet here: one blocked the other, or the programme keeps them apart (I5). */
export async function keptApart(here: Here, one: string, other: string): Promise<boolean> {
  return (await apartFrom(here, one)).has(other);
}

/** Everybody whom one person must not meet. */
export async function apartFrom(here: Here, person: string): Promise<ReadonlySet<string>> {
  const rows = await here.db
    .selectFrom('kept_apart')
    .select(['one_person', 'other_person'])
    .where('org_id', '=', here.org)
    .where('ended_at', 'is', null)
    .where((e) => e.or([e('one_person', '=', person), e('other_person', '=', person)]))
    .execute();
  return new Set(rows.map((row) => (row.one_person === person ? row.other_person : row.one_person)));
}

/** Somebody does not want to meet or hear from another person here. The other is never told. */
export const blockPerson = act({
  name: 'safety.block-person',
  input: z.object({ person: z.uuid() }),
  may: ({ actor }) => actor.kind === 'person',
  guards: { one_bar_per_pair_and_setter: 'already-apart' },
  subject: ({ person }) => ({ kind: 'person', id: person }),
  async perform(inside, { person: other }) {
    const mine = inside.person();
    if (mine === other) return refused('yourself');
    const known = await inside.db.selectFrom('person').select('id').where('org_id', '=', inside.org).where('id', '=', other).executeTakeFirst();
    if (known === undefined) return absent();
    await inside.db
      .insertInto('kept_apart')
      .values({ org_id: inside.org, id: inside.newId(), one_person: mine, other_person: other, kind: 'block', set_by: mine, set_at: inside.now })
      .execute();
    inside.record({ name: 'safety.blocked', subject: { kind: 'person', id: mine } });
    return done();
  },
});

/** Staff keep two people of their programme apart: those who run another one could else silence a conversation that is not theirs to know of. */
export const keepApart = act({
  name: 'safety.keep-apart',
  input: z.object({ programme: z.uuid(), one: z.uuid(), other: z.uuid() }),
  may: ({ actor }, { programme }) => isStaff(actor, programme),
  guards: { one_bar_per_pair_and_setter: 'already-apart', apart_are_two: 'yourself' },
  subject: ({ one }) => ({ kind: 'person', id: one }),
  async perform(inside, { programme, one, other }) {
    for (const person of [one, other]) if (!(await programmesAround(inside, person)).has(programme)) return absent();
    await inside.db
      .insertInto('kept_apart')
      .values({ org_id: inside.org, id: inside.newId(), one_person: one, other_person: other, kind: 'do-not-match', set_by: inside.person(), set_at: inside.now })
      .execute();
    inside.record({ name: 'safety.kept-apart', subject: { kind: 'person', id: one }, programme });
    return done();
  },
});

/** Takes back one's own block. */
export const endBlock = act({
  name: 'safety.end-block',
  input: z.object({ person: z.uuid() }),
  may: ({ actor }) => actor.kind === 'person',
  subject: ({ person }) => ({ kind: 'person', id: person }),
  async perform(inside, { person: other }) {
    await inside.db
      .updateTable('kept_apart')
      .set({ ended_at: inside.now })
      .where('org_id', '=', inside.org)
      .where('one_person', '=', inside.person())
      .where('other_person', '=', other)
      .where('set_by', '=', inside.person())
      .where('ended_at', 'is', null)
      .execute();
    return done();
  },
});
