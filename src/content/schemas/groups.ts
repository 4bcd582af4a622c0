import { z } from 'zod';
import { text } from '../text.ts';
import { count, head, id, line, locked, only } from './shared.ts';

/** `groups.yaml`: what a group led by its members can start from (P7). */
export const groupsFile = z.strictObject({
  ...head('groups'),
  facilitatorRole: text,
  goals: z.array(line),
  guidelines: z.array(z.strictObject({ id, theme: z.enum(['talking', 'time', 'safety', 'respect', 'between']), text })),
  deciding: z.strictObject({
    methods: z.array(z.strictObject({ id, name: text, text })),
    choices: z.array(z.strictObject({ id, text, opensText: only })),
    review: text,
    programmeLines: z.array(z.strictObject({ id, locked, text })),
  }),
  charters: z.array(z.strictObject({ id, name: text, goals: z.array(id), guidelines: z.array(id), decide: id })),
  openCard: z.strictObject({ intro: text, lines: z.array(line), answers: z.array(line) }),
  meetingPlan: z.strictObject({ minutes: count, steps: z.array(z.strictObject({ id, minutes: count, text })), size: text }),
  openingRounds: z.array(line),
  closingRounds: z.array(line),
  moves: z.array(z.strictObject({
    id, name: text, notice: text, do: z.array(text), words: z.array(text), avoid: text, after: text, leadsTo: id.optional(),
  })),
  debrief: z.strictObject({ when: text, questions: z.array(line) }),
  roles: z.strictObject({
    rotation: text,
    list: z.array(z.strictObject({ id, everyMeetings: count, needsCourse: id.optional(), name: text, text })),
    ifNobodyComes: text,
  }),
});
