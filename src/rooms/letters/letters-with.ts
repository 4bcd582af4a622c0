import { sql } from 'kysely';
import { z } from 'zod';
import { absent, present } from '../../platform/outcome.ts';
import { type Looking, view } from '../../platform/view.ts';
import { type Here, namesOf, openAll } from '../people/index.ts';
import { programmeBySlug } from '../programmes/index.ts';
import { type PromiseMade, promiseFor, promisesRunningFor } from '../promises/index.ts';
import { type Channel, readsLetters } from './rules.ts';
import { memberOf } from './threads.ts';

/** One letter, or the note of a call, as both sides read it. */
export interface Letter {
  readonly id: string;
  readonly at: Date;
  readonly words: string;
  readonly fromProgramme: boolean;
  /** Who wrote it; null for an automatic one. */
  readonly by: string | null;
  readonly byName: string | undefined;
  readonly channel: Channel;
  readonly reached: boolean;
  readonly about: { readonly kind: string; readonly id: string } | undefined;
  readonly read: boolean;
}

/** Letters of a member and a programme, the earliest first, as far as they are shown. */
export interface LettersSeen {
  readonly programme: string;
  readonly person: string;
  readonly name: string | undefined;
  readonly letters: readonly Letter[];
  /** Where the earlier ones go on; undefined when these are all. */
  readonly earlier: string | undefined;
  /** The answer that is promised now, or was last, and the names of those whose hands it is in. */
  readonly promise: PromiseMade | undefined;
  readonly hands: { readonly owner: string | undefined; readonly backup: string | undefined };
}

const PAGE = 30;

/** The letters between a member and a programme, for the two sides: the member, and those who run the programme (I9). */
export const lettersWith = view({
  name: 'letters.with',
  input: z.object({ programme: z.string().max(100), person: z.uuid().optional(), before: z.uuid().optional() }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { programme: slug, person: asked, before }): Promise<LettersSeen> {
    const { id: programme } = await programmeBySlug(looking, slug);
    const person = asked ?? looking.person();
    if (!readsLetters(looking.actor, programme, person)) return absent();
    // Those who run another programme learn no name by trying ids.
    if (person !== looking.person()) await memberOf(looking, programme, person);
    return letters(looking, programme, person, before);
  },
});

/** The letters of a member and a programme, on a page that shows more than these: none for whoever does not read them. */
export async function letters(here: Looking, programme: string, person: string, before?: string, size = PAGE): Promise<LettersSeen> {
  let query = here.db
    .selectFrom('letter')
    .select(['id', 'at', 'words', 'from_programme', 'written_by', 'channel', 'reached', 'about_kind', 'about_id', 'read_at'])
    .where('org_id', '=', here.org)
    .where('person_id', '=', person)
    .where('programme_id', '=', programme);
  if (before !== undefined) query = query.where('id', '<', before);
  const rows = readsLetters(here.actor, programme, person) ? await query.orderBy('id', 'desc').limit(size + 1).execute() : [];
  const shown = rows.slice(0, size).reverse();
  const thread = await threadOf(here, programme, person);
  const promise = thread === undefined ? undefined : await promiseFor(here, thread, 'letter-answer');
  const names = await namesOf(here, [person, promise?.owner, promise?.backup, ...shown.map((row) => row.written_by)]);
  const words = await openAll(here, shown.map((row) => ({ person, where: `letter/words/${row.id}`, sealed: row.words })));
  return {
    programme, person, name: names.get(person),
    letters: shown.map((row, at) => ({
      id: row.id, at: row.at, words: words[at] ?? '', fromProgramme: row.from_programme, by: row.written_by, byName: names.get(row.written_by ?? ''),
      channel: row.channel as Channel, reached: row.reached, about: row.about_kind === null || row.about_id === null ? undefined : { kind: row.about_kind, id: row.about_id },
      read: row.read_at !== null,
    })),
    earlier: rows.length > size ? shown[0]?.id : undefined,
    promise,
    hands: { owner: names.get(promise?.owner ?? ''), backup: names.get(promise?.backup ?? '') },
  };
}

async function threadOf(here: Here, programme: string, person: string): Promise<string | undefined> {
  const row = await here.db.selectFrom('letter_thread').select('id').where('org_id', '=', here.org).where('programme_id', '=', programme).where('person_id', '=', person).executeTakeFirst();
  return row?.id;
}

/** Where a list of threads goes on. */
interface ThreadKey {
  readonly lastAt: Date;
  readonly id: string;
}

/** One member's letters, in the team's list. The words stay closed. */
export interface ThreadInList extends ThreadKey {
  readonly person: string;
  readonly name: string | undefined;
  readonly waitingSince: Date | null;
  readonly promise: PromiseMade | undefined;
}

/** The members of a programme with letters, the latest first, for those who run it. `backwards` reads the other way, for the page before. */
export const latestLetters = view({
  name: 'letters.latest',
  input: z.object({
    programme: z.uuid(), limit: z.number().int().min(1).max(100).default(25), backwards: z.boolean().default(false),
    after: z.object({ lastAt: z.date(), id: z.uuid() }).optional(),
  }),
  may: ({ actor }, { programme }) => readsLetters(actor, programme, ''),
  async load(looking, { programme, limit, after, backwards }): Promise<readonly ThreadInList[]> {
    let query = looking.db.selectFrom('letter_thread').select(['id', 'person_id', 'last_at', 'waiting_since']).where('org_id', '=', looking.org).where('programme_id', '=', programme);
    if (after !== undefined) query = query.where(backwards ? sql<boolean>`(last_at, id) > (${after.lastAt}, ${after.id}::uuid)` : sql<boolean>`(last_at, id) < (${after.lastAt}, ${after.id}::uuid)`);
    const order = backwards ? 'asc' : 'desc';
    const rows = await query.orderBy('last_at', order).orderBy('id', order).limit(limit).execute();
    const names = await namesOf(looking, rows.map((row) => row.person_id));
    const promises = await promisesRunningFor(looking, rows.map((row) => row.id));
    return rows.map((row) => ({ id: row.id, person: row.person_id, name: names.get(row.person_id), lastAt: row.last_at, waitingSince: row.waiting_since, promise: promises.get(row.id)?.[0] }));
  },
});

/** A programme somebody has letters with, or may write to. */
export interface Correspondence {
  readonly programme: string;
  readonly slug: string;
  readonly name: { readonly en: string; readonly fr: string };
  readonly lastAt: Date | null;
  readonly unread: number;
}

/** The programmes that a member may write to: where they asked, applied or support, the latest letters first; and how many letters they have not read. */
export const myLetters = view({
  name: 'letters.mine',
  input: z.object({}),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking): Promise<readonly Correspondence[]> {
    const me = looking.person();
    const of = (table: 'support_request' | 'application' | 'supporter') =>
      looking.db.selectFrom(table).select('programme_id').where('org_id', '=', looking.org).where('person_id', '=', me);
    const rows = await looking.db
      .selectFrom('programme')
      .leftJoin('letter_thread', (join) => join.onRef('letter_thread.org_id', '=', 'programme.org_id').onRef('letter_thread.programme_id', '=', 'programme.id').on('letter_thread.person_id', '=', me))
      .select(['programme.id', 'programme.slug', 'programme.name', 'letter_thread.last_at'])
      .select(sql<number>`(select count(*) from (select 1 from letter where letter.org_id = programme.org_id and letter.person_id = ${me} and letter.programme_id = programme.id
        and letter.from_programme and letter.read_at is null limit 100) as unread)::int`.as('unread'))
      .where('programme.org_id', '=', looking.org)
      .where('programme.id', 'in', of('support_request').union(of('application')).union(of('supporter')))
      .orderBy('letter_thread.last_at', (order) => order.desc().nullsLast())
      .orderBy('programme.made_at')
      .orderBy('programme.id')
      .execute();
    return rows.map((row) => ({ programme: row.id, slug: row.slug, name: present(row.name) as unknown as Correspondence['name'], lastAt: row.last_at, unread: row.unread }));
  },
});
