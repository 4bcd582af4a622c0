import { z } from 'zod';
import { act } from '../../platform/act.ts';
import type { Inside } from '../../platform/inside.ts';
import { absent, done, refused } from '../../platform/outcome.ts';
import { sealFor } from '../people/index.ts';
import { contentOf, endRole, isStaff } from '../programmes/index.ts';
import { concernBehind } from '../safety/index.ts';
import { breachForStaff, closeTo, isOfProgramme } from './look-up.ts';
import { breachOutcomes, breachWeights } from './rules.ts';

const words = z.string().trim().min(1, 'breaches.mistake.empty').max(8000, 'breaches.mistake.long');
const laterDay = z.union([z.literal('').transform(() => null), z.iso.date('breaches.mistake.day')]).default(null);

/** Writes down that a line of the code was crossed, by somebody of the programme, from a concern or directly. At once: they step out until it is decided. */
export const recordBreach = act({
  name: 'breaches.record-breach',
  input: z.object({ programme: z.uuid(), person: z.uuid(), line: z.string().min(1, 'breaches.mistake.line').max(60), weight: z.enum(breachWeights, 'breaches.mistake.weight'), words, concern: z.uuid().optional() }),
  may: ({ actor }, { programme }) => isStaff(actor, programme),
  subject: ({ programme }) => ({ kind: 'programme', id: programme }),
  async perform(inside, { programme, person, line, weight, words: what, concern }) {
    const me = inside.person();
    if (person === me) return refused('yourself');
    const close = await closeTo(inside, person);
    if (close.includes(me)) return refused('too-close');
    // Only whoever answers a concern can put it behind a breach; whom the concern is kept from has no part in this either.
    const behind = concern === undefined ? undefined : await concernBehind(inside, concern);
    if (!(await isOfProgramme(inside, programme, person)) || !(await linesOf(inside, programme)).includes(line)) return absent();
    const id = inside.newId();
    await inside.db
      .insertInto('breach')
      .values({
        org_id: inside.org, id, programme_id: programme, person_id: person, concern_id: concern ?? null, line, weight, recorded_by: me, recorded_at: inside.now,
        words: await sealFor(inside, id, `breach/words/${id}`, what), kept_from: [...new Set([...close, ...(behind?.keptFrom ?? [])])], aside_at: weight === 'at-once' ? inside.now : null,
      })
      .execute();
    inside.record({ name: 'breaches.recorded', subject: { kind: 'breach', id }, programme });
    if (weight === 'at-once') inside.record({ name: 'breaches.stepped-aside', subject: { kind: 'my-breach', id }, programme, about: { to: person } });
    return done({ breach: id });
  },
});

/** A fair step, with its reason in writing. Not before both sides were heard, apart, and never by somebody involved (content: breach-both-heard). */
export const decideBreach = act({
  name: 'breaches.decide-breach',
  input: z.object({ breach: z.uuid(), outcome: z.enum(breachOutcomes, 'breaches.mistake.outcome'), until: laterDay, reason: words, heard: z.boolean().default(false) }),
  may: ({ actor }) => actor.kind === 'person',
  subject: ({ breach }) => ({ kind: 'breach', id: breach }),
  async perform(inside, { breach: id, outcome, until, reason, heard }) {
    const found = await breachForStaff(inside, id, { forUpdate: true });
    if (found.decided_at !== null) return refused('already-decided');
    if (!heard) return refused('hear-both-first');
    if (outcome === 'pause' && until !== null && until <= inside.now.toISOString().slice(0, 10)) return refused('day-is-past');
    await inside.db
      .updateTable('breach')
      .set({
        heard_at: inside.now, decided_at: inside.now, decided_by: inside.person(), outcome, pause_until: outcome === 'pause' ? until : null,
        reason: await sealFor(inside, id, `breach/reason/${id}`, reason),
      })
      .where('org_id', '=', inside.org).where('id', '=', id).execute();
    if (outcome === 'end') await endSupporterRole(inside, found.programme_id, found.person_id);
    inside.record({ name: 'breaches.decided', subject: { kind: 'my-breach', id }, programme: found.programme_id, about: { to: found.person_id, outcome } });
    return done();
  },
});

/** The role of a supporter, mentor or facilitator ends; running relationships come to their own ending with the coordinator. */
export async function endSupporterRole(inside: Inside, programme: string, person: string): Promise<void> {
  const held = await inside.db
    .selectFrom('role_held').select('id').where('org_id', '=', inside.org).where('person_id', '=', person).where('programme_id', '=', programme)
    .where('role', 'in', ['supporter', 'mentor', 'facilitator']).where('ended_at', 'is', null).execute();
  for (const { id } of held) await endRole(inside, id);
}

/** The lines of a programme's code, as its own content has them. */
async function linesOf(here: Parameters<typeof contentOf>[0], programme: string): Promise<readonly string[]> {
  return (await contentOf(here, programme, 'safety-text')).filter(({ body }) => ['conduct-everyone', 'conduct-supporters', 'conduct-staff'].includes(body.part)).map(({ id }) => id);
}
