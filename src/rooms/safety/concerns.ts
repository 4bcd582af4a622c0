import { z } from 'zod';
import type { Text } from '../../content/index.ts';
import { absent } from '../../platform/outcome.ts';
import { type Looking, view } from '../../platform/view.ts';
import { type Contact, contactOf, namesOf } from '../people/index.ts';
import { contentOf, programmeOf, programmesOfActor, teamOf } from '../programmes/index.ts';
import { promiseFor, type PromiseMade } from '../promises/index.ts';
import { sees } from '../sight/index.ts';
import { openOfConcern } from './concern-words.ts';
import { contactAsked, type ContactAsked } from './contact-release.ts';
import { dangerCallsOf, type DangerCall } from './danger-calls.ts';
import { readShown, type Shown } from './shown.ts';
import type { ConcernWords } from './receive-concern.ts';
import type { ConcernOutcome } from './rules.ts';
import { concernToAnswer, mayAnswer, type NoteKind, type NoteWords, raisedIt } from './who-answers.ts';

/** One concern in the list of those who answer. */
export interface ConcernInList {
  readonly id: string;
  readonly programme: Text;
  readonly level: string;
  readonly about: string | undefined;
  readonly raisedBy: string | undefined;
  readonly raisedAt: Date;
  readonly takenBy: string | undefined;
  readonly takenAt: Date | null;
  /** By when it is answered, or, once taken, looked at again. */
  readonly clockAt: Date | null;
  readonly closedAt: Date | null;
  readonly outcome: ConcernOutcome | null;
}

/** The concerns that the actor answers, open ones by their clock, then the last that were closed. Absent for whoever is not on safety duty. */
export const concerns = view({
  name: 'safety.concerns',
  input: z.object({}),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking): Promise<{ open: readonly ConcernInList[]; closed: readonly ConcernInList[] }> {
    const programmes = await programmesOfActor(looking, ['safety-lead', 'lead', 'administrator']);
    const teams = new Map(await Promise.all(programmes.map(async ({ id }) => [id, await teamOf(looking, id)] as const)));
    const rows = await rowsOf(looking, [...teams.keys()]);
    const mine = rows.filter((row) => {
      const team = teams.get(row.programme_id ?? '');
      return team !== undefined && mayAnswer(looking.actor, row, team);
    });
    const onDuty = [...teams.values()].some(({ safety, safetyBackup }) => [safety, safetyBackup].includes(looking.person()));
    if (mine.length === 0 && !(onDuty && looking.actor.kind === 'person' && looking.actor.holds.some(({ role }) => role === 'safety-lead'))) return absent();
    const names = await namesOf(looking, mine.flatMap((row) => [row.about_person, row.raised_by, row.taken_by]));
    const all = mine.map((row): ConcernInList => ({
      id: row.id, programme: programmes.find(({ id }) => id === row.programme_id)?.name ?? { en: '', fr: '' }, level: row.level, about: names.get(row.about_person ?? ''),
      raisedBy: names.get(row.raised_by ?? ''), raisedAt: row.raised_at, takenBy: names.get(row.taken_by ?? ''), takenAt: row.taken_at,
      clockAt: row.taken_at === null ? row.due_at : row.review_at, closedAt: row.closed_at, outcome: row.outcome as ConcernOutcome | null,
    }));
    const clock = (one: ConcernInList) => one.clockAt?.getTime() ?? 0;
    return {
      open: all.filter(({ closedAt }) => closedAt === null).toSorted((a, b) => Number(a.takenAt !== null) - Number(b.takenAt !== null) || clock(a) - clock(b)),
      closed: all.filter(({ closedAt }) => closedAt !== null).toSorted((a, b) => (b.closedAt?.getTime() ?? 0) - (a.closedAt?.getTime() ?? 0)).slice(0, 50),
    };
  },
});

function rowsOf({ db, org }: Looking, programmes: readonly string[]) {
  return db
    .selectFrom('concern')
    .leftJoin('promise', (join) =>
      join.onRef('promise.org_id', '=', 'concern.org_id').onRef('promise.subject_id', '=', 'concern.id').on('promise.kind', '=', 'concern').on('promise.kept_at', 'is', null).on('promise.withdrawn_at', 'is', null))
    .select(['concern.id', 'concern.programme_id', 'concern.level', 'concern.about_person', 'concern.raised_by', 'concern.raised_at', 'concern.taken_at', 'concern.taken_by', 'concern.review_at', 'concern.closed_at', 'concern.outcome', 'concern.kept_from', 'concern.also_for', 'promise.due_at'])
    .where('concern.org_id', '=', org)
    .where('concern.programme_id', 'in', programmes.length === 0 ? ['00000000-0000-0000-0000-000000000000'] : [...programmes])
    .orderBy('concern.closed_at', (order) => order.desc().nullsFirst())
    .orderBy('concern.raised_at', 'desc')
    .orderBy('concern.id', 'desc')
    .limit(500)
    .execute();
}

/** One entry of a concern's record. */
export interface NoteSeen extends NoteWords {
  readonly id: string;
  readonly kind: NoteKind;
  readonly by: string | undefined;
  readonly at: Date;
}

/** A concern as those who answer it see it. */
export interface ConcernAnswered {
  readonly as: 'answering';
  readonly id: string;
  readonly programme: { readonly id: string; readonly slug: string; readonly name: Text };
  readonly level: { readonly id: string; readonly name: Text; readonly means: Text; readonly callStyle?: Text | undefined; readonly steps: readonly { readonly id: string; readonly text: Text; readonly who: Text }[] } | undefined;
  readonly words: ConcernWords;
  readonly kinds: readonly string[];
  readonly asked: string | null;
  readonly told: string | null;
  readonly about: { readonly kind: string | null; readonly name: string | undefined; readonly person: string | undefined };
  readonly raisedBy: { readonly name: string | undefined; readonly contacts: readonly Contact[]; readonly signedIn: boolean; readonly reach: string };
  readonly raisedAt: Date;
  readonly promise: PromiseMade | undefined;
  readonly takenBy: string | undefined;
  readonly takenAt: Date | null;
  readonly reviewAt: Date | null;
  readonly closedAt: Date | null;
  readonly outcome: ConcernOutcome | null;
  readonly notes: readonly NoteSeen[];
  readonly shown: Shown | undefined;
  /** The other of the two on safety duty, when it may be handed to them. */
  readonly other: string | undefined;
  /** The levels it may be moved to, the least first, and which of them are below the one it has. */
  readonly levels: readonly { readonly id: string; readonly name: Text; readonly lower: boolean }[];
  /** Whether its words were erased because its time was over. */
  readonly erased: boolean;
  /** Contact details of whom it is about that were asked for, the newest first. */
  readonly contact: readonly ContactAsked[];
  readonly calls: readonly DangerCall[];
}

/** A concern as the one who raised it sees it: that it stands, who has it, what left with it, how it ended. Nothing of the record. */
export interface ConcernRaised {
  readonly as: 'raising';
  readonly id: string;
  readonly raisedAt: Date;
  readonly words: ConcernWords;
  readonly dueAt: Date | undefined;
  readonly lead: string | undefined;
  readonly takenAt: Date | null;
  readonly closedAt: Date | null;
  readonly back: string;
  readonly shown: Shown | undefined;
}

/** One concern, for those who answer it, and in few words for the one who raised it. Absent for everybody else, administrators too. */
export const concern = view({
  name: 'safety.concern',
  input: z.object({ concern: z.uuid() }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { concern: id }): Promise<ConcernAnswered | ConcernRaised> {
    const row = await looking.db.selectFrom('concern').selectAll().where('org_id', '=', looking.org).where('id', '=', id).executeTakeFirst();
    if (row === undefined || row.programme_id === null) return absent();
    const answering = mayAnswer(looking.actor, row, await teamOf(looking, row.programme_id));
    if (answering) return answered(looking, id);
    return raisedIt(looking.actor, row) ? raised(looking, row) : absent();
  },
});

async function raised(looking: Looking, row: { id: string; words: Buffer | null; raised_at: Date; owner_id: string | null; taken_by: string | null; taken_at: Date | null; closed_at: Date | null; said_back: Buffer | null }): Promise<ConcernRaised> {
  const promise = await promiseFor(looking, row.id, 'concern');
  const lead = row.taken_by ?? promise?.owner ?? row.owner_id;
  return {
    as: 'raising', id: row.id, raisedAt: row.raised_at, words: await wordsOf(looking, row), dueAt: promise?.dueAt, lead: (await namesOf(looking, [lead])).get(lead ?? ''),
    takenAt: row.taken_at, closedAt: row.closed_at, back: (await openOfConcern(looking, row.id, [{ where: `concern/said_back/${row.id}`, sealed: row.said_back }]))[0] ?? '', shown: sees('messages', 'you') ? await readShown(looking, row.id) : undefined,
  };
}

async function answered(looking: Looking, id: string): Promise<ConcernAnswered> {
  const row = await concernToAnswer(looking, id);
  const programme = await programmeOf(looking, row.programme_id);
  const levels = (await contentOf(looking, row.programme_id, 'safety-level')).map(({ body }) => body);
  const level = levels.find((one) => one.id === row.level);
  const place = levels.findIndex((one) => one.id === row.level);
  const other = [row.team.safety, row.team.safetyBackup].find((person) => person !== null && person !== looking.person() && !row.kept_from.includes(person));
  const names = await namesOf(looking, [row.about_person, row.raised_by, row.taken_by, other]);
  return {
    as: 'answering', id, programme: { id: programme.id, slug: programme.slug, name: programme.name },
    level: level && { id: level.id, name: level.name, means: level.means, callStyle: level.callStyle, steps: level.steps.map((step) => ({ id: step.id, text: step.text, who: step.who.name })) },
    words: await wordsOf(looking, row), kinds: row.kinds, asked: row.asked, told: row.told,
    // Worried about somebody in a talk: that says that the two walk together.
    about: { kind: sees('walking', 'safety-lead', 'part') ? row.about_kind : null, name: names.get(row.about_person ?? ''), person: row.about_person ?? undefined },
    raisedBy: {
      name: names.get(row.raised_by ?? ''), signedIn: row.raised_by !== null, contacts: row.raised_by !== null && sees('contact', 'safety-lead', 'part') ? await contactOf(looking, row.raised_by) : [],
      reach: (await openOfConcern(looking, id, [{ where: `concern/reach_back/${id}`, sealed: row.reach_back }]))[0] ?? '',
    },
    raisedAt: row.raised_at, promise: await promiseFor(looking, id, 'concern'), takenBy: names.get(row.taken_by ?? ''), takenAt: row.taken_at, reviewAt: row.review_at,
    closedAt: row.closed_at, outcome: row.outcome as ConcernOutcome | null, notes: await notesOf(looking, id), shown: sees('messages', 'safety-lead', 'part') ? await readShown(looking, id) : undefined, other: other ? (names.get(other) ?? '') : undefined,
    levels: levels.flatMap((one, at) => (one.id === row.level ? [] : [{ id: one.id, name: one.name, lower: at < place }])), erased: row.erased_at !== null,
    contact: await contactAsked(looking, id), calls: await dangerCallsOf(looking, id),
  };
}

async function wordsOf(looking: Looking, { id, words }: { id: string; words: Buffer | null }): Promise<ConcernWords> {
  const [opened = ''] = await openOfConcern(looking, id, [{ where: `concern/words/${id}`, sealed: words }]);
  return opened === '' ? { who: '', seen: '', where: '', you: '' } : (JSON.parse(opened) as ConcernWords);
}

async function notesOf(looking: Looking, id: string): Promise<readonly NoteSeen[]> {
  const rows = await looking.db.selectFrom('concern_note').select(['id', 'kind', 'by_person', 'at', 'words']).where('org_id', '=', looking.org).where('concern_id', '=', id).orderBy('at').orderBy('id').execute();
  const opened = await openOfConcern(looking, id, rows.map((row) => ({ where: `concern_note/words/${row.id}`, sealed: row.words })));
  const names = await namesOf(looking, rows.map((row) => row.by_person));
  return rows.map((row, at) => ({ id: row.id, kind: row.kind as NoteKind, by: names.get(row.by_person ?? ''), at: row.at, ...(opened[at] ? (JSON.parse(opened[at]) as NoteWords) : {}) }));
}
