import type { House } from '../../platform/house.ts';
import { MAY_HAVE_ARRIVED } from './settle.ts';

/** How mail is: for `doctor`, and for Today. Numbers and codes only. */
export interface MailTrouble {
  /** Whether a mail server was named at all. */
  readonly server: boolean;
  /** Notices whose time has come and that could not go, and since when the oldest waits. */
  readonly waiting: number;
  readonly since: Date | undefined;
  /** The newest trouble: `server-away`, `sign-in-refused`, `sender-refused`, `not-secret`, `server-says-later`, `server-slow`. */
  readonly trouble: string | undefined;
}

/** What stands in the way of letters in one organisation; undefined when all is well. */
export async function mailTrouble(house: House, org: string): Promise<MailTrouble | undefined> {
  const server = house.config.demo || house.config.smtpUrl !== undefined;
  const rows = await house.db.within({ org, readOnly: true }, (db) =>
    db
      .selectFrom('notice')
      .select((e) => [e.fn.countAll<string>().as('waiting'), e.fn.min('due_at').as('since'), e.fn.max('trouble').as('trouble')])
      .where('org_id', '=', org)
      .where('sent_at', 'is', null)
      .where('dropped_at', 'is', null)
      .where('channel', '<>', 'call')
      .where((e) => (server ? e('trouble', 'is not', null) : e('due_at', '<=', house.clock.now())))
      .executeTakeFirst(),
  );
  const waiting = Number(rows?.waiting ?? 0);
  if (server && waiting === 0) return undefined;
  return { server, waiting, since: rows?.since ?? undefined, trouble: rows?.trouble ?? undefined };
}

/** How many letters of one organisation were in hand when something was killed in the last week: they may have arrived, and are not sent again. */
export async function lettersUnsure(house: House, org: string): Promise<number> {
  const since = new Date(house.clock.now().getTime() - 7 * 86_400_000);
  const row = await house.db.within({ org, readOnly: true }, (db) =>
    db.selectFrom('notice').select((e) => e.fn.countAll<string>().as('count')).where('org_id', '=', org).where('trouble', '=', MAY_HAVE_ARRIVED).where('sent_at', '>', since).executeTakeFirst(),
  );
  return Number(row?.count ?? 0);
}
