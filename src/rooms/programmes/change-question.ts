import { z } from 'zod';
import { type Question, starter } from '../../content/index.ts';
import { act } from '../../platform/act.ts';
import { done, present, refused } from '../../platform/outcome.ts';
import { inProgramme, ownText } from './inputs.ts';
import { holdContent, replaceContent } from './keep-version.ts';
import { runs } from './rules.ts';

const option = z.object({ id: z.string().max(100).optional(), text: ownText });

/**
 * A coordinator changes a question: its words, why it is asked, who sees the answer, whether it may be skipped, and what there is to choose.
 * A question that may not be skipped says why (P4). Options keep their ids, so that answers given before keep their meaning; new ones get new ids.
 */
export const changeQuestion = act({
  name: 'programmes.change-question',
  input: z.object({
    ...inProgramme,
    id: z.string(),
    version: z.coerce.number().int().min(0).max(2_147_483_647),
    text: ownText,
    why: ownText,
    hint: ownText.optional(),
    whoSees: z.string(),
    skippable: z.boolean(),
    skipReason: ownText.optional(),
    options: z.array(option).max(60).optional(),
  }).refine(({ skippable, skipReason }) => skippable || skipReason !== undefined, { path: ['skipReason.en'], message: 'programmes.mistake.skip-reason' }),
  may: ({ actor }, { programme }) => runs(actor, programme),

  async perform(inside, { programme, id, version, options, ...words }) {
    const { body, version: found } = await holdContent(inside, programme, 'question', id);
    if (found !== version) return refused('changed-meanwhile');
    if (body.options.length > 0 && options !== undefined && options.length === 0) return refused('no-options');
    const whoSees = present(starter().intake.audiences.find((audience) => audience.id === words.whoSees));

    const { hint: _hint, skipReason: _skipReason, ...rest } = body;
    const question: Question = {
      ...rest,
      text: words.text,
      why: words.why,
      whoSees,
      skippable: words.skippable,
      ...(words.hint && { hint: words.hint }),
      ...(words.skipReason && !words.skippable && { skipReason: words.skipReason }),
      options: body.options.length === 0 || options === undefined ? body.options : optionsFrom(body, options, inside.newId),
    };
    return done({ version: await replaceContent(inside, programme, 'question', id, question) });
  },
});

/** Options in the order given: known ones keep what they lead to and touch, with new words; the others are new. */
function optionsFrom(before: Question, given: readonly z.output<typeof option>[], newId: () => string): Question['options'] {
  return given.map(({ id, text }) => {
    const known = before.options.find((one) => one.id === id);
    return known === undefined ? { id: `own-${newId()}`, text } : { ...known, text };
  });
}
