import type { House } from '../../platform/house.ts';
import { type Inside, insideHouse } from '../../platform/inside.ts';
import { answeringFor, teamOf } from '../programmes/index.ts';
import { openPromises, type PromiseRow } from './promise.ts';
import { writeStep } from './steps.ts';

/** What one sweep did. */
export interface Swept {
  readonly warned: number;
  readonly handedOver: number;
  readonly climbed: number;
  readonly replaced: number;
}

/** Promises taken in one transaction: short enough that nobody waits for the rows. */
const BATCH = 100;

/**
 * Moves every clock of one organisation on (P6): reminds owners, puts what is past its time into the back-up's hands, tells the lead when even
 * that brought no answer, and finds new hands when somebody left. Each thing happens once to a promise, however many nodes sweep at once: a node
 * takes the rows nobody else holds, and what was done stands on the row, so that a restart forgets nothing.
 * Facts: `promises.warned` {owner}, `promises.handed-over` {from, to}, `promises.climbed` {to}, `promises.owner-replaced` {from, to}.
 */
export async function sweepPromises(house: House, org: string): Promise<Swept> {
  const replaced = await drain(house, org, replaceOwners);
  const warned = await drain(house, org, warn);
  const handedOver = await drain(house, org, handOverLate);
  const climbed = await drain(house, org, climb);
  return { warned, handedOver, climbed, replaced };
}

/** Repeats a batch until it finds nothing more to do. */
async function drain(house: House, org: string, batch: (inside: Inside) => Promise<number>): Promise<number> {
  for (let total = 0; ; ) {
    const found = await insideHouse(house, org, 'promise-clocks', batch);
    total += found;
    if (found < BATCH) return total;
  }
}

/** Promises whose owner no longer answers for the programme, or who left, or that never had one. Concerns are safety's to pass on. */
async function replaceOwners(inside: Inside): Promise<number> {
  const orphans = await openPromises(inside)
    .where('kind', '<>', 'concern')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('role_held')
            .innerJoin('person', (join) => join.onRef('person.org_id', '=', 'role_held.org_id').onRef('person.id', '=', 'role_held.person_id'))
            .select('role_held.id')
            .whereRef('role_held.org_id', '=', 'promise.org_id')
            .whereRef('role_held.person_id', '=', 'promise.owner_id')
            .where((by) => by.or([by('role_held.programme_id', 'is', null), by('role_held.programme_id', '=', by.ref('promise.programme_id'))]))
            .where('role_held.role', 'in', ['coordinator', 'lead', 'administrator'])
            .where('role_held.ended_at', 'is', null)
            .where('person.left_at', 'is', null)
            .where('person.erased_at', 'is', null),
        ),
      ),
    )
    .limit(BATCH)
    .forUpdate()
    .skipLocked()
    .execute();
  let replaced = 0;
  for (const promise of orphans) replaced += await replaceOwner(inside, promise);
  // Those for whom nobody is left wait for the next sweep; counting them would repeat this batch for ever.
  return replaced;
}

async function replaceOwner(inside: Inside, promise: PromiseRow): Promise<number> {
  const hands = (await answeringFor(inside, promise.programme_id)).filter((person) => person !== promise.promised_to);
  const to = hands.find((person) => person === promise.backup_id) ?? hands[0];
  if (to === undefined) return 0;
  const backup = hands.find((person) => person === promise.backup_id && person !== to) ?? hands.find((person) => person !== to) ?? null;
  await change(inside, promise, { owner_id: to, backup_id: backup });
  await writeStep(inside, promise.id, 'owner-replaced', promise.owner_id, to);
  tell(inside, promise, 'promises.owner-replaced', { from: promise.owner_id, to });
  return 1;
}

async function warn(inside: Inside): Promise<number> {
  // What is late already is handed over instead: a reminder after the time is none.
  const due = await openPromises(inside)
    .where('warned_at', 'is', null)
    .where('warn_at', '<=', inside.now)
    .where('due_at', '>=', inside.now)
    .limit(BATCH)
    .forUpdate()
    .skipLocked()
    .execute();
  for (const promise of due) {
    await change(inside, promise, { warned_at: inside.now });
    await writeStep(inside, promise.id, 'warned', null, promise.owner_id);
    tell(inside, promise, 'promises.warned', { owner: promise.owner_id });
  }
  return due.length;
}

async function handOverLate(inside: Inside): Promise<number> {
  const late = await openPromises(inside).where('handed_over_at', 'is', null).where('due_at', '<', inside.now).limit(BATCH).forUpdate().skipLocked().execute();
  for (const promise of late) {
    const to = await whoStepsIn(inside, promise);
    await change(inside, promise, { handed_over_at: inside.now, ...(to !== undefined && { owner_id: to, backup_id: promise.owner_id }) });
    await writeStep(inside, promise.id, to === undefined ? 'nobody-to-step-in' : 'handed-over', promise.owner_id, to ?? null);
    tell(inside, promise, 'promises.handed-over', { from: promise.owner_id, to: to ?? null });
  }
  return late.length;
}

async function climb(inside: Inside): Promise<number> {
  const late = await openPromises(inside).where('climbed_at', 'is', null).where('climb_at', '<=', inside.now).limit(BATCH).forUpdate().skipLocked().execute();
  for (const promise of late) {
    const to = await whoLeads(inside, promise);
    await change(inside, promise, { climbed_at: inside.now });
    await writeStep(inside, promise.id, 'climbed', promise.owner_id, to ?? null);
    tell(inside, promise, 'promises.climbed', { owner: promise.owner_id, to: to ?? null });
  }
  return late.length;
}

/** The back-up, while they are still there; for anything but a concern, otherwise the next who answers for the programme. */
async function whoStepsIn(inside: Inside, promise: PromiseRow): Promise<string | undefined> {
  const others = (person: string | null): person is string => person !== null && person !== promise.owner_id && person !== promise.promised_to;
  if (promise.kind === 'concern') return others(promise.backup_id) ? promise.backup_id : undefined;
  const hands = (await answeringFor(inside, promise.programme_id)).filter(others);
  return hands.find((person) => person === promise.backup_id) ?? hands[0];
}

/** The lead of the programme; without one, somebody who has not had it in their hands. For a concern nobody but safety: whom it is about may be the lead. */
async function whoLeads(inside: Inside, promise: PromiseRow): Promise<string | undefined> {
  if (promise.kind === 'concern') return undefined;
  const { lead } = await teamOf(inside, promise.programme_id);
  const hands = (await answeringFor(inside, promise.programme_id)).filter((person) => person !== promise.promised_to);
  const fresh = hands.find((person) => person !== promise.owner_id && person !== promise.backup_id);
  return hands.find((person) => person === lead) ?? fresh ?? hands.find((person) => person !== promise.owner_id) ?? hands[0];
}

type Change = { owner_id?: string; backup_id?: string | null; warned_at?: Date; handed_over_at?: Date; climbed_at?: Date };

async function change(inside: Inside, { id }: PromiseRow, to: Change): Promise<void> {
  await inside.db.updateTable('promise').set(to).where('org_id', '=', inside.org).where('id', '=', id).execute();
}

function tell(inside: Inside, promise: PromiseRow, name: `promises.${string}`, about: Record<string, string | null>): void {
  inside.record({
    name, subject: { kind: promise.subject_kind, id: promise.subject_id }, programme: promise.programme_id, about: { promise: promise.id, kind: promise.kind, ...about },
  });
  inside.announce('promises');
}
