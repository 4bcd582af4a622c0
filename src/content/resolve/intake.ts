import type { z } from 'zod';
import type { References } from '../refer.ts';
import type { intakeFile } from '../schemas/intake.ts';

const file = 'intake.yaml';

/**
 * Questions with the audience that reads the answer, their options in place, and where an option leads; sets with their questions in order.
 * `touches` and `answers` stay ids of options, `criterion` the id of a criterion.
 */
export function resolveIntake(raw: z.infer<typeof intakeFile>, references: References) {
  const audience = references.book('audience', raw.audiences);
  const lead = references.book('lead', raw.leads);
  const list = references.book('option list', raw.optionLists);
  const everyOption = [...raw.questions.flatMap((one) => one.options ?? []), ...raw.optionLists.flatMap((one) => one.options)];
  const option = references.book('option', everyOption);

  const questions = references.rows(file, raw.questions, ({ options, optionsFrom, whoSees, ...rest }, from) => ({
    ...rest,
    whoSees: audience(whoSees, from),
    options: (optionsFrom === undefined ? options ?? [] : list(optionsFrom, from).options).map(({ leadsTo, ...one }) => {
      for (const other of [...one.answers ?? [], ...one.touches ?? []]) option(other, `${from}, ${one.id}`);
      const resolved: typeof one & { leadsTo?: (typeof raw.leads)[number] } = leadsTo === undefined ? one : { ...one, leadsTo: lead(leadsTo, `${from}, ${one.id}`) };
      return resolved;
    }),
  }));
  const question = references.book('question', questions);
  const sets = references.rows(file, raw.sets, (set, from) => ({
    ...set,
    questions: set.questions.map((id) => question(id, from)),
  }));
  return { audiences: raw.audiences, leads: raw.leads, questions, sets };
}
