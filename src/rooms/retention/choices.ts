import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { type Actor, holds } from '../../platform/actor.ts';
import { absent, done, refused } from '../../platform/outcome.ts';
import type { Here } from '../people/index.ts';
import { programmeOf, runs } from '../programmes/index.ts';
import { keptForOf, type KeptKind, keptKinds } from './kinds.ts';

/** How long each place keeps each kind, in days: its own choice, held within the bounds of today, or what is usual. */
export async function daysKept({ db, org }: Pick<Here, 'db' | 'org'>): Promise<(programme: string | null, kind: KeptKind) => number> {
  const rows = await db.selectFrom('retention_choice').select(['programme_id', 'kind', 'days']).where('org_id', '=', org).execute();
  const chosen = new Map(rows.map((row) => [`${row.programme_id ?? ''}/${row.kind}`, row.days]));
  return (programme, kind) => {
    const { usual, least, most } = keptForOf(kind);
    return Math.min(most, Math.max(least, chosen.get(`${programme ?? ''}/${kind}`) ?? usual));
  };
}

/** Whether somebody may choose how long a kind is kept: whoever runs the programme for its own, an administrator for the whole organisation. */
export function mayChoose(actor: Actor, kind: KeptKind, programme: string): boolean {
  return keptForOf(kind).scope === 'programme' ? runs(actor, programme) : holds(actor, 'administrator', null);
}

/** Says how long a kind is kept from now on. What is older goes in the coming night; the page has shown how much that is. */
export const chooseKept = act({
  name: 'retention.choose-kept',
  input: z.object({ programme: z.uuid(), kind: z.enum(keptKinds), days: z.coerce.number({ error: 'retention.mistake.days' }).int('retention.mistake.days') }),
  may: ({ actor }, { kind, programme }) => mayChoose(actor, kind, programme),
  async perform(inside, { programme, kind, days }) {
    // An administrator runs every programme of their organisation, and none that is not there.
    await programmeOf(inside, programme);
    const { scope, least, most } = keptForOf(kind);
    if (least === most) return absent();
    if (days < least || days > most) return refused('out-of-bounds', { least, most });
    const { db, org, now } = inside;
    const place = scope === 'programme' ? programme : null;
    await db.deleteFrom('retention_choice').where('org_id', '=', org).where('kind', '=', kind).where('programme_id', place === null ? 'is' : '=', place).execute();
    await db.insertInto('retention_choice').values({ org_id: org, id: inside.newId(), programme_id: place, kind, days, chosen_by: inside.person(), chosen_at: now }).execute();
    inside.record({ name: 'retention.chosen', subject: { kind: 'programme', id: programme }, programme, about: { kind, days } });
    return done();
  },
});
