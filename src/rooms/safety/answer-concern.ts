import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { done, refused } from '../../platform/outcome.ts';
import { handOver, promiseFor } from '../promises/index.ts';
import { sealForConcern } from './concern-words.ts';
import { giveTo } from './clocks.ts';
import { outcomes } from './rules.ts';
import { concernToAnswer, writeNote } from './who-answers.ts';

const signedIn = ({ actor }: { actor: { kind: string } }) => actor.kind === 'person';
const concern = z.uuid();
const subject = ({ concern: id }: { concern: string }) => ({ kind: 'concern', id });
const record = z.string().trim().max(8000, 'safety.mistake.long');

/** Everyone who opens a concern leaves a trace: on the trail each time, in its own record once an hour. */
export const openConcern = act({
  name: 'safety.open-concern',
  input: z.object({ concern }),
  may: signedIn,
  subject,
  async perform(inside, { concern: id }) {
    await concernToAnswer(inside, id);
    const lately = await inside.db
      .selectFrom('concern_note')
      .select('id')
      .where('org_id', '=', inside.org)
      .where('concern_id', '=', id)
      .where('kind', '=', 'opened')
      .where('by_person', '=', inside.person())
      .where('at', '>', new Date(inside.now.getTime() - 3_600_000))
      .executeTakeFirst();
    if (lately === undefined) await writeNote(inside, id, 'opened');
    return done();
  },
});

/** “I have it.” Keeps the promise of an answer, says so to the one who raised it, and sets the day to look again. */
export const takeConcern = act({
  name: 'safety.take-concern',
  input: z.object({ concern }),
  may: signedIn,
  subject,
  async perform(inside, { concern: id }) {
    const found = await concernToAnswer(inside, id, { forUpdate: true });
    if (found.closed_at !== null) return refused('closed');
    if (found.taken_by !== null) return refused('already-taken');
    await giveTo(inside, found, inside.person());
    await writeNote(inside, id, 'taken');
    return done();
  },
});

/** Adds to the record: what was seen, done, agreed; or, as `care`, how those who carried it were looked after. Never rewritten. */
export const noteOnConcern = act({
  name: 'safety.note-on-concern',
  input: z.object({ concern, kind: z.enum(['note', 'care']).default('note'), text: record.min(1, 'safety.mistake.empty') }),
  may: signedIn,
  subject,
  async perform(inside, { concern: id, kind, text }) {
    await concernToAnswer(inside, id);
    await writeNote(inside, id, kind, { text });
    return done();
  },
});

/** Ways a call ended. */
export const callEnds = ['reached', 'message-left', 'nobody'] as const;

/** The call-down list: who was called, and whether they were reached. */
export const logConcernCall = act({
  name: 'safety.log-concern-call',
  input: z.object({ concern, who: z.string().trim().min(1, 'safety.mistake.who').max(200), how: z.enum(callEnds, 'safety.mistake.how'), text: record.default('') }),
  may: signedIn,
  subject,
  async perform(inside, { concern: id, who, how, text }) {
    await concernToAnswer(inside, id);
    await writeNote(inside, id, 'call', { who, how, text });
    return done();
  },
});

/** “Please take this one”: to the other of the two on safety duty, with everything that was written. */
export const handConcernOver = act({
  name: 'safety.hand-concern-over',
  input: z.object({ concern, text: record.default('') }),
  may: signedIn,
  subject,
  async perform(inside, { concern: id, text }) {
    const found = await concernToAnswer(inside, id, { forUpdate: true });
    if (found.closed_at !== null) return refused('closed');
    const to = [found.team.safety, found.team.safetyBackup].find((person) => person !== null && person !== inside.person() && !found.kept_from.includes(person));
    if (to === undefined || to === null) return refused('nobody-else');
    const running = await promiseFor(inside, id, 'concern');
    if (running !== undefined && running.keptAt === null && running.withdrawnAt === null) await handOver(inside, running.id, to);
    await inside.db
      .updateTable('concern')
      .set({ owner_id: to, backup_id: inside.person(), ...(found.taken_by !== null && { taken_by: to }) })
      .where('org_id', '=', inside.org)
      .where('id', '=', id)
      .execute();
    await writeNote(inside, id, 'handed-over', { text });
    inside.record({ name: 'safety.concern-handed-over', subject: { kind: 'concern', id }, programme: found.programme_id, about: { to } });
    inside.announce('concerns');
    return done();
  },
});

/** Closes a concern with how it ended. `back` is all that the one who raised it reads; they hear that it is closed in any event. */
export const closeConcern = act({
  name: 'safety.close-concern',
  input: z.object({ concern, outcome: z.enum(outcomes, 'safety.mistake.outcome'), text: record.min(1, 'safety.mistake.empty'), back: z.string().trim().max(2000, 'safety.mistake.long').default('') }),
  may: signedIn,
  subject,
  async perform(inside, { concern: id, outcome, text, back }) {
    const found = await concernToAnswer(inside, id, { forUpdate: true });
    if (found.closed_at !== null) return refused('closed');
    if (found.taken_by === null) return refused('take-first');
    await inside.db
      .updateTable('concern')
      .set({
        closed_at: inside.now, closed_by: inside.person(), outcome,
        said_back: back === '' ? null : await sealForConcern(inside, id, `concern/said_back/${id}`, back),
      })
      .where('org_id', '=', inside.org)
      .where('id', '=', id)
      .execute();
    await writeNote(inside, id, 'closed', { text });
    inside.record({ name: 'safety.concern-closed', subject: { kind: 'concern', id }, programme: found.programme_id, about: { outcome } });
    inside.announce('concerns');
    return done();
  },
});
