import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { absent, done } from '../../platform/outcome.ts';
import { programmeBySlug } from '../programmes/index.ts';
import { readsLetters } from './rules.ts';

/** One side has seen what the other wrote. Seeing is not answering: no promise changes. */
export const markLettersRead = act({
  name: 'letters.mark-read',
  quiet: true,
  input: z.object({ programme: z.string().max(100), person: z.uuid().optional() }),
  may: ({ actor }) => actor.kind === 'person',
  async perform(inside, { programme: slug, person: asked }) {
    const { id: programme } = await programmeBySlug(inside, slug);
    const person = asked ?? inside.person();
    if (!readsLetters(inside.actor, programme, person)) return absent();
    await inside.db
      .updateTable('letter')
      .set({ read_at: inside.now })
      .where('org_id', '=', inside.org)
      .where('person_id', '=', person)
      .where('programme_id', '=', programme)
      .where('from_programme', '=', person === inside.person())
      .where('read_at', 'is', null)
      .execute();
    return done();
  },
});
