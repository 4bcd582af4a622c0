import type { House } from '../../platform/house.ts';
import { type Inside, insideHouse } from '../../platform/inside.ts';
import { openNotice } from '../../platform/notices.ts';
import type { Letter } from '../../mail/index.ts';
import { contactOf, tongueOf } from '../people/index.ts';
import { askForCall } from './calls.ts';
import { compose, fillsOf, type NoticeRow, timeOf } from './compose.ts';
import { afterQuiet, type QuietHours } from './quiet-hours.ts';
import { digestAt, isGivenUp, isOvertaken, LEASE_MS, mannersOf, mayGather } from './rules.ts';
import { drop, noteSilent } from './settle.ts';

/** A letter taken for delivery: nobody else takes it until the lease is over. */
export interface Taken {
  readonly notices: readonly string[];
  /** The number of this try: only it may say how it went. */
  readonly tries: number;
  readonly dueAt: Date;
  readonly letter: Letter;
}

/** Letters taken at once: few enough that a slow server does not outlast the lease. */
const BATCH = 10;

/**
 * Takes the notices that are due, in order, on as many nodes as there are: each goes to one of them. What must not go now is put off (quiet hours,
 * one letter a day), what need not go any more is dropped, who has no address becomes a call by a person, and the rest is leased and written out.
 */
export async function takeDue(house: House, org: string): Promise<{ readonly looked: number; readonly taken: readonly Taken[] }> {
  return insideHouse(house, org, 'notices', async (inside) => {
    await noteSilent(inside);
    const rows = await dueNotices(inside).limit(BATCH).execute();
    const done = new Set<string>();
    const taken: Taken[] = [];
    for (const row of rows) {
      if (done.has(row.id)) continue;
      const { letter, rows: together } = await decide(inside, row, taken.flatMap(({ notices }) => notices));
      for (const { id } of together) done.add(id);
      if (letter === undefined) continue;
      await lease(inside, together);
      taken.push({ notices: together.map(({ id }) => id), tries: row.tries + 1, dueAt: row.due_at, letter });
    }
    return { looked: rows.length, taken };
  });
}

function dueNotices(inside: Inside) {
  return inside.db
    .selectFrom('notice')
    .select(['id', 'person_id', 'programme_id', 'kind', 'about_kind', 'about_id', 'fills', 'secret', 'to_address', 'channel', 'rings', 'made_at', 'due_at', 'tries'])
    .where('org_id', '=', inside.org)
    .where('sent_at', 'is', null)
    .where('dropped_at', 'is', null)
    .where('channel', '<>', 'call')
    .where('handing_over_at', 'is', null)
    .where('next_try_at', '<=', inside.now)
    .orderBy('due_at')
    .orderBy('id')
    .forUpdate()
    .skipLocked();
}

/** What becomes of one notice now: a letter (for it and what is gathered with it), or nothing more to do. */
async function decide(inside: Inside, row: NoticeRow, elsewhere: readonly string[]): Promise<{ letter?: Letter; rows: readonly NoticeRow[] }> {
  const only = { rows: [row] };
  const wishes = await wishesOf(inside, row);
  const { asked, duty } = mannersOf(row.kind);
  if (await isOver(inside, row, wishes.zone)) return { ...only, ...(await drop(inside, [row.id], 'overtaken')) };
  if (isGivenUp(row.due_at, inside.now) && row.tries > 0) return { ...only, ...(await lost(inside, row, 'gave-up')) };
  if (wishes.off && asked === undefined && duty === undefined) return { ...only, ...(await drop(inside, [row.id], 'not-wanted')) };
  const wait = notYet(row, wishes, inside.now);
  if (wait !== undefined) return { ...only, ...(await putOff(inside, row.id, wait)) };
  const to = await addressOf(inside, row);
  if (to === undefined) return { ...only, ...(await lost(inside, row, 'no-address')) };

  const gathered = wishes.digest && mayGather(row.kind, row.rings) ? await gatheredWith(inside, row, elsewhere) : [];
  const rows = [row, ...gathered];
  const letter = await compose(inside, rows, { lang: wishes.lang, zone: wishes.zone, to });
  return letter === undefined ? { ...only, ...(await drop(inside, [row.id], 'no-words')) } : { rows, letter };
}

/** How somebody wants to be told: their own wishes, and the quiet hours of the agreement a notice belongs to (A7). */
interface Wishes {
  readonly lang: 'en' | 'fr';
  readonly zone: string;
  readonly off: boolean;
  readonly digest: boolean;
  /** Their own first. */
  readonly quiet: readonly QuietHours[];
}

async function wishesOf(inside: Inside, row: NoticeRow): Promise<Wishes> {
  const organisation = await inside.db.selectFrom('organisation').select(['lang', 'zone']).where('org_id', '=', inside.org).executeTakeFirst();
  if (row.person_id === null) return { lang: organisation?.lang === 'fr' ? 'fr' : 'en', zone: organisation?.zone ?? 'UTC', off: false, digest: false, quiet: [] };
  const own = await inside.db.selectFrom('preference').select(['quiet_from', 'quiet_until', 'notices', 'digest']).where('org_id', '=', inside.org).where('person_id', '=', row.person_id).executeTakeFirst();
  const agreed = await agreedQuiet(inside, row);
  const hours = [own, agreed].flatMap((one) => (one?.quiet_from == null || one.quiet_until === null ? [] : [{ from: one.quiet_from, until: one.quiet_until }]));
  return { ...(await tongueOf(inside, row.person_id)), off: own?.notices === 'off', digest: own?.digest ?? false, quiet: hours };
}

/** The quiet hours of the agreement in force that a notice about two people belongs to. */
async function agreedQuiet(inside: Inside, { about_kind, about_id }: NoticeRow) {
  if (about_id === null) return undefined;
  const agreements = inside.db.selectFrom('agreement').select(['quiet_from', 'quiet_until']).where('org_id', '=', inside.org).where('in_force_version', '>', 0);
  if (about_kind === 'conversation') return agreements.where('conversation_id', '=', about_id).executeTakeFirst();
  if (about_kind === 'relationship' || about_kind === 'agreement') return agreements.where('relationship_id', '=', about_id).executeTakeFirst();
  if (about_kind !== 'meeting' && about_kind !== 'check-in') return undefined;
  const table = about_kind === 'meeting' ? 'meeting' : 'check_in';
  const of = await inside.db.selectFrom(table).select('relationship_id').where('org_id', '=', inside.org).where('id', '=', about_id).executeTakeFirst();
  return of?.relationship_id == null ? undefined : agreements.where('relationship_id', '=', of.relationship_id).executeTakeFirst();
}

/** Until when a notice must wait, or undefined when it may go. */
function notYet(row: NoticeRow, wishes: Wishes, now: Date): Date | undefined {
  if (row.rings) return undefined;
  const gathers = wishes.digest && mayGather(row.kind, row.rings) ? digestAt(row.due_at, wishes.zone) : row.due_at;
  const from = new Date(Math.max(gathers.getTime(), now.getTime()));
  const free = afterQuiet(from, wishes.quiet, wishes.zone);
  return free > now ? free : undefined;
}

async function isOver(inside: Inside, row: NoticeRow, zone: string): Promise<boolean> {
  const { minutes, seq } = fillsOf(row);
  if (row.kind === 'sign-in-link') return inside.now.getTime() > row.made_at.getTime() + Number(minutes ?? 20) * 60_000;
  if (row.kind === 'message-waiting' && row.about_kind === 'conversation' && row.person_id !== null) {
    const member = await inside.db.selectFrom('conversation_member').select(['read_seq', 'left_seq']).where('org_id', '=', inside.org).where('conversation_id', '=', row.about_id ?? '').where('person_id', '=', row.person_id).executeTakeFirst();
    return member === undefined || member.left_seq !== null || member.read_seq >= Number(seq);
  }
  return isOvertaken(row.kind, timeOf(row), inside.now, zone);
}

/** Where a notice goes: the address it was asked for at, else their main e-mail address. Undefined for people without one, and those who left. */
async function addressOf(inside: Inside, row: NoticeRow): Promise<string | undefined> {
  const given = openNotice(inside.scene.house, inside.org, row.id, 'to_address', row.to_address);
  if (given !== '' || row.person_id === null) return given || undefined;
  return (await contactOf(inside, row.person_id)).find(({ kind }) => kind === 'email')?.value;
}

/** What else waits for the same person and goes in the same letter of the day. */
async function gatheredWith(inside: Inside, row: NoticeRow, elsewhere: readonly string[]): Promise<readonly NoticeRow[]> {
  const others = await dueNotices(inside).where('person_id', '=', row.person_id).where('id', '<>', row.id).where('rings', '=', false).limit(50).execute();
  const fresh = others.filter((one) => mayGather(one.kind, one.rings) && !elsewhere.includes(one.id));
  const over = await Promise.all(fresh.map((one) => isOver(inside, one, 'UTC')));
  return fresh.filter((_, at) => over[at] === false);
}

/** It cannot be written to them: a person phones, where it is worth a call. */
async function lost(inside: Inside, row: NoticeRow, why: string): Promise<Record<never, never>> {
  await drop(inside, [row.id], why);
  if (mannersOf(row.kind).call === true) await askForCall(inside, row);
  return {};
}

async function putOff(inside: Inside, id: string, until: Date): Promise<Record<never, never>> {
  await inside.db.updateTable('notice').set({ next_try_at: until }).where('org_id', '=', inside.org).where('id', '=', id).execute();
  return {};
}

async function lease(inside: Inside, rows: readonly NoticeRow[]): Promise<void> {
  const [first] = rows;
  await inside.db
    .updateTable('notice')
    .set({ tries: (first?.tries ?? 0) + 1, next_try_at: new Date(inside.now.getTime() + LEASE_MS) })
    .where('org_id', '=', inside.org)
    .where('id', 'in', rows.map(({ id }) => id))
    .execute();
}

