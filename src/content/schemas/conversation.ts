import { z } from 'zod';
import { text } from '../text.ts';
import { head, id, line, only } from './shared.ts';

/** `conversation.yaml`: what stays beside a conversation. Nothing here is a script (P4). */
export const conversationFile = z.strictObject({
  ...head('conversation'),
  note: text,
  questionGroups: z.array(z.strictObject({ id, name: text, hint: text, questions: z.array(line) })),
  feelings: z.strictObject({ stem: text, note: text, groups: z.array(z.strictObject({ id, name: text, words: z.array(line) })) }),
  hardMoments: z.strictObject({
    intro: text,
    items: z.array(z.strictObject({ id, heard: text, someSay: z.array(text).min(1), lessHelpful: text, why: text, leadsTo: id.optional() })),
  }),
  contentNotes: z.strictObject({
    label: text,
    how: text,
    readerChoices: z.array(line),
    kinds: z.array(z.strictObject({ id, default: z.enum(['fold', 'show']), text, shows: z.literal('help-now').optional(), opensText: only })),
  }),
});
