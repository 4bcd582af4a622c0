import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { done } from '../../platform/outcome.ts';
import { membershipOf } from './steps.ts';

/** Remembers how far somebody read, for their own page only: nobody is shown what the other has read (P12). */
export const markRead = act({
  name: 'conversations.mark-read',
  quiet: true,
  input: z.object({ conversation: z.uuid(), seq: z.coerce.number().int().min(0) }),
  may: ({ actor }) => actor.kind === 'person',
  subject: ({ conversation }) => ({ kind: 'conversation', id: conversation }),
  async perform(inside, { conversation, seq }) {
    const person = inside.person();
    await membershipOf(inside, conversation, person);
    await inside.db
      .updateTable('conversation_member')
      .set({ read_seq: seq })
      .where('org_id', '=', inside.org)
      .where('conversation_id', '=', conversation)
      .where('person_id', '=', person)
      .where('read_seq', '<', seq)
      .execute();
    return done();
  },
});
