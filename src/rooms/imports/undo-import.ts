import type { ExpressionBuilder } from 'kysely';
import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { writeErasures } from '../../platform/erasures.ts';
import type { Inside } from '../../platform/inside.ts';
import { done, refused } from '../../platform/outcome.ts';
import type { Tables } from '../../platform/tables.ts';
import { withdrawPromise } from '../promises/index.ts';
import { importOf } from './stored.ts';

/** How long an import can be undone. */
const UNDO_DAYS = 30;

/**
 * Takes an import back: everybody it brought and nobody has touched since is gone again, with their answers and addresses. Whoever was answered,
 * proposed or matched meanwhile stays: they are in somebody's hands now. So does whoever came in: what they have here is theirs, and only they end it. Gives how
 * many went and how many stayed.
 */
export const undoImport = act({
  name: 'imports.undo-import',
  input: z.object({ import: z.uuid() }),
  may: ({ actor }) => actor.kind === 'person',
  subject: (input) => ({ kind: 'import', id: input.import }),

  async perform(inside, { import: id }) {
    const kept = await importOf(inside, id, { forUpdate: true });
    if (kept.runAt === null) return refused('not-run');
    if (kept.undoneAt !== null) return refused('already-undone');
    if (inside.now.getTime() - kept.runAt.getTime() > UNDO_DAYS * 86_400_000) return refused('too-late', { days: UNDO_DAYS });
    const touched = await touchedOf(inside, id);
    const rows = await inside.db.selectFrom('import_row').select(['made_kind', 'made_id', 'row_number']).where('org_id', '=', inside.org).where('import_id', '=', id).execute();
    const stay = new Set(rows.filter((row) => touched.has(row.made_id)).map((row) => row.row_number));
    const gone = rows.filter((row) => !stay.has(row.row_number));
    const ids = (kind: string) => gone.filter((row) => row.made_kind === kind).map((row) => row.made_id);
    await takeBack(inside, { requests: ids('support-request'), applications: ids('application'), supporters: ids('supporter'), people: ids('person') });
    await inside.db.updateTable('import').set({ undone_at: inside.now, undone_by: inside.person() }).where('org_id', '=', inside.org).where('id', '=', id).execute();
    inside.record({ name: 'imports.undone', subject: { kind: 'import', id }, programme: kept.programme });
    return done({ gone: new Set(gone.map((row) => row.row_number)).size, stayed: stay.size });
  },
});

/** What of an import somebody has touched since: requests answered, held or proposed, applications answered, supporters with anybody, people with a life of their own here. */
async function touchedOf(inside: Inside, id: string): Promise<ReadonlySet<string>> {
  const { db, org } = inside;
  const requests = await db
    .selectFrom('support_request')
    .select('id')
    .where('org_id', '=', org)
    .where('import_id', '=', id)
    .where((e) => e.or([e('answered_at', 'is not', null), e('held_at', 'is not', null), e('matched_at', 'is not', null), e.exists(e.selectFrom('proposal').select('proposal.id').whereRef('proposal.org_id', '=', 'support_request.org_id').whereRef('proposal.request_id', '=', 'support_request.id'))]))
    .execute();
  const applications = await db
    .selectFrom('application')
    .select('id')
    .where('org_id', '=', org)
    .where('import_id', '=', id)
    .where((e) => e.or([e.and([e('answered_at', 'is not', null), e('answered_at', '<>', e.ref('received_at')), e.not(e.exists(e.selectFrom('supporter').select('supporter.id').whereRef('supporter.org_id', '=', 'application.org_id').whereRef('supporter.sheet_id', '=', 'application.sheet_id')))])]))
    .execute();
  const supporters = await db
    .selectFrom('supporter')
    .select('id')
    .where('org_id', '=', org)
    .where('import_id', '=', id)
    .where((e) => e.exists(e.selectFrom('proposal').select('proposal.id').whereRef('proposal.org_id', '=', 'supporter.org_id').whereRef('proposal.supporter_id', '=', 'supporter.id')))
    .execute();
  const letters = await db
    .selectFrom('letter')
    .innerJoin('import_row', (join) => join.onRef('import_row.org_id', '=', 'letter.org_id').onRef('import_row.made_id', '=', 'letter.person_id'))
    .select('import_row.made_id as id')
    .where('letter.org_id', '=', org)
    .where('import_row.import_id', '=', id)
    .execute();
  const people = await db
    .selectFrom('import_row')
    .innerJoin('person', (join) => join.onRef('person.org_id', '=', 'import_row.org_id').onRef('person.id', '=', 'import_row.made_id'))
    .select('person.id')
    .where('import_row.org_id', '=', org)
    .where('import_row.import_id', '=', id)
    .where('import_row.made_kind', '=', 'person')
    .where((e) => e.or([e('person.came_in_at', 'is not', null), ...besides(e, id)]))
    .execute();
  return new Set([...requests, ...applications, ...supporters, ...letters, ...people].map((row) => row.id));
}

/** What somebody has here that did not come with this file: asked or offered otherwise, a role on the team, somebody they walk with. */
function besides(e: ExpressionBuilder<Tables, 'person'>, id: string) {
  const theirs = (table: 'support_request' | 'application' | 'supporter') =>
    e.exists(e.selectFrom(table).select(`${table}.id`).whereRef(`${table}.org_id`, '=', 'person.org_id').whereRef(`${table}.person_id`, '=', 'person.id').where(`${table}.import_id`, 'is distinct from', id));
  return [
    theirs('support_request'), theirs('application'), theirs('supporter'),
    e.exists(e.selectFrom('role_held').select('role_held.id').whereRef('role_held.org_id', '=', 'person.org_id').whereRef('role_held.person_id', '=', 'person.id').where('role_held.role', 'not in', ['seeker', 'supporter'])),
    ...(['seeker_id', 'supporter_id'] as const).map((side) =>
      e.exists(e.selectFrom('relationship').select('relationship.id').whereRef('relationship.org_id', '=', 'person.org_id').whereRef(`relationship.${side}`, '=', 'person.id'))),
  ];
}

async function takeBack(inside: Inside, { requests, applications, supporters, people }: Record<'requests' | 'applications' | 'supporters' | 'people', string[]>): Promise<void> {
  const { db, org, now } = inside;
  for (const subject of [...requests, ...applications]) await withdrawPromise(inside, { subjectId: subject });
  if (requests.length > 0) await db.updateTable('support_request').set({ withdrawn_at: now }).where('org_id', '=', org).where('id', 'in', requests).execute();
  if (applications.length > 0) await db.updateTable('application').set({ withdrawn_at: now }).where('org_id', '=', org).where('id', 'in', applications).execute();
  if (supporters.length > 0) await db.updateTable('supporter').set({ ended_at: now }).where('org_id', '=', org).where('id', 'in', supporters).execute();
  if (people.length === 0) return;
  const sheets = db.selectFrom('sheet').select('id').where('org_id', '=', org).where('person_id', 'in', people);
  await db.deleteFrom('answer').where('org_id', '=', org).where('sheet_id', 'in', sheets).execute();
  await db.deleteFrom('kept_note').where('org_id', '=', org).where('person_id', 'in', people).execute();
  await db.deleteFrom('contact').where('org_id', '=', org).where('person_id', 'in', people).execute();
  await db.updateTable('role_held').set({ ended_at: now }).where('org_id', '=', org).where('person_id', 'in', people).where('ended_at', 'is', null).execute();
  await db.updateTable('person').set({ erased_at: now, name: null, pronouns: null }).where('org_id', '=', org).where('id', 'in', people).execute();
  // Their keys go too: what came with the sheet opens in no old backup either.
  await writeErasures(inside, people.map((subject) => ({ kind: 'person', subject, because: 'left' })));
}
