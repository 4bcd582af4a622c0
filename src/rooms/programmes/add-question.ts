import { z } from 'zod';
import { type Question, starter } from '../../content/index.ts';
import { act } from '../../platform/act.ts';
import { done, present } from '../../platform/outcome.ts';
import { inProgramme, ownText } from './inputs.ts';
import { addContent, holdContent, replaceContent } from './keep-version.ts';
import { runs } from './rules.ts';

/** A coordinator writes a question of the programme's own at the end of a set. It may be skipped; the answer is seen by whom they say. */
export const addQuestion = act({
  name: 'programmes.add-question',
  input: z.object({
    ...inProgramme,
    set: z.string(),
    kind: z.enum(['text', 'single', 'multi']),
    text: ownText,
    why: ownText,
    whoSees: z.string().default('coordinator'),
    options: z.array(ownText).max(40).default([]),
  }).refine(({ kind, options }) => kind === 'text' || options.length > 1, { path: ['options'], message: 'programmes.mistake.two-options' }),
  may: ({ actor }, { programme }) => runs(actor, programme),

  async perform(inside, { programme, set, kind, text, why, whoSees, options }) {
    const { body } = await holdContent(inside, programme, 'question-set', set);
    const id = `own-${inside.newId()}`;
    const question: Question = {
      id, kind, sides: [body.side], text, why, skippable: true,
      whoSees: present(starter().intake.audiences.find((audience) => audience.id === whoSees)),
      options: kind === 'text' ? [] : options.map((words) => ({ id: `own-${inside.newId()}`, text: words })),
    };
    await addContent(inside, programme, 'question', question);
    await replaceContent(inside, programme, 'question-set', set, { ...body, questions: [...body.questions, id] });
    return done({ id });
  },
});
