import { present } from '../../platform/outcome.ts';
import type { ContentKind, ContentKinds } from './kinds.ts';
import type { Here } from './programme.ts';
import { fromJson } from './stored.ts';

/** One piece of a programme's content with its place and version. */
export interface ContentItem<K extends ContentKind = ContentKind> {
  readonly id: string;
  readonly position: number;
  readonly version: number;
  readonly changedAt: Date;
  readonly body: ContentKinds[K];
}

/** Every piece of one kind, in the programme's order. Removed pieces are left out. */
export async function contentOf<K extends ContentKind>(here: Here, programme: string, kind: K): Promise<readonly ContentItem<K>[]> {
  return (await select(here, programme, kind).where('removed_at', 'is', null).execute()).map(asItem<K>);
}

/** One piece, also when it was removed since: old answers still need the words of their question. @throws Absent when it never was. */
export async function contentItem<K extends ContentKind>(here: Here, programme: string, kind: K, id: string): Promise<ContentItem<K>> {
  return present((await select(here, programme, kind).where('id', '=', id).execute()).map(asItem<K>)[0]);
}

/** The questions of a set in order; ids that are no longer there are left out. @throws Absent when there is no such set. */
export async function questionsOf(here: Here, programme: string, set: string): Promise<readonly ContentKinds['question'][]> {
  const { body } = await contentItem(here, programme, 'question-set', set);
  if (body.questions.length === 0) return [];
  const items = (await select(here, programme, 'question').where('removed_at', 'is', null).where('id', 'in', [...body.questions]).execute()).map(asItem<'question'>);
  const byId = new Map(items.map((item) => [item.id, item.body]));
  return body.questions.flatMap((id) => byId.get(id) ?? []);
}

function select({ db, org }: Here, programme: string, kind: ContentKind) {
  return db
    .selectFrom('programme_content')
    .select(['id', 'position', 'version', 'changed_at', 'body'])
    .where('org_id', '=', org)
    .where('programme_id', '=', programme)
    .where('kind', '=', kind)
    .orderBy('position')
    .orderBy('id');
}

type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number];

function asItem<K extends ContentKind>(row: Row): ContentItem<K> {
  return { id: row.id, position: row.position, version: row.version, changedAt: row.changed_at, body: fromJson(row.body) };
}
