import { z } from 'zod';
import { text } from '../text.ts';
import { head, id, line } from './shared.ts';

/**
 * One notice that gives nothing away. `quietHours` says whether it waits for the end of somebody's quiet hours or rings through.
 * A text message keeps straight apostrophes and plain letters, so that 160 characters stay one message.
 */
const notice = z.strictObject({
  id,
  to: z.enum(['anyone', 'seeker', 'supporter', 'both', 'member', 'facilitator', 'owner', 'back-up', 'director', 'coordinator', 'safety-lead', 'raiser']),
  when: text,
  quietHours: z.enum(['wait', 'ring']),
  email: z.strictObject({ subject: text, body: text }).optional(),
  sms: text,
  push: text,
  voice: text.optional(),
});

/** `notices.yaml` */
export const noticesFile = z.strictObject({
  ...head('notices'),
  rules: z.array(line),
  footer: z.strictObject({ email: text, reply: text }),
  notices: z.array(notice),
});
