import { z } from 'zod';
import { starter } from '../../content/index.ts';
import type { Inside } from '../../platform/act.ts';
import { act } from '../../platform/act.ts';
import { done, refused } from '../../platform/outcome.ts';
import { inProgramme } from './inputs.ts';
import { addContent, holdContent, replaceContent } from './keep-version.ts';
import { runs } from './rules.ts';

/** Questions a request cannot do without: a name to use, one way to be reached, and that somebody is of age. */
export const neededQuestions: Readonly<Record<'seeker' | 'supporter', readonly string[]>> = {
  seeker: ['preferred-name', 'reach-by'],
  supporter: ['preferred-name', 'reach-by'],
};

/**
 * A coordinator says which questions a set asks, and in which order: adding, removing and moving are one thing.
 * Questions of the bank that the programme does not have yet are copied into it. What was answered before is kept with its question.
 */
export const changeQuestionSet = act({
  name: 'programmes.change-question-set',
  input: z.object({ ...inProgramme, set: z.string(), version: z.coerce.number().int().min(0).max(2_147_483_647), questions: z.array(z.string().max(100)).max(100) }),
  may: ({ actor }, { programme }) => runs(actor, programme),

  async perform(inside, { programme, set, version, questions }) {
    const { body, version: found } = await holdContent(inside, programme, 'question-set', set);
    if (found !== version) return refused('changed-meanwhile');
    const wanted = [...new Set(questions)];
    const needed = neededQuestions[body.side].filter((id) => body.questions.includes(id) && !wanted.includes(id));
    if (needed.length > 0) return refused('still-needed');
    const there = await takeFromBank(inside, programme, wanted);

    await replaceContent(inside, programme, 'question-set', set, { ...body, questions: wanted.filter((id) => there.has(id)) });
    return done({ asked: wanted.length });
  },
});

/** Copies what the programme does not have from the starter questions. Gives back every id the programme has afterwards. */
async function takeFromBank(inside: Inside, programme: string, wanted: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await inside.db
    .selectFrom('programme_content')
    .select(['id'])
    .where('org_id', '=', inside.org)
    .where('programme_id', '=', programme)
    .where('kind', '=', 'question')
    .execute();
  const there = new Set(rows.map(({ id }) => id));
  for (const question of starter().intake.questions) {
    if (!wanted.includes(question.id) || there.has(question.id)) continue;
    await addContent(inside, programme, 'question', question);
    there.add(question.id);
  }
  return there;
}
