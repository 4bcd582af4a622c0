import { sql } from 'kysely';
import { z } from 'zod';
import type { Text } from '../../content/index.ts';
import { absent } from '../../platform/outcome.ts';
import { type Looking, view } from '../../platform/view.ts';
import { namesOf, openFor } from '../people/index.ts';
import { contentOf, type Programme, programmeBySlug, programmeOf } from '../programmes/index.ts';
import { sees, seesByRole } from '../sight/index.ts';

import { appealOf, breachForStaff, closeTo, isOfProgramme } from './look-up.ts';
import { type BreachOutcome, type BreachWeight, mayAppeal } from './rules.ts';

const asDay = (column: 'pause_until') => sql<string | null>`to_char(${sql.ref(column)}, 'YYYY-MM-DD')`;

/** A decision as it is read: the step, until when, why, and when it was taken. */
export interface DecisionSeen {
  readonly outcome: BreachOutcome;
  readonly until: string | null;
  readonly reason: string;
  readonly at: Date;
}

/** An appeal as both sides read it. */
export interface AppealSeen {
  readonly words: string;
  readonly askedAt: Date;
  readonly promisedAt: Date;
  /** Who looks again; undefined while nobody uninvolved is there. */
  readonly by: string | undefined;
  readonly ending: 'stands' | 'changed' | 'taken-back' | null;
  readonly decision: { readonly outcome: BreachOutcome | null; readonly until: string | null; readonly reason: string; readonly at: Date } | undefined;
}

/** What concerns me: the line, the decision with its reason, and my appeal. Never who said something, nor where it came from. */
export interface MyBreach {
  readonly id: string;
  readonly programme: Text;
  readonly line: Text;
  /** I stepped out at once, and it is not decided yet. */
  readonly aside: boolean;
  readonly decision: DecisionSeen | undefined;
  readonly appealUntil: Date | undefined;
  readonly appeal: AppealSeen | undefined;
}

/** One breach, for the person it concerns, once they stepped out or it is decided. Absent for everybody else. */
export const myBreach = view({
  name: 'breaches.my-breach',
  input: z.object({ breach: z.uuid() }),
  may: ({ actor }) => actor.kind === 'person' && sees('conduct', 'you'),
  async load(looking, { breach: id }): Promise<MyBreach> {
    const row = await looking.db.selectFrom('breach').selectAll().where('org_id', '=', looking.org).where('id', '=', id).where('person_id', '=', looking.person()).executeTakeFirst();
    if (row === undefined || (row.decided_at === null && row.aside_at === null)) return absent();
    const appeal = await appealSeen(looking, id);
    return {
      id, programme: (await programmeOf(looking, row.programme_id)).name, line: await lineOf(looking, row.programme_id, row.line), aside: row.decided_at === null, decision: await decisionOf(looking, id), appeal,
      appealUntil: mayAppeal(row.decided_at, appeal !== undefined, looking.now) && row.decided_at !== null ? new Date(row.decided_at.getTime() + 30 * 86_400_000) : undefined,
    };
  },
});

/** What concerns me, the newest first: ids and days, for the page that leads there. */
export const myBreaches = view({
  name: 'breaches.my-breaches',
  input: z.object({}),
  may: ({ actor }) => actor.kind === 'person' && sees('conduct', 'you'),
  async load(looking): Promise<readonly { readonly id: string; readonly at: Date }[]> {
    const rows = await looking.db
      .selectFrom('breach').select(['id', 'decided_at', 'aside_at']).where('org_id', '=', looking.org).where('person_id', '=', looking.person())
      .where((e) => e.or([e('decided_at', 'is not', null), e('aside_at', 'is not', null)])).orderBy('recorded_at', 'desc').orderBy('id', 'desc').execute();
    return rows.flatMap(({ id, decided_at, aside_at }) => { const at = decided_at ?? aside_at; return at === null ? [] : [{ id, at }]; });
  },
});

/** One breach in the list of those who have a part in it. */
export interface BreachInList {
  readonly id: string;
  readonly person: string;
  readonly name: string | undefined;
  readonly line: Text;
  readonly weight: BreachWeight;
  readonly recordedAt: Date;
  readonly outcome: BreachOutcome | null;
  readonly appeal: 'none' | 'waits' | 'answered';
}

/** Who can be named, and the lines of the code: what the page to record one needs. Only when it was asked for a person. */
export const recordingBreach = view({
  name: 'breaches.recording',
  input: z.object({ programme: z.string(), person: z.uuid().optional() }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { programme: slug, person }): Promise<{ programme: Programme; list: readonly BreachInList[]; lines: readonly { readonly id: string; readonly text: Text }[]; about: { readonly person: string; readonly name: string | undefined } | undefined }> {
    const programme = await programmeBySlug(looking, slug);
    if (!seesByRole('conduct', looking.actor, programme.id)) return absent();
    const me = looking.person();
    const rows = await looking.db
      .selectFrom('breach').leftJoin('breach_appeal', (join) => join.onRef('breach_appeal.org_id', '=', 'breach.org_id').onRef('breach_appeal.breach_id', '=', 'breach.id'))
      .select(['breach.id', 'breach.person_id', 'breach.line', 'breach.weight', 'breach.recorded_at', 'breach.outcome', 'breach.kept_from', 'breach_appeal.asked_at', 'breach_appeal.decided_at as answered_at'])
      .where('breach.org_id', '=', looking.org).where('breach.programme_id', '=', programme.id).where('breach.person_id', '<>', me).orderBy('breach.recorded_at', 'desc').orderBy('breach.id', 'desc').limit(200).execute();
    const seen = rows.filter((row) => !row.kept_from.includes(me));
    const lines = await codeLines(looking, programme.id);
    const mayName = person !== undefined && person !== me && (await isOfProgramme(looking, programme.id, person)) && !(await closeTo(looking, person)).includes(me);
    const names = await namesOf(looking, [...seen.map((row) => row.person_id), ...(mayName ? [person] : [])]);
    const nothing: Text = { en: '', fr: '' };
    return {
      programme, lines, about: mayName && names.has(person) ? { person, name: names.get(person) } : undefined,
      list: seen.map((row) => ({
        id: row.id, person: row.person_id, name: names.get(row.person_id), line: lines.find(({ id }) => id === row.line)?.text ?? nothing, weight: row.weight as BreachWeight, recordedAt: row.recorded_at,
        outcome: row.outcome as BreachOutcome | null, appeal: row.asked_at === null ? 'none' : row.answered_at === null ? 'waits' : 'answered',
      })),
    };
  },
});

/** A breach as those of the staff who have a part in it see it. */
export interface BreachHere extends BreachInList {
  readonly programme: { readonly slug: string; readonly name: Text };
  readonly words: string;
  readonly recordedBy: string | undefined;
  readonly decidedBy: string | undefined;
  readonly decision: DecisionSeen | undefined;
  readonly appealSeen: AppealSeen | undefined;
  /** Whether the reader recorded or decided it: then the appeal is another's. */
  readonly hadAPart: boolean;
}

/** One breach for staff. Absent for the person, those close to them, those the concern behind it is kept from, and every other member. */
export const breachesHere = view({
  name: 'breaches.breach-here',
  input: z.object({ breach: z.uuid() }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { breach: id }): Promise<BreachHere> {
    const row = await breachForStaff(looking, id);
    const names = await namesOf(looking, [row.person_id, row.recorded_by, row.decided_by]);
    const programme = await programmeOf(looking, row.programme_id);
    const appeal = await appealSeen(looking, id);
    return {
      id, person: row.person_id, name: names.get(row.person_id), line: await lineOf(looking, row.programme_id, row.line), weight: row.weight as BreachWeight, recordedAt: row.recorded_at,
      outcome: row.outcome as BreachOutcome | null, appeal: appeal === undefined ? 'none' : appeal.ending === null ? 'waits' : 'answered', programme: { slug: programme.slug, name: programme.name },
      words: await openFor(looking, id, `breach/words/${id}`, row.words), recordedBy: names.get(row.recorded_by), decidedBy: names.get(row.decided_by ?? ''), decision: await decisionOf(looking, id),
      appealSeen: appeal, hadAPart: [row.recorded_by, row.decided_by].includes(looking.person()),
    };
  },
});

async function decisionOf(looking: Looking, id: string): Promise<DecisionSeen | undefined> {
  const row = await looking.db.selectFrom('breach').select(['outcome', 'decided_at', 'reason']).select(asDay('pause_until').as('until')).where('org_id', '=', looking.org).where('id', '=', id).executeTakeFirst();
  if (row === undefined || row.decided_at === null || row.outcome === null) return undefined;
  return { outcome: row.outcome as BreachOutcome, until: row.until, reason: await openFor(looking, id, `breach/reason/${id}`, row.reason), at: row.decided_at };
}

async function appealSeen(looking: Looking, breach: string): Promise<AppealSeen | undefined> {
  const row = await appealOf(looking, breach);
  if (row === undefined) return undefined;
  const day = await looking.db.selectFrom('breach_appeal').select(asDay('pause_until').as('until')).where('org_id', '=', looking.org).where('id', '=', row.id).executeTakeFirst();
  return {
    words: await openFor(looking, breach, `breach_appeal/words/${row.id}`, row.words), askedAt: row.asked_at, promisedAt: row.promised_at, by: (await namesOf(looking, [row.answered_by_id])).get(row.answered_by_id ?? ''),
    ending: row.ending as AppealSeen['ending'],
    decision: row.decided_at === null ? undefined : { outcome: row.outcome as BreachOutcome | null, until: day?.until ?? null, reason: await openFor(looking, breach, `breach_appeal/reason/${row.id}`, row.reason), at: row.decided_at },
  };
}

async function codeLines(looking: Looking, programme: string): Promise<readonly { readonly id: string; readonly text: Text }[]> {
  return (await contentOf(looking, programme, 'safety-text')).filter(({ body }) => ['conduct-everyone', 'conduct-supporters', 'conduct-staff'].includes(body.part)).map(({ id, body }) => ({ id, text: body.text }));
}

async function lineOf(looking: Looking, programme: string, line: string): Promise<Text> {
  return (await codeLines(looking, programme)).find(({ id }) => id === line)?.text ?? { en: '', fr: '' };
}
