import { z } from 'zod';
import type { Inside } from '../../platform/inside.ts';
import { agreementOf, type AgreementFound } from './agreement.ts';

/** What every act on an agreement is told: whose it is. */
export const which = z.object({ relationship: z.uuid() });
/** What the trail and the facts name: the relationship an agreement belongs to. */
export const about = ({ relationship }: { relationship: string }) => ({ kind: 'relationship', id: relationship });

/** The agreement of a relationship one is in, held until the act is over. @throws Absent. */
export async function living(inside: Inside, relationship: string): Promise<AgreementFound | 'ended'> {
  const found = await agreementOf(inside, relationship, { forUpdate: true });
  return found.relationship.endedAt === null ? found : 'ended';
}

/** A change after somebody's yes to the whole: the whole is asked again. */
export async function afterChange(inside: Inside, found: AgreementFound): Promise<void> {
  await inside.db
    .deleteFrom('agreement_version_yes')
    .where('org_id', '=', inside.org)
    .where('agreement_id', '=', found.id)
    .where('number', '=', found.version + 1)
    .execute();
}

/** A line is over, and with it every open suggestion to leave it out. */
export async function endLine(inside: Inside, id: string): Promise<void> {
  await inside.db
    .updateTable('agreement_line')
    .set({ ended_at: inside.now })
    .where('org_id', '=', inside.org)
    .where('ended_at', 'is', null)
    .where((e) => e.or([e('id', '=', id), e.and([e('replaces_id', '=', id), e('removes', '=', true), e('agreed_at', 'is', null)])]))
    .execute();
}
