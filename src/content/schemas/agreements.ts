import { z } from 'zod';
import { text } from '../text.ts';
import { clock, count, head, id, line, locked } from './shared.ts';

/** What a line of an agreement makes the system keep (P2): a rhythm, hours in which nothing rings, a length, how long silence may last. */
const keeps = z.strictObject({
  contactsPerWeek: z.number().positive().optional(), minutes: count.optional(), reviewWeeks: count.optional(), answerDays: count.optional(),
  channels: z.array(z.enum(['messages', 'text', 'phone', 'video'])).optional(), quietHours: z.strictObject({ from: clock, to: clock }).optional(),
  weeks: count.optional(), contacts: count.optional(), silenceDays: count.optional(), coordinatorDays: count.optional(),
});

/** `agreements.yaml` */
export const agreementsFile = z.strictObject({
  ...head('agreements'),
  title: text,
  intro: text,
  buttons: z.strictObject({ fine: text, talk: text, own: text, sayYes: text }),
  topics: z.array(z.strictObject({
    id, order: count, required: z.boolean(), locked, question: text, why: text,
    starters: z.array(z.strictObject({ id, text, sets: keeps.optional(), locked })),
  })),
  groupLines: z.strictObject({ intro: text }),
  mentorshipLines: z.array(line),
});
