import { z } from 'zod';
import { text } from '../text.ts';
import { count, head, id, line, nought, only } from './shared.ts';

const choice = z.strictObject({ id, quality: z.enum(['helps', 'mixed', 'closes']), next: id, text, feedback: text });
/** One step of a scenario: either people choose how to go on, or it ends. */
const node = z.union([
  z.strictObject({ id, text, choices: z.array(choice).min(2) }),
  z.strictObject({ id, text, end: z.literal(true), outcome: z.enum(['warm', 'repair']).optional() }),
]);

const optionOf = <S extends z.ZodRawShape>(shape: S) => z.array(z.strictObject({ id, text, feedback: text, ...shape })).min(2);
const right = { right: z.boolean().optional() };
/** A question at the end of a lesson. Every option has feedback, because a wrong answer is where people learn. */
const check = z.discriminatedUnion('kind', [
  z.strictObject({ id, kind: z.literal('single'), prompt: text, options: optionOf(right) }),
  z.strictObject({ id, kind: z.literal('multi'), prompt: text, options: optionOf(right), allRightNeeded: only }),
  z.strictObject({ id, kind: z.literal('sort'), prompt: text, categories: z.array(line).min(2), options: optionOf({ belongs: id }), allRightNeeded: only }),
  z.strictObject({ id, kind: z.literal('order'), prompt: text, options: optionOf({ place: count }), allRightNeeded: only }),
]);

/** `courses/*.yaml`: one course. Lesson texts may hold paragraphs, `- ` lists, `**strong**` and `*stress*`; everything else is plain. */
export const courseFile = z.strictObject({
  ...head('course'),
  id,
  title: text,
  summary: text,
  minutes: count,
  renewMonths: count,
  for: z.array(z.enum(['supporter', 'facilitator', 'mentor', 'staff'])).min(1),
  alsoNeeds: z.strictObject({ observedMeetings: count }).optional(),
  contentNotes: z.array(id).optional(),
  allChecksAtOnce: only,
  lessons: z.array(z.strictObject({ id, title: text, minutes: count, text })).min(1),
  scenario: z.strictObject({ id, title: text, setting: text, start: id, nodes: z.array(node).min(1) }),
  checks: z.array(check).min(1),
  reflection: z.strictObject({ id, prompt: text, helps: text }),
  practice: z.strictObject({
    id, title: text, minutes: count, people: count, setup: text, task: text,
    rubric: z.array(z.strictObject({ id, must: z.boolean(), lookFor: text, shown: text })).min(1),
  }),
});

/** `courses/index.yaml`: the order of courses, an observer's marks, how a course is passed, and the certificate. */
export const courseIndexFile = z.strictObject({
  ...head('course-index'),
  courses: z.array(id).min(1),
  welcome: text,
  rubricLevels: z.array(z.strictObject({ id, value: nought, text })),
  observerNote: text,
  checkRule: text,
  reflectionRule: text,
  pass: z.array(line),
  certificate: z.strictObject({
    id, name: text, needs: z.array(z.enum(['all-courses-of-the-template', 'sign-off-by-a-trainer', 'talk-about-readiness', 'current-code-of-conduct'])),
    validMonths: count, shows: text, onLapse: text,
  }),
  hoursNote: text,
});
