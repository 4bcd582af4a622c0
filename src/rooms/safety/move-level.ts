import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { absent, done, refused } from '../../platform/outcome.ts';
import { contentOf, hoursOf } from '../programmes/index.ts';
import { makePromise, withdrawPromise } from '../promises/index.ts';
import { clocksOf } from './clocks.ts';
import { beginDangerCalls } from './danger-calls.ts';
import { climbsAt, DANGER, reviewedBy, termOf } from './rules.ts';
import { concernToAnswer, writeNote } from './who-answers.ts';

/**
 * Moves a concern to another level: up at any sign of danger, down with a reason. Its clocks are made anew from this moment, and when it becomes
 * danger now and nobody has it, the calls begin. Facts: `safety.concern-level-moved` {from, to}.
 */
export const moveLevel = act({
  name: 'safety.move-level',
  input: z.object({ concern: z.uuid(), level: z.string().min(1, 'safety.mistake.level').max(60), text: z.string().trim().max(8000, 'safety.mistake.long').default('') }),
  may: ({ actor }) => actor.kind === 'person',
  subject: ({ concern }) => ({ kind: 'concern', id: concern }),
  async perform(inside, { concern: id, level, text }) {
    const found = await concernToAnswer(inside, id, { forUpdate: true });
    if (found.closed_at !== null) return refused('closed');
    const levels = (await contentOf(inside, found.programme_id, 'safety-level')).map(({ body }) => body.id);
    const [from, to] = [levels.indexOf(found.level), levels.indexOf(level)];
    if (to < 0 || to === from) return absent();
    if (to < from && text === '') return refused('say-why');

    const [clocks, cover] = [await clocksOf(inside, found.programme_id, level), await hoursOf(inside, found.programme_id)];
    const taken = found.taken_by !== null;
    await inside.db
      .updateTable('concern')
      .set({ level, ...(taken ? { review_at: reviewedBy(clocks, inside.now, cover), review_told_at: null } : { climb_at: climbsAt(clocks, inside.now, cover), climbed_at: null, next_call_at: null }) })
      .where('org_id', '=', inside.org).where('id', '=', id).execute();
    if (!taken) {
      await withdrawPromise(inside, { subjectId: id, kind: 'concern' });
      await makePromise(inside, {
        kind: 'concern', programme: found.programme_id, subject: { kind: 'concern', id }, promisedTo: found.raised_by === found.owner_id ? null : found.raised_by,
        term: termOf(clocks, inside.now, cover), owner: found.owner_id, backup: found.backup_id,
      });
      if (level === DANGER) {
        await inside.db.deleteFrom('danger_call').where('org_id', '=', inside.org).where('concern_id', '=', id).execute();
        await beginDangerCalls(inside, { id, programme: found.programme_id, keptFrom: found.kept_from, alsoFor: found.also_for });
      }
    }
    await writeNote(inside, id, to > from ? 'level-up' : 'level-down', { text, from: found.level, to: level });
    inside.record({ name: 'safety.concern-level-moved', subject: { kind: 'concern', id }, programme: found.programme_id, about: { from: found.level, to: level } });
    inside.announce('concerns');
    return done();
  },
});
