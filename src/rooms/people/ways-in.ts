import { z } from 'zod';
import type { Inside } from '../../platform/inside.ts';
import { view } from '../../platform/view.ts';
import { meetingCodeOf, olderWordsOpened } from './met-in-person.ts';
import type { Here } from './private-words.ts';
import { isFresh, passkeysWorkAt, wordsOpenSince } from './rules.ts';
import { holdsStaffRole } from './sessions.ts';

/** How somebody comes in, for their own page. Moments, never secrets. */
export interface WaysIn {
  readonly passkeys: readonly { readonly id: string; readonly name: string; readonly madeAt: Date; readonly usedAt: Date | null }[];
  readonly passwordSetAt: Date | null;
  readonly oneTimeCodes: boolean;
  readonly recoveryCodesLeft: number;
  readonly outsideAccount: boolean;
  /** Whether browsers allow passkeys at this site's address at all. */
  readonly passkeysPossible: boolean;
  readonly staff: boolean;
  /** Whether ways in may be changed in this session now, or why not. */
  readonly change: MayChange;
  /** Whether a password may be taken away in this session without naming it. */
  readonly mayResetPassword: boolean;
  /** Until when older words stay closed here. */
  readonly historyFrom: Date | null;
  /** While older words wait here: six digits to show to somebody of the team who meets me. */
  readonly meetingCode: string | undefined;
  /** When two people of the team ended a wait of mine, the newest first. */
  readonly opened: readonly { readonly at: Date; readonly by: readonly string[] }[];
}

/**
 * `sign-in-again`: this session began too long ago (ASVS 7.5.1). `history-waits`: it began by e-mail alone, and whoever holds the mailbox must not be able
 * to make themselves a stronger way in before the real person had time to say "this was not me".
 */
export type MayChange = 'yes' | 'sign-in-again' | 'history-waits';

/** My own ways in. */
export const waysIn = view({
  name: 'people.ways-in',
  input: z.object({}),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking): Promise<WaysIn> {
    const me = looking.person();
    const { db, org } = looking;
    const passkeys = await db
      .selectFrom('passkey').select(['id', 'name', 'made_at', 'used_at'])
      .where('org_id', '=', org).where('person_id', '=', me).where('removed_at', 'is', null).orderBy('made_at').orderBy('id').execute();
    const password = await db.selectFrom('password').select('set_at').where('org_id', '=', org).where('person_id', '=', me).executeTakeFirst();
    const secret = await db.selectFrom('one_time_secret').select('confirmed_at').where('org_id', '=', org).where('person_id', '=', me).executeTakeFirst();
    const outside = await db.selectFrom('outside_identity').select('id').where('org_id', '=', org).where('person_id', '=', me).limit(1).executeTakeFirst();
    const session = await thisSession(looking);
    const waits = session?.historyFrom != null && session.historyFrom > looking.now;
    return {
      passkeys: passkeys.map((row) => ({ id: row.id, name: row.name, madeAt: row.made_at, usedAt: row.used_at })),
      passwordSetAt: password?.set_at ?? null,
      oneTimeCodes: secret?.confirmed_at != null,
      recoveryCodesLeft: await recoveryCodesLeft(looking, me),
      outsideAccount: outside !== undefined,
      passkeysPossible: passkeysWorkAt(looking.scene.house.config.publicUrl),
      staff: await holdsStaffRole(looking, me),
      change: await mayChangeWaysIn(looking),
      mayResetPassword: await mayResetPassword(looking),
      historyFrom: waits ? (session?.historyFrom ?? null) : null,
      meetingCode: waits && looking.actor.kind === 'person' ? meetingCodeOf(looking, looking.actor.session) : undefined,
      opened: await olderWordsOpened(looking, me),
    };
  },
});

/** Whether the session that asks may change how its person comes in. */
export async function mayChangeWaysIn(here: Here): Promise<MayChange> {
  const session = await thisSession(here);
  if (session === undefined) return 'sign-in-again';
  if (session.historyFrom !== null && session.historyFrom > here.now) return 'history-waits';
  return isFresh(session.createdAt, here.now) ? 'yes' : 'sign-in-again';
}

/** Whether this session began lately enough to end others (ASVS 7.5.2). Coming in by e-mail alone is enough: whose telephone was taken must end its session now. */
export async function signedInLately(here: Here): Promise<boolean> {
  const session = await thisSession(here);
  return session !== undefined && isFresh(session.createdAt, here.now);
}

/**
 * Whether a password may be taken away in this session without naming it (ASVS 6.4.3): not around a second factor of one's own, which is to be given in this
 * session, or stood in for by two of the team who met the person.
 */
export async function mayResetPassword(here: Here): Promise<boolean> {
  if (here.actor.kind !== 'person' || here.actor.secondStep) return here.actor.kind === 'person';
  const { db, org, actor } = here;
  const factor = await db
    .selectFrom('passkey').select('person_id').where('org_id', '=', org).where('person_id', '=', actor.person).where('removed_at', 'is', null)
    .unionAll(db.selectFrom('one_time_secret').select('person_id').where('org_id', '=', org).where('person_id', '=', actor.person).where('confirmed_at', 'is not', null))
    .executeTakeFirst();
  if (factor === undefined) return true;
  const met = await db.selectFrom('older_words_opening').select('id').where('org_id', '=', org).where('session_id', '=', actor.session).where('confirmed_at', 'is not', null).limit(1).executeTakeFirst();
  return met !== undefined;
}

/** Whether this account has a way in that a stolen mailbox does not open: then e-mail alone opens older words only after the wait. */
export async function hasStrongerWay({ db, org }: Pick<Inside, 'db' | 'org'>, person: string): Promise<boolean> {
  const found = await db
    .selectFrom('passkey').select('person_id').where('org_id', '=', org).where('person_id', '=', person).where('removed_at', 'is', null)
    .unionAll(db.selectFrom('one_time_secret').select('person_id').where('org_id', '=', org).where('person_id', '=', person).where('confirmed_at', 'is not', null))
    .unionAll(db.selectFrom('recovery_code').select('person_id').where('org_id', '=', org).where('person_id', '=', person).where('used_at', 'is', null))
    .unionAll(db.selectFrom('password').select('person_id').where('org_id', '=', org).where('person_id', '=', person))
    .unionAll(db.selectFrom('outside_identity').select('person_id').where('org_id', '=', org).where('person_id', '=', person))
    .executeTakeFirst();
  return found !== undefined;
}

/** Older words are closed in this session until `opensAt`; words sent from `since` on are open. Undefined: all are open. */
export interface HistoryWait {
  readonly since: Date;
  readonly opensAt: Date;
}

/** Whether older words wait in the session that looks (`HISTORY_WAIT_HOURS`). Whoever shows private words asks. */
export async function historyWait(here: Here): Promise<HistoryWait | undefined> {
  const session = await thisSession(here);
  const since = wordsOpenSince(session?.historyFrom ?? null, here.now);
  return since === null || session?.historyFrom == null ? undefined : { since, opensAt: session.historyFrom };
}

/** How many recovery codes somebody has left. */
async function recoveryCodesLeft({ db, org }: Pick<Here, 'db' | 'org'>, person: string): Promise<number> {
  const { count } = await db
    .selectFrom('recovery_code').select((e) => e.fn.countAll<string>().as('count'))
    .where('org_id', '=', org).where('person_id', '=', person).where('used_at', 'is', null).executeTakeFirstOrThrow();
  return Number(count);
}

async function thisSession(here: Here): Promise<{ createdAt: Date; historyFrom: Date | null } | undefined> {
  if (here.actor.kind !== 'person') return undefined;
  const row = await here.db.selectFrom('session').select(['created_at', 'history_from']).where('org_id', '=', here.org).where('id', '=', here.actor.session).executeTakeFirst();
  return row && { createdAt: row.created_at, historyFrom: row.history_from };
}
