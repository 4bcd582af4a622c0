import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { holds } from '../../platform/actor.ts';
import type { Inside } from '../../platform/inside.ts';
import { writeNotice } from '../../platform/notices.ts';
import { absent, done, refused } from '../../platform/outcome.ts';
import { view } from '../../platform/view.ts';
import { type Here, namesOf } from './private-words.ts';
import { STAFF_ROLES } from './rules.ts';
import { sameHash } from './secrets.ts';

/** Hours within which the second of two must confirm what the first noted. */
const MEETING_HOURS = 24;

const team = ({ actor }: Pick<Here, 'actor'>, { programme }: { programme: string }) => holds(actor, STAFF_ROLES, programme);

/** Six digits on the screen of a session that waits: they name that one session to whoever meets its person, and are worth nothing to anybody else. */
export function meetingCodeOf({ scene, org }: Here, session: string): string {
  const digest = createHmac('sha256', scene.house.secret('meeting-code')).update(`${org}\n${session}`).digest();
  return String(digest.readUInt32BE(0) % 1_000_000).padStart(6, '0');
}

/**
 * “I met them, and it is them.” The first of two people of the team, with the six digits that stand on the person's own screen. They confirm a person; they
 * set no way in and open nothing yet.
 */
export const noteMeeting = act({
  name: 'people.note-meeting',
  input: z.object({ programme: z.uuid(), person: z.uuid(), code: z.string().transform((typed) => typed.replaceAll(/\D/g, '')).pipe(z.string().length(6, 'people.mistake.meeting-code')) }),
  may: team,
  guards: { one_opening_per_session: 'already-noted', met_by_somebody_else: 'yourself' },
  subject: ({ person }) => ({ kind: 'person', id: person }),
  async perform(inside, { programme, person, code }) {
    if (person === inside.person()) return refused('yourself');
    if (!(await belongs(inside, programme, person))) return absent();
    const session = (await waitingSessions(inside, person)).find((id) => sameHash(Buffer.from(meetingCodeOf(inside, id)), Buffer.from(code)));
    if (session === undefined) return refused('code-differs');
    // What was noted and never confirmed in its time counts for nothing.
    await inside.db.deleteFrom('older_words_opening').where('org_id', '=', inside.org).where('session_id', '=', session).where('confirmed_at', 'is', null).where('met_at', '<', since(inside)).execute();
    await inside.db
      .insertInto('older_words_opening')
      .values({ org_id: inside.org, id: inside.newId(), person_id: person, session_id: session, programme_id: programme, met_by: inside.person(), met_at: inside.now })
      .execute();
    inside.record({ name: 'people.meeting-noted', subject: { kind: 'person', id: person }, programme });
    return done();
  },
});

/** The second of two, never the first: the older words open in that one session, and the person is told. */
export const confirmMeeting = act({
  name: 'people.confirm-meeting',
  input: z.object({ programme: z.uuid(), person: z.uuid() }),
  may: team,
  guards: { opened_by_two_people: 'same-person' },
  subject: ({ person }) => ({ kind: 'person', id: person }),
  async perform(inside, { programme, person }) {
    const { db, org, now } = inside;
    if (!(await belongs(inside, programme, person))) return absent();
    const noted = await db
      .selectFrom('older_words_opening').select(['id', 'session_id', 'met_by']).where('org_id', '=', org).where('person_id', '=', person).where('programme_id', '=', programme)
      .where('confirmed_at', 'is', null).where('met_at', '>=', since(inside)).orderBy('met_at', 'desc').forUpdate().executeTakeFirst();
    if (noted === undefined) return absent();
    if (noted.met_by === inside.person()) return refused('same-person');
    if (person === inside.person()) return refused('yourself');
    await db.updateTable('older_words_opening').set({ confirmed_by: inside.person(), confirmed_at: now }).where('org_id', '=', org).where('id', '=', noted.id).execute();
    await db.updateTable('session').set({ history_from: null }).where('org_id', '=', org).where('id', '=', noted.session_id).where('ended_at', 'is', null).execute();
    await writeNotice(inside, { person, programme, kind: 'message-waiting', effect: `older-words/${noted.id}`, about: { kind: 'older-words', id: noted.id }, rings: true });
    inside.announce('notices');
    inside.record({ name: 'people.older-words-opened', subject: { kind: 'person', id: person }, programme });
    return done();
  },
});

/** Whether somebody waits for older words, and what was noted: for the team that may meet them. No code is ever shown here. */
export const meetingWith = view({
  name: 'people.meeting-with',
  input: z.object({ programme: z.uuid(), person: z.uuid() }),
  may: (looking, input) => team(looking, input),
  async load(looking, { programme, person }): Promise<{ name: string | undefined; waits: boolean; noted: { by: string | undefined; at: Date; mine: boolean } | undefined }> {
    if (person === looking.person() || !(await belongs(looking, programme, person))) return absent();
    const row = await looking.db
      .selectFrom('older_words_opening').select(['met_by', 'met_at']).where('org_id', '=', looking.org).where('person_id', '=', person).where('programme_id', '=', programme)
      .where('confirmed_at', 'is', null).where('met_at', '>=', since(looking)).orderBy('met_at', 'desc').executeTakeFirst();
    const names = await namesOf(looking, [person, row?.met_by]);
    return {
      name: names.get(person), waits: (await waitingSessions(looking, person)).length > 0,
      noted: row && { by: names.get(row.met_by), at: row.met_at, mine: row.met_by === looking.person() },
    };
  },
});

/** When two people of the team ended a wait of mine, and who they are: for my own page. */
export async function olderWordsOpened(here: Here, person: string): Promise<readonly { readonly at: Date; readonly by: readonly string[] }[]> {
  const rows = await here.db
    .selectFrom('older_words_opening').select(['met_by', 'confirmed_by', 'confirmed_at']).where('org_id', '=', here.org).where('person_id', '=', person).where('confirmed_at', 'is not', null).orderBy('confirmed_at', 'desc').limit(5).execute();
  const names = await namesOf(here, rows.flatMap((row) => [row.met_by, row.confirmed_by]));
  return rows.flatMap((row) => (row.confirmed_at === null ? [] : [{ at: row.confirmed_at, by: [row.met_by, row.confirmed_by].flatMap((id) => names.get(id ?? '') ?? []) }]));
}

function since({ now }: Pick<Here, 'now'>): Date {
  return new Date(now.getTime() - MEETING_HOURS * 3_600_000);
}

async function waitingSessions({ db, org, now }: Pick<Inside, 'db' | 'org' | 'now'>, person: string): Promise<readonly string[]> {
  const rows = await db.selectFrom('session').select('id').where('org_id', '=', org).where('person_id', '=', person).where('ended_at', 'is', null).where('ends_at', '>', now).where('history_from', '>', now).execute();
  return rows.map(({ id }) => id);
}

/** Whether somebody has to do with a programme: its team confirms nobody else. */
async function belongs({ db, org }: Pick<Inside, 'db' | 'org'>, programme: string, person: string): Promise<boolean> {
  const row = await db
    .selectFrom('role_held').select('person_id').where('org_id', '=', org).where('programme_id', '=', programme).where('person_id', '=', person).where('ended_at', 'is', null)
    .union(db.selectFrom('support_request').select('person_id').where('org_id', '=', org).where('programme_id', '=', programme).where('person_id', '=', person))
    .union(db.selectFrom('application').select('person_id').where('org_id', '=', org).where('programme_id', '=', programme).where('person_id', '=', person))
    .limit(1).executeTakeFirst();
  return row !== undefined;
}
