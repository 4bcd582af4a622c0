import { sql } from 'kysely';
import { z } from 'zod';
import { act } from '../../platform/act.ts';
import type { Inside } from '../../platform/inside.ts';
import { done, refused } from '../../platform/outcome.ts';
import { addSupporter, beginSheet, keepAnswer, receive, receiveApplication } from '../intake/index.ts';
import { addContact, addPerson, contactOf, normalEmail, sealFor } from '../people/index.ts';
import { giveRole, type Programme, programmeOf } from '../programmes/index.ts';
import { withdrawPromise } from '../promises/index.ts';
import { alreadyIn } from './already-here.ts';
import { answersFrom } from './answers-from.ts';
import type { PlannedPerson } from './reading/index.ts';
import { planned } from './seen.ts';
import { type ImportKept, importOf, sheetOf } from './stored.ts';

/**
 * Brings a sheet in, as one act: people, answers, requests with their promise from today, applications; every cell that fits no question as a note,
 * word for word. What a sheet says of training or screening is hearsay, so it comes in as a note and opens no proposal. People already here by address
 * and name get the new request and keep who they are. Afterwards the sheet itself is gone from here.
 */
export const runImport = act({
  name: 'imports.run-import',
  input: z.object({ import: z.uuid() }),
  may: ({ actor }) => actor.kind === 'person',
  subject: (input) => ({ kind: 'import', id: input.import }),

  async perform(inside, { import: id }) {
    const kept = await importOf(inside, id, { forUpdate: true });
    if (kept.runAt !== null) return refused('already-run');
    const { plan, known, bring, look, out } = await planned(inside, kept, await sheetOf(inside, id));
    if (look.length > 0) return refused('rows-to-look-at', { count: look.length });
    const programme = await programmeOf(inside, kept.programme);
    const counts = { requests: 0, applications: 0, supporters: 0, people: 0, alreadyHere: 0, alreadyWaiting: 0, leftOut: plan.totals.leftOut + out.length, joined: plan.totals.joined };
    for (const one of bring) await bringIn(inside, kept, programme, one, known.get(one.key)?.sameName === true ? known.get(one.key)?.person : undefined, counts);
    await inside.db
      .updateTable('import')
      .set({ run_at: inside.now, run_by: inside.person(), sheet: null, counts: sql<string>`${JSON.stringify(counts)}::jsonb` })
      .where('org_id', '=', inside.org)
      .where('id', '=', id)
      .execute();
    inside.record({ name: 'imports.ran', subject: { kind: 'import', id }, programme: kept.programme, about: { requests: counts.requests, applications: counts.applications } });
    return done(counts);
  },
});

async function bringIn(inside: Inside, kept: ImportKept, programme: Programme, one: PlannedPerson, knownAs: string | undefined, counts: Record<string, number>): Promise<void> {
  const count = (what: string) => {
    counts[what] = (counts[what] ?? 0) + 1;
  };
  const made = (kind: string, id: string) =>
    inside.db.insertInto('import_row').values({ org_id: inside.org, import_id: kept.id, row_number: one.rows[0] ?? 0, made_kind: kind, made_id: id }).execute();
  // Asked for each anew: the row before may have been theirs.
  if (knownAs !== undefined && (await alreadyIn(inside, kept.programme, one.side, [knownAs])).size > 0) return count('alreadyWaiting');

  const person = knownAs ?? (await addPerson(inside, { ...(one.name !== null && { name: one.name }), lang: tongueFrom(one, programme), enteredBy: inside.person() }));
  if (knownAs === undefined) {
    count('people');
    await made('person', person);
  } else count('alreadyHere');
  // An address beside the name of somebody who is here already is for a coordinator to ask them about: it must never become a way into their account.
  if (one.email !== null && knownAs === undefined) await addContact(inside, person, { kind: 'email', value: one.email });
  else if (one.email !== null && !(await contactOf(inside, person)).some(({ value }) => value === normalEmail(one.email ?? ''))) await keepNote(inside, kept, person, 'email', one.email);
  if (one.phone !== null) await addContact(inside, person, { kind: 'phone', value: one.phone.extension === null ? one.phone.number : `${one.phone.number} ext. ${one.phone.extension}` });

  const sheet = await beginSheet(inside, { programme: kept.programme, side: one.side, set: programme.settings.intake[one.side], person });
  for (const [question, answer] of answersFrom(one)) await keepAnswer(inside, { id: sheet, person }, question, answer);
  for (const { label, text } of notesOf(one)) await keepNote(inside, kept, person, label, text);
  if (one.consent === 'yes') {
    await inside.db.insertInto('consent').values({ org_id: inside.org, id: inside.newId(), person_id: person, kind: 'coordinator-reads', version: 'sheet', given_at: inside.now }).execute();
  }
  const where = { id: sheet, person, programme: kept.programme };
  if (one.side === 'seeker') {
    await made('support-request', await receive(inside, where, { source: 'import', importId: kept.id, ...askedAt(one) }));
    return count('requests');
  }
  const application = await receiveApplication(inside, where, { source: 'import', importId: kept.id, ...askedAt(one) });
  await made('application', application);
  if (!kept.decisions.alreadySupporters) return count('applications');
  await inside.db
    .updateTable('application')
    .set({ decided_at: inside.now, decided_by: inside.person(), decision: 'welcome', answered_at: inside.now })
    .where('org_id', '=', inside.org)
    .where('id', '=', application)
    .execute();
  await withdrawPromise(inside, { subjectId: application });
  await made('supporter', await addSupporter(inside, { ...where, sheet, capacity: Math.min(one.capacity ?? programme.capacity.start, programme.capacity.most), restDays: programme.capacity.restDaysBetween, importId: kept.id }));
  await giveRole(inside, { person, programme: kept.programme, role: 'supporter' });
  return count('supporters');
}

/** Cells that fit no question, and what the sheet says of training, screening, situation and hopes: notes for the coordinator's eye. */
function notesOf(one: PlannedPerson): { label: string; text: string }[] {
  const said = (label: string, state: PlannedPerson['training']) => (state === null ? [] : [{ label, text: state.on === null ? state.state : `${state.state}, ${state.on}` }]);
  return [
    ...one.notes.map(({ label, text }) => ({ label, text })),
    ...said('training', one.training),
    ...said('screening', one.screening),
    ...(one.situation === null ? [] : [{ label: 'situation', text: one.situation }]),
    ...(one.hopes === null ? [] : [{ label: 'hopes', text: one.hopes }]),
  ];
}

async function keepNote(inside: Inside, kept: ImportKept, person: string, label: string, text: string): Promise<void> {
  const id = inside.newId();
  await inside.db
    .insertInto('kept_note')
    .values({ org_id: inside.org, id, person_id: person, programme_id: kept.programme, label, words: await sealFor(inside, person, `kept_note/words/${id}`, text), at: inside.now, import_id: kept.id })
    .execute();
}

/** When they wrote, in the sheet's own words about it; the promise runs from today all the same. */
function askedAt(one: PlannedPerson): { receivedAt?: Date } {
  if (one.askedOn === null || one.askedOn.on.length < 10) return {};
  const at = new Date(`${one.askedOn.on}T${one.askedOn.time ?? '12:00'}:00Z`);
  return Number.isNaN(at.getTime()) ? {} : { receivedAt: at };
}

function tongueFrom(one: PlannedPerson, programme: Programme): 'en' | 'fr' {
  const [first] = one.languages;
  if (first?.code === 'fr') return 'fr';
  return first?.code === 'en' ? 'en' : programme.lang;
}
