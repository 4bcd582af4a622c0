import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { done } from '../../platform/outcome.ts';
import { say } from './say.ts';

/** Says something in a conversation, at once to everybody in it. `note` is a word of warning, or a title, that folds it; `kind` a known one (see at-hand). */
export const sendMessage = act({
  name: 'conversations.send-message',
  input: z.object({
    conversation: z.uuid(),
    sending: z.string().min(8).max(80),
    words: z.string().trim().min(1, 'conversations.mistake.empty').max(8000, 'conversations.mistake.long'),
    note: z.string().trim().max(120, 'conversations.mistake.note-long').default(''),
  }),
  wall: 'member',
  may: ({ actor }) => actor.kind === 'person',
  subject: ({ conversation }) => ({ kind: 'conversation', id: conversation }),

  async perform(inside, { conversation, sending, words, note }) {
    const said = await say(inside, { conversation, sending, words: note === '' ? { body: words } : { body: words, note } });
    return 'kind' in said ? said : done(said);
  },
});
