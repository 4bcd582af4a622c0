import { sql } from 'kysely';
import { z } from 'zod';
import { act } from '../../platform/act.ts';
import type { Inside } from '../../platform/inside.ts';
import { newId } from '../../platform/ids.ts';
import { done } from '../../platform/outcome.ts';
import { view } from '../../platform/view.ts';
import { type Contact, contactSeen, namesOf } from '../people/index.ts';
import { runs } from '../programmes/index.ts';
import type { Hear } from './hearing/hear.ts';

/** The part of a notice that a call needs. */
interface ToTell {
  readonly id: string;
  readonly person_id: string | null;
  readonly programme_id: string | null;
  readonly kind: string;
  readonly about_kind: string | null;
  readonly about_id: string | null;
  readonly fills: unknown;
}

/** Puts a line on the coordinators' desk: this person cannot be written to, please phone. Once for each notice. */
export async function askForCall(inside: Inside, row: ToTell): Promise<void> {
  const programme = row.programme_id ?? (await programmeOfPerson(inside, row.person_id));
  if (row.person_id === null || programme === undefined) return;
  const id = newId(inside.now);
  await inside.db
    .insertInto('notice')
    .values({
      org_id: inside.org, id, person_id: row.person_id, programme_id: programme, kind: row.kind, effect: `call/${row.id}`, about_kind: row.about_kind, about_id: row.about_id,
      fills: sql<string>`${JSON.stringify(row.fills ?? {})}::jsonb`, channel: 'call', made_at: inside.now, due_at: inside.now, next_try_at: inside.now,
    })
    .onConflict((conflict) => conflict.constraint('one_notice_per_effect').doNothing())
    .execute();
  inside.record({ name: 'notifications.call-asked', subject: { kind: 'notice', id }, programme, about: { kind: row.kind } });
  inside.announce('notices-to-call');
}

async function programmeOfPerson(inside: Inside, person: string | null): Promise<string | undefined> {
  if (person === null) return undefined;
  const row = await inside.db.selectFrom('role_held').select('programme_id').where('org_id', '=', inside.org).where('person_id', '=', person).where('programme_id', 'is not', null).orderBy('ended_at', (order) => order.desc().nullsFirst()).limit(1).executeTakeFirst();
  return row?.programme_id ?? undefined;
}

/** Somebody to phone, about what, and since when. */
export interface CallToMake {
  readonly id: string;
  readonly person: string;
  readonly name: string | undefined;
  readonly kind: string;
  /** What it is about, when that has a page to read from while phoning. */
  readonly proposal: string | undefined;
  readonly since: Date;
  readonly phones: readonly Pick<Contact, 'value' | 'careful'>[];
}

/** The people of a programme who could not be written to, the longest waiting first: for its staff. */
export const callsToMake = view({
  name: 'notifications.calls-to-make',
  input: z.object({ programme: z.uuid(), limit: z.number().int().min(1).max(100).default(20) }),
  may: ({ actor }, { programme }) => runs(actor, programme),
  async load(looking, { programme, limit }): Promise<readonly CallToMake[]> {
    const rows = await looking.db
      .selectFrom('notice')
      .select(['id', 'person_id', 'kind', 'made_at', 'about_kind', 'about_id'])
      .where('org_id', '=', looking.org)
      .where('programme_id', '=', programme)
      .where('channel', '=', 'call')
      .where('sent_at', 'is', null)
      .where('dropped_at', 'is', null)
      .orderBy('made_at')
      .orderBy('id')
      .limit(limit)
      .execute();
    const names = await namesOf(looking, rows.map((row) => row.person_id));
    const calls: CallToMake[] = [];
    for (const row of rows) {
      const person = row.person_id ?? '';
      const phones = (await contactSeen(looking, programme, person)).filter(({ kind }) => kind === 'phone');
      calls.push({ id: row.id, person, name: names.get(person), kind: row.kind, proposal: row.about_kind === 'proposal' && row.kind.startsWith('introduction-') ? (row.about_id ?? undefined) : undefined, since: row.made_at, phones });
    }
    return calls;
  },
});

/** A coordinator phoned, or found another way: the line leaves the desk. */
export const noteCallMade = act({
  name: 'notifications.note-call-made',
  input: z.object({ programme: z.uuid(), notice: z.uuid() }),
  may: ({ actor }, { programme }) => runs(actor, programme),
  subject: ({ notice }) => ({ kind: 'notice', id: notice }),
  async perform(inside, { programme, notice }) {
    await open(inside).where('id', '=', notice).where('programme_id', '=', programme).execute();
    inside.announce('notices-to-call');
    return done();
  },
});

/** A logged call that reached somebody answers for everything they were to be phoned about in that programme. */
export const callsMade: Hear = async (inside, fact) => {
  const { person, reached } = fact.about;
  if (typeof person === 'string' && reached === true) await open(inside).where('person_id', '=', person).where('programme_id', '=', fact.programme).execute();
  return [];
};

function open(inside: Inside) {
  return inside.db.updateTable('notice').set({ sent_at: inside.now }).where('org_id', '=', inside.org).where('channel', '=', 'call').where('sent_at', 'is', null).where('dropped_at', 'is', null);
}
