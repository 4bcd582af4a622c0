import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { holds, personOf } from '../../platform/actor.ts';
import type { Inside } from '../../platform/inside.ts';
import { absent, done, refused } from '../../platform/outcome.ts';
import { view } from '../../platform/view.ts';
import { type Contact, contactOf, type Here, namesOf, openAll, sealFor } from '../people/index.ts';
import { staffOf, teamOf } from '../programmes/index.ts';
import { sees } from '../sight/index.ts';
import { type ContactSheet, readSheet } from './contact-sheet.ts';
import { RELEASE_HOURS, TELL_DAYS } from './rules.ts';
import { concernToAnswer, mayAnswer, writeNote } from './who-answers.ts';

const DAY = 86_400_000;
const release = z.uuid();
const subject = ({ release: id }: { release: string }) => ({ kind: 'contact-release', id });
const signedIn = ({ actor }: { actor: { kind: string } }) => actor.kind === 'person';

/**
 * The first of two: somebody who answers a concern asks for the contact details of whom it is about, says why, and when that person is told; a day
 * later than usual needs its own reason. Nothing opens until another confirms. Facts: `safety.contact-asked` {to}.
 */
export const askContact = act({
  name: 'safety.ask-contact',
  input: z.object({
    concern: z.uuid(), reason: z.string().trim().min(1, 'safety.mistake.reason').max(2000, 'safety.mistake.long'),
    tellOn: z.union([z.literal('').transform(() => undefined), z.iso.date('safety.mistake.day')]).optional(), tellLater: z.string().trim().max(2000, 'safety.mistake.long').default(''),
  }),
  may: signedIn,
  guards: { one_release_asked_at_a_time: 'already-asked' },
  subject: ({ concern }) => ({ kind: 'concern', id: concern }),
  async perform(inside, { concern: id, reason, tellOn, tellLater }) {
    const found = await concernToAnswer(inside, id, { forUpdate: true });
    if (found.closed_at !== null) return refused('closed');
    if (found.about_person === null) return refused('nobody-named');
    const usual = new Date(inside.now.getTime() + TELL_DAYS * DAY);
    const tellAt = tellOn === undefined ? usual : new Date(`${tellOn}T17:00:00Z`);
    if (tellAt < inside.now) return refused('day-is-past');
    if (tellAt.getTime() > usual.getTime() + DAY && tellLater === '') return refused('say-why-later');
    const seconds = await secondsOf(inside, found.programme_id, found);
    if (seconds.length === 0) return refused('nobody-to-confirm');
    const me = inside.person();
    const release = inside.newId();
    await inside.db
      .insertInto('contact_release')
      .values({
        org_id: inside.org, id: release, concern_id: id, person_id: found.about_person, asked_by: me, asked_at: inside.now, tell_at: tellAt,
        reason: await sealFor(inside, me, `contact_release/reason/${release}`, reason),
        tell_later: tellLater === '' ? null : await sealFor(inside, me, `contact_release/tell_later/${release}`, tellLater),
      })
      .execute();
    await writeNote(inside, id, 'contact-asked', { text: reason });
    for (const to of seconds) inside.record({ name: 'safety.contact-asked', subject: subject({ release }), programme: found.programme_id, about: { to } });
    inside.announce('concerns');
    return done({ release });
  },
});

/** The second of two: another named person confirms or says no. Never the one who asked, never anybody the concern is kept from. */
export const answerContactAsked = act({
  name: 'safety.answer-contact-asked',
  input: z.object({ release, answer: z.enum(['yes', 'no'], 'safety.mistake.yes-no') }),
  may: signedIn,
  guards: { released_by_two_people: 'same-person' },
  subject,
  async perform(inside, { release: id, answer }) {
    const { row, concern } = await releaseFor(inside, id, { forUpdate: true });
    if (row.confirmed_at !== null || row.refused_at !== null) return refused('already-answered');
    if (row.asked_by === inside.person()) return refused('same-person');
    // Nobody's details open for something that is over.
    if (concern.closed_at !== null) return refused('closed');
    const yes = answer === 'yes';
    await inside.db
      .updateTable('contact_release')
      .set(yes ? { confirmed_by: inside.person(), confirmed_at: inside.now, open_until: new Date(inside.now.getTime() + RELEASE_HOURS * 3_600_000) } : { refused_by: inside.person(), refused_at: inside.now })
      .where('org_id', '=', inside.org).where('id', '=', id).execute();
    await writeNote(inside, row.concern_id, yes ? 'contact-confirmed' : 'contact-refused');
    inside.record({ name: yes ? 'safety.contact-confirmed' : 'safety.contact-refused', subject: subject({ release: id }), programme: concern.programme_id, about: { to: row.asked_by } });
    inside.announce('concerns');
    return done();
  },
});

/** Leaves its trace each time the one who asked opens what was released, in the record once a release. */
export const openContact = act({
  name: 'safety.open-contact',
  input: z.object({ release }),
  may: signedIn,
  subject,
  async perform(inside, { release: id }) {
    const { row } = await releaseFor(inside, id, { forUpdate: true });
    if (!isOpenTo(inside, row)) return absent();
    if (row.opened_at === null) {
      await inside.db.updateTable('contact_release').set({ opened_at: inside.now }).where('org_id', '=', inside.org).where('id', '=', id).execute();
      await writeNote(inside, row.concern_id, 'contact-seen');
    }
    return done();
  },
});

/** “I told them myself”, by phone or in person: for somebody no letter reaches. Not before both said yes. */
export const noteContactTold = act({
  name: 'safety.note-contact-told',
  input: z.object({ release }),
  may: signedIn,
  subject,
  async perform(inside, { release: id }) {
    const { row } = await releaseFor(inside, id, { forUpdate: true });
    if (row.confirmed_at === null) return absent();
    if (row.told_at !== null) return refused('already-told');
    await inside.db.updateTable('contact_release').set({ told_at: inside.now, told_by: inside.person() }).where('org_id', '=', inside.org).where('id', '=', id).execute();
    await writeNote(inside, row.concern_id, 'contact-told');
    inside.announce('concerns');
    return done();
  },
});

/** A release as those who answer the concern see it in its list. */
export interface ContactAsked {
  readonly id: string;
  readonly askedBy: string | undefined;
  readonly askedAt: Date;
  readonly state: 'asked' | 'open' | 'over' | 'refused';
  readonly openUntil: Date | null;
  readonly tellAt: Date;
  readonly toldAt: Date | null;
}

/** A release as the two see it: the reason; and, for the one who asked, while it is open, the details themselves. */
export interface ContactReleaseSeen extends ContactAsked {
  readonly concern: string;
  readonly person: string | undefined;
  readonly reason: string;
  readonly tellLater: string;
  readonly mine: boolean;
  readonly mayOpenConcern: boolean;
  readonly details: { readonly contacts: readonly Contact[]; readonly sheet: ContactSheet } | undefined;
}

/** One release, for the one who asked, those who answer the concern, and those who may be the second. Absent for everybody else. */
export const contactRelease = view({
  name: 'safety.contact-release',
  input: z.object({ release }),
  may: signedIn,
  async load(looking, { release: id }): Promise<ContactReleaseSeen> {
    const { row, concern, answers } = await releaseFor(looking, id);
    const names = await namesOf(looking, [row.person_id, row.asked_by]);
    const [reason = '', tellLater = ''] = await openAll(looking, (['reason', 'tell_later'] as const).map((column) => ({ person: row.asked_by, where: `contact_release/${column}/${id}`, sealed: row[column] })));
    const open = isOpenTo(looking, row);
    return {
      ...asked(row, names, looking.now), concern: concern.id, person: names.get(row.person_id), reason, tellLater, mine: row.asked_by === looking.person(), mayOpenConcern: answers,
      details: open ? { contacts: sees('contact', 'safety-lead', 'part') ? await contactOf(looking, row.person_id) : [], sheet: await readSheet(looking, row.person_id) } : undefined,
    };
  },
});

/** The releases that wait for the reader's second yes. For the list of concerns, and for leads who see no concern. */
export const contactsToConfirm = view({
  name: 'safety.contacts-to-confirm',
  input: z.object({}),
  may: signedIn,
  async load(looking): Promise<readonly { readonly id: string; readonly askedBy: string | undefined; readonly askedAt: Date }[]> {
    const rows = await looking.db
      .selectFrom('contact_release').select('id').where('org_id', '=', looking.org).where('confirmed_at', 'is', null).where('refused_at', 'is', null).where('asked_by', '<>', looking.person()).orderBy('asked_at').limit(50).execute();
    const mine = [];
    for (const { id } of rows) {
      const found = await lookUp(looking, id);
      if (found === undefined || found.concern.closed_at !== null) continue;
      mine.push({ id, askedBy: (await namesOf(looking, [found.row.asked_by])).get(found.row.asked_by), askedAt: found.row.asked_at });
    }
    return mine;
  },
});

/** The releases of one concern, the newest first. Whoever calls has leave for the concern. */
export async function contactAsked(here: Here, concern: string): Promise<readonly ContactAsked[]> {
  const rows = await here.db.selectFrom('contact_release').selectAll().where('org_id', '=', here.org).where('concern_id', '=', concern).orderBy('asked_at', 'desc').execute();
  const names = await namesOf(here, rows.map((row) => row.asked_by));
  return rows.map((row) => asked(row, names, here.now));
}

interface ReleaseRow {
  id: string; concern_id: string; person_id: string; asked_by: string; asked_at: Date; reason: Buffer; tell_later: Buffer | null; tell_at: Date; confirmed_by: string | null; confirmed_at: Date | null;
  refused_at: Date | null; open_until: Date | null; opened_at: Date | null; told_at: Date | null;
}

function asked(row: ReleaseRow, names: ReadonlyMap<string, string>, now: Date): ContactAsked {
  const state = row.refused_at !== null ? 'refused' : row.confirmed_at === null ? 'asked' : row.open_until !== null && row.open_until > now ? 'open' : 'over';
  return { id: row.id, askedBy: names.get(row.asked_by), askedAt: row.asked_at, state, openUntil: row.open_until, tellAt: row.tell_at, toldAt: row.told_at };
}

function isOpenTo({ actor, now }: Here, row: ReleaseRow): boolean {
  return row.asked_by === personOf(actor) && row.confirmed_at !== null && row.open_until !== null && row.open_until > now;
}

async function releaseFor(here: Here, id: string, { forUpdate = false } = {}) {
  return (await lookUp(here, id, { forUpdate })) ?? absent();
}

/** A release, when the actor asked for it and still answers the concern, or may be its second. */
async function lookUp(here: Here, id: string, { forUpdate = false } = {}) {
  let query = here.db.selectFrom('contact_release').selectAll().where('org_id', '=', here.org).where('id', '=', id);
  if (forUpdate) query = query.forUpdate();
  const row = await query.executeTakeFirst();
  const concern = row && (await here.db.selectFrom('concern').select(['id', 'programme_id', 'kept_from', 'also_for', 'closed_at']).where('org_id', '=', here.org).where('id', '=', row.concern_id).executeTakeFirst());
  const person = personOf(here.actor);
  if (row === undefined || concern === undefined || concern.programme_id === null || person === undefined || person === row.person_id || concern.kept_from.includes(person)) return undefined;
  const answers = mayAnswer(here.actor, concern, await teamOf(here, concern.programme_id));
  // The second may also be the lead or an administrator: they read the reason, and nothing of the concern or the details.
  if (!answers && !(row.asked_by !== person && holds(here.actor, ['lead', 'administrator'], concern.programme_id))) return undefined;
  return { row, concern: { ...concern, programme_id: concern.programme_id }, answers };
}

/** Who may be the second, nearest first: the other on safety duty and who was brought in; when there is none, the lead and the administrators. */
async function secondsOf(inside: Inside, programme: string, { kept_from, also_for }: { kept_from: readonly string[]; also_for: readonly string[] }): Promise<readonly string[]> {
  const team = await teamOf(inside, programme);
  const free = (people: readonly (string | null)[]) => [...new Set(people)].filter((person): person is string => person !== null && person !== inside.person() && !kept_from.includes(person));
  const near = free([team.safety, team.safetyBackup, ...also_for]);
  if (near.length > 0) return near;
  return free([team.lead, ...(await staffOf(inside, programme)).filter(({ role }) => role === 'administrator' || role === 'lead').map(({ person }) => person)]);
}
