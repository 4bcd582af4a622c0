import { z } from 'zod';
import { text } from '../text.ts';
import { count, head, id, length, line, nought, only, tells } from './shared.ts';

const side = z.enum(['both', 'seeker', 'supporter', 'group']);

/** One thing asked in a check-in: an answer on a scale, or words. `share` says who may see the answer. */
const item = z.strictObject({
  id, side, scale: id.optional(), kind: z.literal('text').optional(), share: id, text, why: text, adapted: only,
}).refine((one) => (one.scale === undefined) === (one.kind === 'text'), 'an item has a scale, or is a text');

/** `checkins.yaml`. All of it is optional for the person who answers, and no answer ever blocks support. */
export const checkinsFile = z.strictObject({
  ...head('checkins'),
  sharing: z.array(line),
  skipLine: text,
  scales: z.array(z.strictObject({
    id, options: z.array(z.strictObject({ id, value: z.int().optional(), top: only, text, planned: z.boolean().optional() })).min(2),
  })),
  items: z.array(item),
  checkIns: z.array(z.strictObject({
    id, side, minutes: nought, items: z.array(id).min(1), intro: text,
    when: z.strictObject({
      event: z.enum(['agreement-signed', 'introduced', 'half-of-planned-time', 'closed', 'contact-logged', 'shift-ended', 'active', 'meeting-ended', 'visit-ended']),
      afterDays: count.optional(), repeatDays: count.optional(),
    }),
  })),
  rules: z.array(z.strictObject({
    id, item: id, answers: z.array(id).min(1), offers: z.array(id), tells, showFirst: z.literal('help-now').optional(), clock: length.optional(), timesInARow: count.optional(),
  })),
  offers: z.array(z.strictObject({
    id, text,
    action: z.enum([
      'help-now', 'ask-coordinator', 'ask-safety-lead', 'nudge-both', 'open-agreement', 'rematch', 'show-groups', 'show-self-care', 'pause', 'ask-debrief',
      'show-circle', 'lower-capacity', 'edit-not-ready', 'self-check', 'plan-ending', 'open-concern', 'supporter-interest',
    ]),
  })),
  selfCheck: z.strictObject({
    id, title: text, note: text, scale: id, statements: z.array(z.strictObject({ id, counts: z.enum(['gives', 'wears']), text })), scoring: text,
    bands: z.array(z.strictObject({ id, from: nought, to: nought, text, offers: z.array(id) })),
  }),
  scoringRules: z.array(line),
  indicators: z.array(z.strictObject({
    id, requirement: z.string().regex(/^[A-L]\d+$/), name: text, counts: text, outOf: text,
    shownAs: z.array(z.enum(['median', 'ninetieth', 'longest-open', 'count', 'share', 'paired', 'sum'])), caution: text, item: id.optional(),
  })),
});
