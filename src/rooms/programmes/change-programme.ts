import type { UpdateObject } from 'kysely';
import type { Inside } from '../../platform/act.ts';
import type { Tables } from '../../platform/tables.ts';
import type { ProgrammeSettings } from './kinds.ts';
import { programmeOf } from './programme.ts';
import { asJson } from './stored.ts';

/** Writes columns of a programme and tells that its settings changed. `what` says which, for the fact. */
export async function changeProgramme(inside: Inside, programme: string, what: string, change: UpdateObject<Tables, 'programme'>): Promise<void> {
  await inside.db.updateTable('programme').set(change).where('org_id', '=', inside.org).where('id', '=', programme).execute();
  inside.record({ name: 'programmes.settings-changed', subject: { kind: 'programme', id: programme }, programme, about: { what } });
}

/** Changes some of what a programme keeps beside its content. */
export async function changeSettings(inside: Inside, programme: string, what: string, change: Partial<ProgrammeSettings>): Promise<void> {
  const { settings } = await programmeOf(inside, programme);
  await changeProgramme(inside, programme, what, { settings: asJson({ ...settings, ...change }) });
}
