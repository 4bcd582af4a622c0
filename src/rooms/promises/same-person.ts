import type { Inside } from '../../platform/act.ts';
import { openPromises } from './promise.ts';
import { withdrawPromise } from './steps.ts';

/** Two entries turned out to be one person: what was promised to the one is promised to the other, with the same times and hands. Gives back how many run. */
export async function promisesToSamePerson(inside: Inside, { from, to }: { from: string; to: string }): Promise<number> {
  const passed = await inside.db
    .updateTable('promise')
    .set({ promised_to: to })
    .where('org_id', '=', inside.org)
    .where('promised_to', '=', from)
    .returning(['kept_at', 'withdrawn_at'])
    .execute();
  return passed.filter((one) => one.kept_at === null && one.withdrawn_at === null).length;
}

/** Two threads became one: what runs about the one runs about the other. Where both run, the sooner stays, so that nobody waits longer. */
export async function promiseToSameThing(inside: Inside, { from, to }: { from: string; to: string }): Promise<void> {
  const running = (subject: string) => openPromises(inside).where('subject_id', '=', subject).forUpdate().execute();
  const there = await running(to);
  for (const one of await running(from)) {
    const other = there.find(({ kind }) => kind === one.kind);
    if (other !== undefined && other.due_at <= one.due_at) {
      await withdrawPromise(inside, { subjectId: from, kind: one.kind });
      continue;
    }
    if (other !== undefined) await withdrawPromise(inside, { subjectId: to, kind: one.kind });
    await inside.db.updateTable('promise').set({ subject_id: to }).where('org_id', '=', inside.org).where('id', '=', one.id).execute();
  }
}
