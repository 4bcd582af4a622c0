import type { Inside } from '../../platform/act.ts';
import { personOf } from '../../platform/actor.ts';
import { writeNotice } from '../../platform/notices.ts';
import { teamOf, type Team } from './team.ts';

/**
 * Tells those who answer for safety, before and after, that this changed: whoever opens concerns can never be put aside, or joined by another, in silence (I2).
 * Whoever made the change needs no letter.
 */
export async function tellSafety(inside: Inside, programme: string, before: Team): Promise<void> {
  const after = await teamOf(inside, programme);
  if (before.safety === after.safety && before.safetyBackup === after.safetyBackup) return;
  const concerned = new Set([before.safety, before.safetyBackup, after.safety, after.safetyBackup]);
  const change = inside.newId();
  for (const person of concerned) {
    if (person === null || person === personOf(inside.actor)) continue;
    await writeNotice(inside, { person, programme, kind: 'safety-changed', effect: `safety-changed/${change}/${person}` });
  }
}
