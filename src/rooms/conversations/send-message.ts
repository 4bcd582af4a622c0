import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { done } from '../../platform/outcome.ts';
import { isPicture, type Picture, type PictureTrouble } from './make-picture.ts';
import { say } from './say.ts';

const notAPicture = 'conversations.mistake.not-a-picture';
const troubles: ReadonlyMap<unknown, string> = new Map<PictureTrouble, string>([
  ['not-a-picture', notAPicture], ['too-large', 'conversations.mistake.picture-large'], ['broken', 'conversations.mistake.picture-broken'], ['busy', 'conversations.mistake.picture-busy'],
]);

/** What `makePicture` gave: a picture, or why there is none, which is then said beside the field. Bytes as they came are never taken. */
const pictureGiven = z.custom<Picture | PictureTrouble>(isPicture, { error: ({ input }) => troubles.get(input) ?? notAPicture });

/**
 * Says something in a conversation, at once to everybody in it: words, a picture, or both. `note` is a word of warning, or a title, that folds it; `kind` a
 * known one (see at-hand). `description` says what the picture shows, for those who cannot see it.
 */
export const sendMessage = act({
  name: 'conversations.send-message',
  input: z.object({
    conversation: z.uuid(),
    sending: z.string().min(8).max(80),
    words: z.string().trim().max(8000, 'conversations.mistake.long').default(''),
    note: z.string().trim().max(120, 'conversations.mistake.note-long').default(''),
    picture: pictureGiven.optional(),
    description: z.string().trim().max(300, 'conversations.mistake.description-long').default(''),
  }).refine(({ words, picture }) => words !== '' || picture !== undefined, { path: ['words'], message: 'conversations.mistake.empty' }),
  wall: 'member',
  may: ({ actor }) => actor.kind === 'person',
  subject: ({ conversation }) => ({ kind: 'conversation', id: conversation }),

  async perform(inside, { conversation, sending, words, note, picture, description }) {
    const made = isPicture(picture) ? { picture: { made: picture, description } } : {};
    const said = await say(inside, { conversation, sending, words: { body: words, ...(note !== '' && { note }), ...made } });
    return 'kind' in said ? said : done(said);
  },
});
