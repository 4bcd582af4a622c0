import { z } from 'zod';
import { text } from '../text.ts';
import { clock, count, head, id, length, line, nought, only } from './shared.ts';

/**
 * Something two people can have in common. `method` says how their answers are compared: same (equal), overlap (share in common),
 * nearest (closeness of two numbers), ahead (the supporter is further along), tree (distance in a coded list), clear (nothing on one side
 * closes the other), wish (counts only when somebody asks, P10). A missing answer is neutral. `explain` is said when it fits, `differs` when not.
 */
const criterion = z.strictObject({
  id,
  method: z.enum(['same', 'overlap', 'nearest', 'ahead', 'tree', 'clear', 'wish']),
  questions: z.array(id),
  name: text,
  explain: text,
  differs: text,
  minimumMinutes: count.optional(),
  minimumMonths: count.optional(),
  scaleYears: count.optional(),
  preferWeight: count.optional(),
});

/** How much a criterion counts in a programme: hard closes the door, soft weighs; the soft weights of a template add up to 100. */
const rule = z.discriminatedUnion('strength', [
  z.strictObject({ criterion: id, strength: z.literal('hard') }),
  z.strictObject({ criterion: id, strength: z.literal('soft'), weight: z.number().min(0).max(100) }),
]);

const words = z.strictObject({ one: text, many: text });
const group = z.strictObject({
  id, name: text, purpose: text, every: z.enum(['weekday', 'week', 'two-weeks', 'month', 'once']), minutes: count, places: count, charter: id, meetings: count.optional(),
});

/** What one programme starts from. Every value can be edited afterwards. */
const template = z.strictObject({
  id,
  name: text,
  purpose: text,
  whoFor: text,
  words: z.strictObject({ seeker: words, supporter: words, group: words }),
  promises: z.strictObject({ firstAnswer: length, match: length, groupAnswer: length, remindBeforeHours: count, climbAfterHours: count }),
  capabilities: z.array(id),
  canAdd: z.array(id),
  capacity: z.strictObject({
    start: count, later: count, most: count, hoursAWeek: count, restDaysBetween: nought, restAfterLoss: z.literal('until-talk'), steadyMonths: nought,
    visitsAShift: count.optional(), breakAfterVisits: count.optional(), note: text.optional(),
  }),
  intake: z.strictObject({ seekerSet: id, supporterSet: id, shortPath: id }),
  matching: z.array(rule).min(1),
  whoChooses: z.strictObject({ default: z.enum(['seeker', 'coordinator', 'either']), show: count }),
  courses: z.strictObject({
    beforeMatch: z.array(id), withinWeeks: z.strictObject({ weeks: count, courses: z.array(id) }).optional(), beforeFacilitating: z.array(id),
  }),
  agreementStarters: z.array(id),
  checkIns: z.array(id),
  escalation: z.strictObject({
    policy: id,
    cover: z.strictObject({ days: z.array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])).min(1), from: clock, to: clock }),
    clocks: z.record(id, z.strictObject({ acknowledge: length })),
  }),
  groups: z.array(group),
  notesForCoordinator: text,
  lightTouch: text.optional(),
});

/** `templates.yaml` */
export const templatesFile = z.strictObject({
  ...head('templates'),
  capabilities: z.array(z.strictObject({ id, name: text, alwaysOn: only })),
  criteria: z.array(criterion),
  publicPage: z.strictObject({
    promise: text, promiseAutomatic: text, itIsTitle: text, itIs: z.array(line), itIsNotTitle: text, itIsNot: z.array(line),
    nextTitle: text, nextSteps: z.array(line), whoReadsTitle: text, whoReads: text,
  }),
  capacityNote: text,
  templates: z.array(template),
});
