import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { absent, done } from '../../platform/outcome.ts';
import { keepAhead } from './demo-clock.ts';
import { driveOf } from './drive.ts';
import { MOVES, moves } from './rules.ts';
import { runUntilQuiet } from './until-quiet.ts';

/** Moves the demo's clock on and does at once what the house would have done meanwhile. Gives back the moment from which to look for what happened. */
export const moveClock = act({
  name: 'demo.move-clock',
  input: z.object({ by: z.enum(moves) }),
  may: () => true, // there is nothing to move outside a demo
  async perform(inside, { by }) {
    const drive = driveOf(inside.scene.house) ?? absent();
    await keepAhead(inside, MOVES[by]);
    inside.afterCommit(async () => {
      drive.clock.moveBy(MOVES[by]);
      await runUntilQuiet(inside.scene.house, inside.org, drive);
    });
    return done({ since: new Date(inside.now.getTime() + MOVES[by]) });
  },
});
