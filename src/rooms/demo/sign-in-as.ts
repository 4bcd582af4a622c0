import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { absent, done } from '../../platform/outcome.ts';
import { beginSession } from '../people/index.ts';
import { castOf } from './cast.ts';
import { driveOf } from './drive.ts';
import { cast } from './rules.ts';

/** Signs a visitor in as one of the demo's people, second step included. There is no such way outside a demo. */
export const signInAs = act({
  name: 'demo.sign-in-as',
  input: z.object({ who: z.enum(cast) }),
  may: () => true, // there is nobody to be outside a demo
  async perform(inside, { who }) {
    if (driveOf(inside.scene.house) === undefined) return absent();
    const person = (await castOf(inside)).get(who) ?? absent();
    const { token, keepSeconds } = await beginSession(inside, { person, proof: 'demo', secondStep: true });
    return done({ token, ...(keepSeconds !== undefined && { keepSeconds }), who });
  },
});
