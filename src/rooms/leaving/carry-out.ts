import { type Erasure, KeyringUnavailable } from '../../keyring/index.ts';
import { type ErasureKind, type ErasureReason, writeErasures } from '../../platform/erasures.ts';
import { keepInLedger } from '../../platform/erasure-ledger.ts';
import type { House } from '../../platform/house.ts';
import { type Inside, insideHouse } from '../../platform/inside.ts';
import { removeBreaches } from '../breaches/index.ts';
import { blankConcern } from '../safety/index.ts';
import { eraseRows, lastLetter } from './erase.ts';

/** An erasure that waits to be carried out. */
interface Waiting {
  readonly id: string;
  readonly kind: ErasureKind;
  readonly subject: string;
  readonly about: Readonly<Record<string, string | number>>;
  readonly because: ErasureReason;
  readonly at: Date;
  readonly due: Date;
  readonly again: boolean;
}

/** What carries out `older-than`: everything of one kind from before a moment goes again. Given by whoever knows the kinds (the room of retention). */
export type OlderThan = (house: House, org: string, older: { readonly where: string; readonly what: string; readonly before: Date }) => Promise<void>;

const BATCH = 50;

/**
 * Carries out what stands in the ledger and is due: first the line is kept in the file beside the database, then the keyring destroys the keys, then rows
 * are blanked and the erasure counts as done. Safe to run twice, on many nodes, and after any break in between: what is not done is found again.
 * @throws KeyringUnavailable when the keyring cannot answer; nothing is lost. @returns how many were carried out.
 */
export async function carryOutErasures(house: House, org: string, olderThan?: OlderThan): Promise<number> {
  await insideHouse(house, org, 'erasures', noteWhoLeft);
  for (let total = 0; ; ) {
    const waiting = await house.db.within({ org, readOnly: true }, (db) =>
      db.selectFrom('erasure as e').select(['e.id', 'e.kind', 'e.subject_id', 'e.about', 'e.because', 'e.at', 'e.due_at', 'e.again'])
        .where('e.org_id', '=', org).where('e.due_at', '<=', house.clock.now())
        .$if(olderThan === undefined, (query) => query.where('e.kind', '<>', 'older-than'))
        .where((q) => q.not(q.exists(q.selectFrom('erasure_done as d').select('d.at').whereRef('d.org_id', '=', 'e.org_id').whereRef('d.erasure_id', '=', 'e.id'))))
        .orderBy('e.id').limit(BATCH).execute(),
    );
    const batch = waiting.map((row): Waiting => ({
      id: row.id, kind: row.kind as ErasureKind, subject: row.subject_id, about: row.about as Waiting['about'], because: row.because as ErasureReason, at: row.at, due: row.due_at, again: row.again,
    }));
    await keepBeside(house, org);
    await destroyTogether(house, org, batch);
    for (const one of batch) await carryOut(house, org, one, olderThan);
    total += batch.length;
    // What was carried out may have found more: an import that held a person who is gone.
    if (batch.length === 0) return total;
  }
}

/** Whether anything that a restore brought back still waits: nothing is served before it is gone. */
export async function waitsAgain(house: House, org: string): Promise<boolean> {
  const row = await house.db.within({ org, readOnly: true }, (db) =>
    db.selectFrom('erasure as e').select('e.id').where('e.org_id', '=', org).where('e.again', '=', true).where('e.due_at', '<=', house.clock.now())
      .where((q) => q.not(q.exists(q.selectFrom('erasure_done as d').select('d.at').whereRef('d.org_id', '=', 'e.org_id').whereRef('d.erasure_id', '=', 'e.id'))))
      .limit(1).executeTakeFirst(),
  );
  return row !== undefined;
}

/** Whoever left without a line in the ledger gets one: two accounts that became one, and what was begun before there was a ledger. */
async function noteWhoLeft(inside: Inside): Promise<void> {
  const { db, org } = inside;
  const rows = await db
    .selectFrom('person').select('id').where('org_id', '=', org).where('left_at', 'is not', null).where('erased_at', 'is', null)
    .where((e) => e.not(e.exists(e.selectFrom('erasure').select('erasure.id').whereRef('erasure.org_id', '=', 'person.org_id').whereRef('erasure.subject_id', '=', 'person.id').where('erasure.kind', '=', 'person'))))
    .orderBy('left_at').limit(BATCH).forUpdate().skipLocked().execute();
  await writeErasures(inside, rows.map(({ id }) => ({ kind: 'person', subject: id, because: 'left' })));
}

/** Lines of the last days that the file beside the database does not have yet: whichever node wrote them. */
async function keepBeside(house: House, org: string): Promise<void> {
  const since = new Date(house.clock.now().getTime() - 3 * 86_400_000);
  const rows = await house.db.within({ org, readOnly: true }, (db) =>
    db.selectFrom('erasure').select(['id', 'kind', 'subject_id', 'about', 'because', 'at', 'due_at']).where('org_id', '=', org).where('at', '>', since).orderBy('id').execute());
  await keepInLedger(house.config.data, rows.map((row) => ({
    org, id: row.id, kind: row.kind as ErasureKind, subject: row.subject_id, about: row.about as Waiting['about'], because: row.because as ErasureReason, at: row.at.toISOString(), due: row.due_at.toISOString(),
  })));
}

/** Every destruction changes the keyring's own key. Many keys at once change it once; what follows for each conversation then finds nothing left. */
async function destroyTogether(house: House, org: string, batch: readonly Waiting[]): Promise<void> {
  const talks = batch.filter(({ kind }) => kind === 'conversation').map(({ subject }) => subject);
  const single = batch.filter(({ kind }) => kind === 'key').map(({ subject }) => subject);
  const ofTalks = talks.length === 0 ? [] : await house.db.within({ org, readOnly: true }, (db) =>
    db.selectFrom('data_key').select('id').where('org_id', '=', org).where('conversation_id', 'in', talks).where('destroyed_at', 'is', null).execute());
  const ids = [...single, ...ofTalks.map(({ id }) => id)];
  if (ids.length > 0) await destroy(house, { kind: 'keys', ids });
}

async function carryOut(house: House, org: string, one: Waiting, olderThan: OlderThan | undefined): Promise<void> {
  const inside = <T>(because: string, work: (inside: Inside) => Promise<T>) => insideHouse(house, org, because, work);
  if (one.kind === 'person') {
    if (!one.again) await inside('last-letter', (here) => lastLetter(here, one.subject));
    await destroy(house, { kind: 'author', author: one.subject });
    await destroy(house, { kind: 'person', org, person: one.subject });
  } else if (one.kind === 'conversation') await destroy(house, { kind: 'conversation', conversation: one.subject });
  else if (one.kind === 'import' || one.kind === 'breach') await destroy(house, { kind: 'person', org, person: one.subject });
  else if (one.kind === 'concern') {
    // The keyring asks whether the concern's time was over, so its row says so first.
    await inside('erase', (here) => endConcern(here, one.subject));
    await destroy(house, { kind: 'concern', org, concern: one.subject });
    await destroy(house, { kind: 'person', org, person: one.subject });
  } else if (one.kind === 'older-than') {
    if (one.again) await olderThan?.(house, org, { where: one.subject, what: String(one.about['what'] ?? ''), before: new Date(String(one.about['before'] ?? '')) });
  }
  await inside('erase', async (here) => {
    await blank(here, one);
    await here.db.insertInto('erasure_done').values({ org_id: org, erasure_id: one.id, at: here.now }).onConflict((conflict) => conflict.doNothing()).execute();
  });
}

/** Blanks the rows of what the keyring no longer opens. A message taken back was blanked by its own author, or by the restore: the house has no way to it. */
async function blank(inside: Inside, { kind, subject }: Waiting): Promise<void> {
  const { db, org, now } = inside;
  if (kind === 'person') await eraseRows(inside, subject);
  else if (kind === 'key') await db.updateTable('data_key').set({ destroyed_at: now }).where('org_id', '=', org).where('id', '=', subject).where('destroyed_at', 'is', null).execute();
  else if (kind === 'conversation') {
    await db.updateTable('data_key').set({ destroyed_at: now }).where('org_id', '=', org).where('conversation_id', '=', subject).where('destroyed_at', 'is', null).execute();
    await db.updateTable('conversation').set({ shredded_at: now, closed_at: now }).where('org_id', '=', org).where('id', '=', subject).where('closed_at', 'is', null).execute();
    await db.updateTable('conversation').set({ shredded_at: now }).where('org_id', '=', org).where('id', '=', subject).where('shredded_at', 'is', null).execute();
  } else if (kind === 'breach') await removeBreaches(inside, [subject]);
  else if (kind === 'import') await db.updateTable('import').set({ sheet: null }).where('org_id', '=', org).where('id', '=', subject).execute();
}

/** A backup may be from a day on which the concern was still open. */
async function endConcern(inside: Inside, id: string): Promise<void> {
  await inside.db.updateTable('concern').set({ closed_at: inside.now }).where('org_id', '=', inside.org).where('id', '=', id).where('closed_at', 'is', null).execute();
  await blankConcern(inside, id);
}

async function destroy(house: House, what: Erasure): Promise<void> {
  const answer = await house.keyring.destroy(null, what);
  if (!answer.ok) throw new KeyringUnavailable(answer.why);
}
