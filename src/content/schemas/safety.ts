import { z } from 'zod';
import { text } from '../text.ts';
import { count, head, id, length, line, nought, only } from './shared.ts';

/** How grave a concern is: who owns it, who steps in, by when, who does what, and what is kept of it. */
const level = z.strictObject({
  id, code: z.string().regex(/^L\d$/), name: text, means: text, examples: z.array(text), owner: id, backUp: id.optional(),
  clocks: z.strictObject({
    acknowledge: length.optional(), act: length.optional(), review: length.optional(), backUpAfter: length.optional(), boardAfter: length.optional(),
  }),
  steps: z.array(z.strictObject({ id, who: id, text })), record: text, callStyle: text.optional(),
});

const field = z.strictObject({
  id, kind: z.enum(['single', 'multi', 'text']), required: z.boolean(), text, why: text,
  options: z.array(z.strictObject({ id, text, level: id.optional() })).optional(), attachMessages: only,
});

/** The text is true only for an installation of this kind; `not-sealed` is what is true today (P5). */
const assumes = z.enum(['sealed', 'not-sealed']);

/** A service a coordinator must look up, call and date before opening. Everything to dial is empty here: numbers live in the data set. */
const serviceToConfirm = z.strictObject({
  kind: id, knownAs: text, dial: z.literal(''), source: z.literal(''), checkedOn: z.literal(''), checkedBy: z.literal(''), region: z.string().optional(),
});

/** `safety.yaml` */
export const safetyFile = z.strictObject({
  ...head('safety'),
  roles: z.array(z.strictObject({ id, name: text })),
  policies: z.array(z.strictObject({ id, name: text, text })),
  always: z.array(line),
  levels: z.array(level),
  conflictOfInterest: z.strictObject({ text }),
  dutyToReport: z.strictObject({ note: text, questions: z.array(line), entries: z.array(line) }),
  whoCanRead: z.array(z.strictObject({ id, assumes, text })),
  limitsOfConfidentiality: z.array(z.strictObject({
    id, text, crisis: only, assumes: assumes.optional(),
    use: z.enum(['everywhere', 'before-first-message', 'by-phone', 'group', 'workplace', 'hospital', 'explain-more', 'saying-it-in-the-moment']),
  })),
  teachBack: z.strictObject({ question: text, options: z.array(z.strictObject({ id, right: z.boolean(), text, feedback: text })).min(2) }),
  concernForm: z.strictObject({ title: text, intro: text, whoReads: text, fields: z.array(field), afterSending: text, outOfHours: text }),
  codeOfConduct: z.strictObject({
    intro: text, everyone: z.array(line), supporters: z.array(line), staff: z.array(line),
    breaches: z.array(z.strictObject({ id, order: count, text })), promise: text,
  }),
  suicideTalk: z.strictObject({
    id, title: text, crisis: only, lead: text, steps: z.array(line), somePeopleSay: z.array(line), pleaseDoNot: z.array(line),
    words: z.strictObject({ intro: text, say: z.array(z.strictObject({ id, text, insteadOf: text })), never: z.array(line), always: z.array(line) }),
    forumReply: text, forumHold: text,
  }),
  deathInProgramme: z.strictObject({ id, title: text, steps: z.array(z.strictObject({ id, who: id, text })), ifSuicide: text }),
  helpNow: z.strictObject({
    title: text, crisis: only, first: text, whoWeAre: text, youCan: text,
    blocks: z.array(z.strictObject({ id, order: nought, services: z.array(id), title: text, text })),
    whileYouWait: z.strictObject({ title: text, steps: z.array(line) }), leave: text, usAgain: text, emptyService: text,
  }),
  serviceKinds: z.array(z.strictObject({ id, name: text })),
  confirmBeforeOpening: z.strictObject({
    note: text,
    countries: z.array(z.strictObject({ country: z.string().regex(/^[A-Z]{2}$/), name: text, alsoByRegion: text.optional(), services: z.array(serviceToConfirm) })),
  }),
});
