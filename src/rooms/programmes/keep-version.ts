import type { Inside } from '../../platform/act.ts';
import { personOf } from '../../platform/actor.ts';
import { present } from '../../platform/outcome.ts';
import type { ContentKind, ContentKinds } from './kinds.ts';
import { asJson, fromJson } from './stored.ts';

/** A piece of content held for a change: nobody else changes it until this act ends. */
export interface Held<K extends ContentKind> {
  readonly version: number;
  readonly body: ContentKinds[K];
}

/** Takes a piece of content for a change. @throws Absent when it is not there. */
export async function holdContent<K extends ContentKind>(inside: Inside, programme: string, kind: K, id: string): Promise<Held<K>> {
  const row = await inside.db
    .selectFrom('programme_content')
    .select(['version', 'body'])
    .where('org_id', '=', inside.org)
    .where('programme_id', '=', programme)
    .where('kind', '=', kind)
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  return { version: present(row).version, body: fromJson(present(row).body) };
}

/** Puts a new version in place and keeps the one before for ever, so that any change can be undone. Gives back the new version's number. */
export async function replaceContent<K extends ContentKind>(inside: Inside, programme: string, kind: K, id: string, body: ContentKinds[K]): Promise<number> {
  const { db, org, now } = inside;
  const by = personOf(inside.actor) ?? null;
  const mine = { org_id: org, programme_id: programme, kind, id };
  const before = await db
    .selectFrom('programme_content')
    .select(['version', 'body', 'changed_at', 'changed_by'])
    .where('org_id', '=', org)
    .where('programme_id', '=', programme)
    .where('kind', '=', kind)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  const old = present(before);
  await db
    .insertInto('programme_content_before')
    .values({ ...mine, version: old.version, body: asJson(old.body), changed_at: old.changed_at, changed_by: old.changed_by })
    .execute();
  await db
    .updateTable('programme_content')
    .set({ body: asJson(body), version: old.version + 1, changed_at: now, changed_by: by, removed_at: null })
    .where('org_id', '=', org)
    .where('programme_id', '=', programme)
    .where('kind', '=', kind)
    .where('id', '=', id)
    .execute();
  inside.record({ name: 'programmes.content-changed', subject: { kind: 'programme', id: programme }, programme, about: { kind, id, version: old.version + 1 } });
  return old.version + 1;
}

/** Adds a piece of content at the end of its kind. */
export async function addContent<K extends ContentKind>(inside: Inside, programme: string, kind: K, body: ContentKinds[K] & { readonly id: string }): Promise<void> {
  const { db, org, now } = inside;
  const { last } = await db
    .selectFrom('programme_content')
    .select((by) => by.fn.max('position').as('last'))
    .where('org_id', '=', org)
    .where('programme_id', '=', programme)
    .where('kind', '=', kind)
    .executeTakeFirstOrThrow();
  await db
    .insertInto('programme_content')
    .values({
      org_id: org, programme_id: programme, kind, id: body.id, position: (last ?? -1) + 1, body: asJson(body), changed_at: now, changed_by: personOf(inside.actor) ?? null,
    })
    .execute();
}
