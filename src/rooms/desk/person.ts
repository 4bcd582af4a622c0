import { z } from 'zod';
import { absent } from '../../platform/outcome.ts';
import { type Looking, view } from '../../platform/view.ts';
import { letters, type LettersSeen } from '../letters/index.ts';
import { type Contact, contactSeen, namesOf, openAll, pronounsOf, tongueOf } from '../people/index.ts';
import type { Programme } from '../programmes/index.ts';
import { apartSeen, programmeRun } from './around.ts';
import { matchesOf, type MatchInList } from './matches.ts';

/** A member of a programme, as those who run it know them. */
export interface MemberOnDesk {
  readonly programme: Programme;
  readonly person: string;
  readonly name: string | undefined;
  readonly pronouns: string;
  readonly lang: 'en' | 'fr';
  readonly zone: string;
  readonly contacts: readonly Contact[];
  readonly requests: readonly { readonly id: string; readonly receivedAt: Date; readonly over: boolean }[];
  readonly applications: readonly { readonly id: string; readonly receivedAt: Date; readonly over: boolean }[];
  readonly standing: string | undefined;
  readonly matches: readonly MatchInList[];
  readonly apart: readonly { readonly person: string; readonly name: string | undefined }[];
  /** Notes that came with them from a spreadsheet, kept as they were. */
  readonly notes: readonly { readonly id: string; readonly label: string; readonly words: string; readonly at: Date }[];
  readonly letters: LettersSeen;
}

/** One member on the coordinator's desk. Somebody who has nothing to do with the programme is not there. */
export const memberOnDesk = view({
  name: 'desk.member',
  input: z.object({ programme: z.string().max(100), person: z.uuid(), before: z.uuid().optional() }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { programme: slug, person, before }): Promise<MemberOnDesk> {
    const programme = await programmeRun(looking, slug);
    const { db, org } = looking;
    const requests = await db.selectFrom('support_request').select(['id', 'received_at', 'matched_at', 'withdrawn_at', 'closed_at']).where('org_id', '=', org).where('person_id', '=', person).where('programme_id', '=', programme.id).orderBy('received_at', 'desc').limit(20).execute();
    const applications = await db.selectFrom('application').select(['id', 'received_at', 'decided_at', 'withdrawn_at']).where('org_id', '=', org).where('person_id', '=', person).where('programme_id', '=', programme.id).orderBy('received_at', 'desc').limit(20).execute();
    const standing = await db.selectFrom('supporter').select(['id', 'ended_at']).where('org_id', '=', org).where('person_id', '=', person).where('programme_id', '=', programme.id).orderBy('since', 'desc').limit(1).executeTakeFirst();
    if (requests.length === 0 && applications.length === 0 && standing === undefined) return absent();

    const names = await namesOf(looking, [person]);
    return {
      programme, person, name: names.get(person), pronouns: await pronounsOf(looking, person), ...(await tongueOf(looking, person)), contacts: await contactSeen(looking, programme.id, person),
      requests: requests.map((row) => ({ id: row.id, receivedAt: row.received_at, over: row.matched_at !== null || row.withdrawn_at !== null || row.closed_at !== null })),
      applications: applications.map((row) => ({ id: row.id, receivedAt: row.received_at, over: row.decided_at !== null || row.withdrawn_at !== null })),
      standing: standing?.ended_at === null ? standing.id : undefined,
      matches: await matchesOf(looking, programme.id, person),
      apart: await apartSeen(looking, programme.id, person),
      notes: await notesOn(looking, programme.id, person),
      letters: await letters(looking, programme.id, person, before),
    };
  },
  record: ({ person, programme }) => ({ person, programme: programme.id }),
});

async function notesOn(looking: Looking, programme: string, person: string): Promise<MemberOnDesk['notes']> {
  const rows = await looking.db.selectFrom('kept_note').select(['id', 'label', 'words', 'at']).where('org_id', '=', looking.org).where('person_id', '=', person).where('programme_id', '=', programme).orderBy('at').limit(50).execute();
  const words = await openAll(looking, rows.map((row) => ({ person, where: `kept_note/words/${row.id}`, sealed: row.words })));
  return rows.map((row, at) => ({ id: row.id, label: row.label, words: words[at] ?? '', at: row.at }));
}
