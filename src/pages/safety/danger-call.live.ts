import { type DangerSeen, dangerCall } from '../../rooms/safety/index.ts';
import { live } from '../../web/live.ts';

/** Whether something changed on an open list of calls: two people ring the same list, and need not ring the same person. */
export default live({
  address: '/danger/:id/live',
  may: 'staff',
  async topics(visit) {
    await dangerCall(visit, { concern: visit.params.id });
    return ['concerns'];
  },
  async since(visit, last) {
    const mark = markOf(await dangerCall(visit, { concern: visit.params.id }));
    return mark === last ? [] : [{ id: mark, event: 'look', body: '' }];
  },
});

/** Where a list of calls stands, as one word. */
export function markOf({ calls, takenAt, closed }: DangerSeen): string {
  return `${calls.map(({ ended }) => ended ?? 'open').join()} ${takenAt === null ? '' : 'taken'} ${closed ? 'closed' : ''}`;
}
