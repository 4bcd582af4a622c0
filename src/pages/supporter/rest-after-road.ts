import { type RelationshipSeen, restUntil } from '../../rooms/relationships/index.ts';

/** Until when a supporter rests after the last road that ended, as the programme's team sees it too (J1); undefined when they do not. */
export function restAfterRoad({ id, restDays }: { readonly id: string; readonly restDays: number }, relationships: readonly RelationshipSeen[], now: Date): Date | undefined {
  const ended = relationships.flatMap(({ standing, endedAt }) => (standing === id && endedAt !== null ? [endedAt.getTime()] : []));
  const until = restUntil(restDays, ended.length === 0 ? null : new Date(Math.max(...ended)));
  return until !== null && until > now ? until : undefined;
}
