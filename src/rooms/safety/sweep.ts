import type { House } from '../../platform/house.ts';
import { type Inside, insideHouse } from '../../platform/inside.ts';
import { contactOf } from '../people/index.ts';
import { staffOf, teamOf } from '../programmes/index.ts';
import { tellNext } from './danger-calls.ts';
import { DANGER } from './rules.ts';
import { writeNote } from './who-answers.ts';

/** What one sweep did. */
export interface ConcernsSwept {
  readonly climbed: number;
  readonly reviews: number;
  /** People told of danger because nobody before them had taken it. */
  readonly called: number;
  /** People told, on the chosen day, that their contact details were released. */
  readonly told: number;
  /** Those who carried something heavy and are asked how they are. */
  readonly cared: number;
}

const BATCH = 50;

/**
 * Moves the clocks of concerns on, beside those of their promises: when nobody took one in the time of its level, the programme's lead is brought in
 * beside the two on safety duty (never when it is kept from them); when the day to look again came, who has it is reminded; in danger the next on the
 * list is told; and whoever's contact details were released hears of it on the chosen day. Each once.
 * Facts: `safety.concern-climbed` {to}, `safety.concern-review-due` {to}, `safety.danger-call` {to}, `safety.contact-told` {to}, `safety.contact-to-tell` {to}, `safety.care-due` {to}.
 */
export async function sweepConcerns(house: House, org: string): Promise<ConcernsSwept> {
  return {
    climbed: await drain(house, org, climb), reviews: await drain(house, org, review), called: await drain(house, org, callNext), told: await drain(house, org, tellReleased), cared: await drain(house, org, care),
  };
}

async function drain(house: House, org: string, batch: (inside: Inside) => Promise<number>): Promise<number> {
  for (let total = 0; ; ) {
    const found = await insideHouse(house, org, 'concern-clocks', batch);
    total += found;
    if (found < BATCH) return total;
  }
}

async function climb(inside: Inside): Promise<number> {
  const { db, org, now } = inside;
  const waiting = await db
    .selectFrom('concern')
    .select(['id', 'programme_id', 'kept_from', 'also_for', 'owner_id', 'backup_id'])
    .where('org_id', '=', org)
    .where('taken_at', 'is', null)
    .where('closed_at', 'is', null)
    .where('climbed_at', 'is', null)
    .where('climb_at', '<=', now)
    .limit(BATCH)
    .forUpdate()
    .skipLocked()
    .execute();
  for (const { id, programme_id: programme, kept_from, also_for, owner_id, backup_id } of waiting) {
    const [team, staff] = programme === null ? [undefined, []] : [await teamOf(inside, programme), await staffOf(inside, programme)];
    const taken = [...kept_from, ...also_for, owner_id, backup_id];
    const board = [team?.lead ?? null, ...staff.filter(({ role }) => role === 'administrator').map(({ person }) => person)];
    const to = board.find((person) => person !== null && !taken.includes(person)) ?? null;
    await db
      .updateTable('concern')
      .set({ climbed_at: now, ...(to !== null && { also_for: [...also_for, to] }) })
      .where('org_id', '=', org)
      .where('id', '=', id)
      .execute();
    await writeNote(inside, id, 'called-in');
    inside.record({ name: 'safety.concern-climbed', subject: { kind: 'concern', id }, programme, about: { to } });
  }
  return waiting.length;
}

async function review(inside: Inside): Promise<number> {
  const due = await inside.db
    .updateTable('concern')
    .set({ review_told_at: inside.now })
    .where('org_id', '=', inside.org)
    .where('closed_at', 'is', null)
    .where('review_told_at', 'is', null)
    .where('review_at', '<=', inside.now)
    .returning(['id', 'programme_id', 'taken_by'])
    .execute();
  for (const { id, programme_id, taken_by } of due) inside.record({ name: 'safety.concern-review-due', subject: { kind: 'concern', id }, programme: programme_id, about: { to: taken_by } });
  return 0;
}

/** Danger now, and nobody has it: the next person on the list is told. */
async function callNext(inside: Inside): Promise<number> {
  const waiting = await inside.db
    .selectFrom('concern').select(['id', 'programme_id']).where('org_id', '=', inside.org).where('taken_at', 'is', null).where('closed_at', 'is', null).where('next_call_at', '<=', inside.now)
    .limit(BATCH).forUpdate().skipLocked().execute();
  for (const { id, programme_id } of waiting) await tellNext(inside, id, programme_id);
  return waiting.length;
}

/** The chosen day has come: by letter where one reaches them, else the one who asked is reminded to tell them. Nothing of who raised what is said. */
async function tellReleased(inside: Inside): Promise<number> {
  const { db, org, now } = inside;
  const due = await db
    .selectFrom('contact_release')
    .innerJoin('concern', (join) => join.onRef('concern.org_id', '=', 'contact_release.org_id').onRef('concern.id', '=', 'contact_release.concern_id'))
    .select(['contact_release.id', 'contact_release.person_id', 'contact_release.asked_by', 'contact_release.concern_id', 'concern.programme_id'])
    .where('contact_release.org_id', '=', org).where('confirmed_at', 'is not', null).where('told_at', 'is', null).where('asked_to_tell_at', 'is', null).where('tell_at', '<=', now)
    .limit(BATCH).forUpdate().skipLocked().execute();
  for (const { id, person_id, asked_by, concern_id, programme_id } of due) {
    const byLetter = (await contactOf(inside, person_id)).some(({ kind, confirmed }) => kind === 'email' && confirmed);
    await db.updateTable('contact_release').set({ asked_to_tell_at: now, ...(byLetter && { told_at: now }) }).where('org_id', '=', org).where('id', '=', id).execute();
    if (byLetter) await writeNote(inside, concern_id, 'contact-told');
    inside.record({ name: byLetter ? 'safety.contact-told' : 'safety.contact-to-tell', subject: { kind: 'contact-release', id }, programme: programme_id, about: { to: byLetter ? person_id : asked_by } });
  }
  return due.length;
}

/** The day after something heavy was settled, the one who raised it is asked how they are: once, and only whom the house can ask. */
async function care(inside: Inside): Promise<number> {
  const settled = await inside.db
    .updateTable('concern').set({ care_told_at: inside.now }).where('org_id', '=', inside.org).where('closed_at', '<=', new Date(inside.now.getTime() - 86_400_000)).where('care_told_at', 'is', null)
    .where('erased_at', 'is', null).where('level', 'in', ['risk', DANGER, 'after']).where('raised_by', 'is not', null).returning(['id', 'programme_id', 'raised_by', 'closed_by']).execute();
  for (const { id, programme_id, raised_by, closed_by } of settled) {
    if (raised_by !== closed_by) inside.record({ name: 'safety.care-due', subject: { kind: 'concern', id }, programme: programme_id, about: { to: raised_by } });
  }
  return settled.length;
}
