import { z } from 'zod';
import { text } from '../text.ts';
import { head, id, line, only, side } from './shared.ts';

/**
 * One answer to choose. `leadsTo` names what is shown next, `opensText` adds a line to write on, `exclusive` stands alone, `order` is the place
 * of a phase on the road, `value` a number to compare, `criterion` what a wish about matching weighs, `answers` the seeker's hopes that a
 * supporter's hope meets, `touches` the hard topics that a help topic may bring up, `bereaved` a loss that is never met unasked.
 */
const option = z.strictObject({
  id, text, leadsTo: id.optional(), opensText: only, exclusive: only, value: z.number().optional(), order: z.int().positive().optional(),
  criterion: id.optional(), answers: z.array(id).optional(), touches: z.array(id).optional(), bereaved: only,
});

/**
 * A question. `why` says why it is asked and `whoSees` who reads the answer (P4, P5); one that may not be skipped says why in `skipReason`.
 * `heavy` puts a word of warning before it. `eachOption` is a second choice on every ticked option, by id. `suggestFrom` names a coded list to
 * suggest from, never to force.
 */
const question = z.strictObject({
  id,
  kind: z.enum(['single', 'multi', 'text', 'date', 'number', 'availability', 'language']),
  sides: z.array(side).min(1),
  text,
  hint: text.optional(),
  why: text,
  whoSees: id,
  skippable: z.boolean(),
  skipReason: text.optional(),
  options: z.array(option).min(1).optional(),
  optionsFrom: id.optional(),
  eachOption: z.record(id, text).optional(),
  suggestFrom: z.enum(['cancer-types', 'child-illness-types']).optional(),
  heavy: only,
  precision: z.literal('month').optional(),
  unit: z.enum(['hour', 'month', 'person']).optional(),
}).refine((one) => one.skippable || one.skipReason !== undefined, 'may not be skipped, and does not say why')
  .refine((one) => (one.kind === 'single' || one.kind === 'multi') === (one.options !== undefined || one.optionsFrom !== undefined), 'a choice has options, and nothing else does');

/** `intake.yaml` */
export const intakeFile = z.strictObject({
  ...head('intake'),
  audiences: z.array(line),
  optionLists: z.array(z.strictObject({ id, options: z.array(option).min(1) })),
  questions: z.array(question),
  leads: z.array(line),
  sets: z.array(z.strictObject({ id, side, name: text, questions: z.array(id).min(1) })),
});
