import { z } from 'zod';
import { act } from '../../platform/act.ts';
import type { Inside } from '../../platform/inside.ts';
import { done, refused } from '../../platform/outcome.ts';
import { view } from '../../platform/view.ts';
import { contactOf, tongueOf } from '../people/index.ts';
import { personOfStopToken } from './stop-link.ts';

/** How somebody wants to be told, for their own page. Times are `HH:MM` in their zone, empty when they chose none. */
export interface NoticeWishes {
  readonly notices: 'email' | 'off';
  readonly digest: boolean;
  readonly quietFrom: string;
  readonly quietUntil: string;
  readonly zone: string;
  readonly hasEmail: boolean;
  /** They hold a duty: promises that fall due still reach them. */
  readonly onDuty: boolean;
}

/** My own wishes. */
export const noticeWishes = view({
  name: 'notifications.wishes',
  input: z.object({}),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking): Promise<NoticeWishes> {
    const me = looking.person();
    const row = await looking.db.selectFrom('preference').select(['notices', 'digest', 'quiet_from', 'quiet_until']).where('org_id', '=', looking.org).where('person_id', '=', me).executeTakeFirst();
    const duty = await looking.db.selectFrom('role_held').select('id').where('org_id', '=', looking.org).where('person_id', '=', me).where('duty', 'is not', null).where('ended_at', 'is', null).limit(1).executeTakeFirst();
    return {
      notices: row?.notices === 'off' ? 'off' : 'email', digest: row?.digest ?? false, quietFrom: row?.quiet_from?.slice(0, 5) ?? '', quietUntil: row?.quiet_until?.slice(0, 5) ?? '',
      zone: (await tongueOf(looking, me)).zone, hasEmail: (await contactOf(looking, me)).some(({ kind }) => kind === 'email'), onDuty: duty !== undefined,
    };
  },
});

const time = z.union([z.literal(''), z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'notifications.mistake.time')]).default('');

/** Says how one wants to be told. Stopping notices stops nothing else. */
export const changeNotices = act({
  name: 'notifications.change-notices',
  input: z.object({ notices: z.enum(['email', 'off']), digest: z.boolean().default(false), quietFrom: time, quietUntil: time }),
  may: ({ actor }) => actor.kind === 'person',
  async perform(inside, { notices, digest, quietFrom, quietUntil }) {
    if ((quietFrom === '') !== (quietUntil === '')) return refused('one-time-missing');
    const quiet = quietFrom === '' || quietFrom === quietUntil ? { quiet_from: null, quiet_until: null } : { quiet_from: quietFrom, quiet_until: quietUntil };
    await keep(inside, inside.person(), { notices, digest, ...quiet });
    return done();
  },
});

/** Stops notices by the link in a letter's foot, without signing in. A link we did not make ends the same way: nobody learns whose it is. */
export const stopNotices = act({
  name: 'notifications.stop-notices',
  input: z.object({ token: z.string().max(500) }),
  may: () => true, // the link itself is the proof
  async perform(inside, { token }) {
    const person = personOfStopToken(inside.scene.house, inside.org, token);
    const there = person === undefined ? undefined : await inside.db.selectFrom('person').select('id').where('org_id', '=', inside.org).where('id', '=', person).where('left_at', 'is', null).executeTakeFirst();
    if (there !== undefined) await keep(inside, there.id, { notices: 'off' });
    return done();
  },
});

async function keep(inside: Inside, person: string, wishes: { notices: string; digest?: boolean; quiet_from?: string | null; quiet_until?: string | null }): Promise<void> {
  const kept = { ...wishes, changed_at: inside.now };
  await inside.db
    .insertInto('preference')
    .values({ org_id: inside.org, person_id: person, ...kept })
    .onConflict((conflict) => conflict.columns(['org_id', 'person_id']).doUpdateSet(kept))
    .execute();
}
