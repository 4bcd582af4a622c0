import { z } from 'zod';
import { absent } from '../../platform/outcome.ts';
import { view } from '../../platform/view.ts';
import type { Here } from '../people/index.ts';
import { runs, programmeOf } from '../programmes/index.ts';
import { alreadyHere, alreadyIn, type KnownHere } from './already-here.ts';
import { type ColumnGuess, guessColumns, type Plan, planImport, type PlannedPerson, type Sheet, type Target, targetsFor, type UnsortedAnswer, unsortedAnswers } from './reading/index.ts';
import { countryOf, type ImportKept, importOf, questionsFor, sheetOf } from './stored.ts';

/** What running an import would do, with what is known of the people already here. */
export interface Planned {
  readonly plan: Plan;
  readonly known: ReadonlyMap<string, KnownHere>;
  /** People who come in as they stand. */
  readonly bring: readonly PlannedPerson[];
  /** People somebody must look at first. */
  readonly look: readonly PlannedPerson[];
  /** People somebody looked at and left out. */
  readonly out: readonly PlannedPerson[];
}

/** Plans an import with what was decided so far. */
export async function planned(here: Here, kept: ImportKept, sheet: Sheet): Promise<Planned> {
  const plan = planImport(sheet, kept.decisions.mapping, {
    side: kept.side, questions: await questionsFor(here, kept.programme), country: await countryOf(here), dateOrder: kept.decisions.dateOrder,
    today: here.now.toISOString().slice(0, 10), meant: kept.decisions.meant, whenConsentIsBlank: kept.decisions.whenConsentIsBlank,
  });
  const known = await alreadyHere(here, kept.programme, plan.people);
  const needsEye = (person: PlannedPerson) => person.eye.length > 0 || known.get(person.key)?.sameName === false;
  const decided = (person: PlannedPerson) => kept.decisions.rows[person.key];
  return {
    plan,
    known,
    bring: plan.people.filter((person) => decided(person) === 'bring' || (decided(person) === undefined && !needsEye(person))),
    look: plan.people.filter((person) => decided(person) === undefined && needsEye(person)),
    out: plan.people.filter((person) => decided(person) === 'leave-out'),
  };
}

/** The page of one import: columns with what we think they are, and what running it would do. */
export interface ImportSeen extends Omit<ImportKept, 'decisions'> {
  readonly slug: string;
  readonly decisions: ImportKept['decisions'];
  readonly sheet: Sheet | undefined;
  readonly guesses: readonly ColumnGuess[];
  readonly targets: readonly Target[];
  readonly questions: ReadonlyMap<string, { readonly en: string; readonly fr: string }>;
  readonly options: ReadonlyMap<string, readonly { readonly id: string; readonly text: { readonly en: string; readonly fr: string } }[]>;
  readonly planned: Planned | undefined;
  /** How many of those who would come in wait or support here already: nothing new comes in for them. */
  readonly waiting: { readonly seekers: number; readonly supporters: number };
  readonly unsorted: readonly UnsortedAnswer[];
}

/** One import, for staff of its programme. */
export const importSeen = view({
  name: 'imports.import',
  input: z.object({ import: z.uuid() }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { import: id }): Promise<ImportSeen> {
    const kept = await importOf(looking, id);
    const { slug } = await programmeOf(looking, kept.programme);
    const questions = await questionsFor(looking, kept.programme);
    const sheet = kept.runAt === null ? await sheetOf(looking, id) : undefined;
    const made = sheet === undefined ? undefined : await planned(looking, kept, sheet);
    return {
      ...kept, slug, sheet, planned: made,
      waiting: { seekers: await waitingOf(looking, kept.programme, made, 'seeker'), supporters: await waitingOf(looking, kept.programme, made, 'supporter') },
      guesses: sheet === undefined ? [] : guessColumns(sheet, questions, kept.side).columns,
      targets: targetsFor(kept.side, questions),
      questions: new Map(questions.map((question) => [question.id, question.text])),
      options: new Map(questions.map((question) => [question.id, question.options ?? []])),
      unsorted: made === undefined ? [] : unsortedAnswers(made.plan),
    };
  },
});

async function waitingOf(here: Here, programme: string, made: Planned | undefined, side: PlannedPerson['side']): Promise<number> {
  const persons = (made?.bring ?? []).flatMap((one) => {
    const known = one.side === side ? made?.known.get(one.key) : undefined;
    return known?.sameName === true ? [known.person] : [];
  });
  const already = await alreadyIn(here, programme, side, persons);
  return persons.filter((person) => already.has(person)).length;
}

/** The imports of a programme, the latest first. */
export const importsOf = view({
  name: 'imports.of-programme',
  input: z.object({ programme: z.uuid() }),
  may: ({ actor }, { programme }) => runs(actor, programme) || absent(),
  async load(looking, { programme }) {
    const rows = await looking.db
      .selectFrom('import')
      .select(['id', 'file_name', 'side', 'uploaded_at', 'run_at', 'undone_at', 'counts'])
      .where('org_id', '=', looking.org)
      .where('programme_id', '=', programme)
      .orderBy('uploaded_at', 'desc')
      .limit(50)
      .execute();
    return rows.map((row) => ({ id: row.id, fileName: row.file_name, side: row.side, uploadedAt: row.uploaded_at, runAt: row.run_at, undoneAt: row.undone_at, counts: row.counts as Record<string, number> }));
  },
});
