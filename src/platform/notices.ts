import { sql } from 'kysely';
import { openValue, sealValue, type DataKey } from '../proof/index.ts';
import type { Inside } from './act.ts';
import type { House } from './house.ts';
import type { Subject } from './trail.ts';

/**
 * One notice to one person, as a room asks for it. `kind` is an id of the programme's notices (content/notices.yaml).
 * `effect` names the effect: however often a fact is read or a sweep runs, one effect is one notice.
 */
export interface NoticeGiven {
  readonly person?: string | null;
  readonly programme?: string | null;
  readonly kind: string;
  readonly effect: string;
  readonly about?: Subject;
  /** Placeholders that name nobody: times, lengths, kinds. */
  readonly fills?: Readonly<Record<string, string | number>>;
  /** What only the message itself may carry (a sign-in link, a code). Sealed here, wiped once sent. */
  readonly secret?: Readonly<Record<string, string>>;
  /** Where to, when it is not the person's main address. Sealed. */
  readonly to?: string;
  readonly channel?: 'email' | 'sms' | 'call';
  /** Rings through quiet hours: sign-in, and danger for those on duty. */
  readonly rings?: boolean;
  /** When it should go; now when absent. Quiet hours are looked at when it goes. */
  readonly dueAt?: Date;
  /** Written only so that the work is the same whether or not somebody is known here; never sent. */
  readonly dropped?: string;
}

/** Writes a notice with the change it tells of. A repeated effect changes nothing. */
export async function writeNotice(inside: Pick<Inside, 'db' | 'org' | 'now' | 'newId' | 'scene'>, given: NoticeGiven): Promise<void> {
  const id = inside.newId();
  const key = noticeKey(inside.scene.house);
  const seal = (column: string, text: string) => sealValue(key, { org: inside.org, table: 'notice', column, row: id }, text);
  const due = given.dueAt ?? inside.now;
  await inside.db
    .insertInto('notice')
    .values({
      org_id: inside.org,
      id,
      person_id: given.person ?? null,
      programme_id: given.programme ?? null,
      kind: given.kind,
      effect: given.effect,
      about_kind: given.about?.kind ?? null,
      about_id: given.about?.id ?? null,
      fills: sql<string>`${JSON.stringify(given.fills ?? {})}::jsonb`,
      secret: given.secret === undefined ? null : seal('secret', JSON.stringify(given.secret)),
      to_address: given.to === undefined ? null : seal('to_address', given.to),
      channel: given.channel ?? 'email',
      rings: given.rings ?? false,
      made_at: inside.now,
      due_at: due,
      next_try_at: due,
      dropped_at: given.dropped === undefined ? null : inside.now,
      dropped_why: given.dropped ?? null,
    })
    .onConflict((conflict) => conflict.constraint('one_notice_per_effect').doNothing())
    .execute();
}

/** Opens a sealed column of a notice, for the one who delivers it. Empty when there is nothing. */
export function openNotice(house: House, org: string, id: string, column: 'secret' | 'to_address', sealed: Uint8Array | null): string {
  return sealed === null ? '' : openValue(noticeKey(house), { org, table: 'notice', column, row: id }, sealed);
}

function noticeKey(house: Pick<House, 'secret'>): DataKey {
  return { id: '00000000-0000-7000-8000-00006e6f7469', bytes: house.secret('notice') };
}
