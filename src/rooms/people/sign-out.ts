import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { done } from '../../platform/outcome.ts';
import { endSessions } from './sessions.ts';

/** Ends this session. */
export const signOut = act({
  name: 'people.sign-out',
  input: z.object({}),
  may: ({ actor }) => actor.kind === 'person',
  async perform(inside) {
    if (inside.actor.kind === 'person') await endSessions(inside, { person: inside.actor.person, only: inside.actor.session });
    return done();
  },
});
