import { z } from 'zod';
import type { Looking } from '../../platform/view.ts';
import { absent } from '../../platform/outcome.ts';
import { view } from '../../platform/view.ts';

/**
 * Where the link of a notice leads, for the one it was written to. The letter itself holds only a neutral address, so that nothing can be read
 * from it: not that it is about a concern, not that there is a relationship.
 */
export const noticeLeadsTo = view({
  name: 'notifications.leads-to',
  input: z.object({ notice: z.uuid() }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { notice }): Promise<string> {
    const row = await looking.db
      .selectFrom('notice')
      .leftJoin('programme', (join) => join.onRef('programme.org_id', '=', 'notice.org_id').onRef('programme.id', '=', 'notice.programme_id'))
      .select(['notice.kind', 'notice.about_kind', 'notice.about_id', 'programme.slug'])
      .where('notice.org_id', '=', looking.org)
      .where('notice.id', '=', notice)
      .where('notice.person_id', '=', looking.person())
      .executeTakeFirst();
    return row === undefined ? absent() : placeOf(looking, row);
  },
});

type Place = { kind: string; about_kind: string | null; about_id: string | null; slug: string | null };

const STAFF: readonly string[] = ['answer-due-soon', 'answer-overdue-owner', 'answer-overdue-backup', 'answer-overdue-climbs', 'quiet-too-long', 'somebody-asks'];

async function placeOf(looking: Looking, { kind, about_kind, about_id, slug }: Place): Promise<string> {
  const id = about_id ?? '';
  if (kind === 'new-sign-in' || kind === 'sign-in-changed' || kind === 'signed-out') return '/me/devices';
  if (STAFF.includes(kind)) return forStaff(looking, about_kind, id, slug);
  switch (about_kind) {
    case 'support-request': return `/requests/${id}`;
    case 'application': return `/applications/${id}`;
    case 'letter': return slug === null ? '/messages' : `/messages/${slug}`;
    case 'proposal': return `/introductions/${id}`;
    case 'agreement': return `/relationships/${id}/agreement`;
    case 'relationship': return `/relationships/${id}`;
    case 'conversation': return `/conversations/${id}#write`;
    case 'meeting': return meetingPlace(looking, id);
    case 'check-in': return `/check-ins/${id}`;
    case 'older-words': return '/me/sign-in';
    case 'my-breach': return `/me/conduct/${id}`;
    case 'breach': return slug === null ? '/today' : `/programmes/${slug}/breaches/${id}`;
    case 'danger': return `/danger/${id}`;
    case 'safety-naming': return '/concerns';
    case 'contact-release': return `/contact-releases/${id}`;
    case 'contact-sheet': return '/me/contact-sheet';
    case 'concern': return `/concerns/${id}`;
    case 'supporting': case 'supporter': case 'training': case 'clearance': return '/supporting';
    default: return '/home';
  }
}

async function forStaff(looking: Looking, about: string | null, id: string, slug: string | null): Promise<string> {
  if (slug === null) return '/today';
  if (about === 'support-request') return `/programmes/${slug}/requests/${id}`;
  if (about === 'application') return `/programmes/${slug}/applications/${id}`;
  if (about === 'relationship') return `/programmes/${slug}/matches`;
  if (about !== 'letters' && about !== 'check-in') return '/today';
  const row = await looking.db.selectFrom(about === 'letters' ? 'letter_thread' : 'check_in').select('person_id').where('org_id', '=', looking.org).where('id', '=', id).executeTakeFirst();
  return row === undefined ? '/today' : `/programmes/${slug}/people/${row.person_id}`;
}

async function meetingPlace(looking: Looking, id: string): Promise<string> {
  const meeting = await looking.db.selectFrom('meeting').select('relationship_id').where('org_id', '=', looking.org).where('id', '=', id).executeTakeFirst();
  return meeting === undefined ? '/home' : `/relationships/${meeting.relationship_id}/meetings`;
}
