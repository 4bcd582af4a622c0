import { dangerNow } from '../../rooms/safety/index.ts';
import { live } from '../../web/live.ts';
import { DangerCards } from './danger-alarm.tsx';

/** Whether somebody is in danger and nobody answered yet, for an open page of staff: it comes and goes by itself. */
export default live({
  address: '/danger/live',
  may: 'staff',
  topics: () => ['concerns'],
  async since(visit, last) {
    const danger = await dangerNow(visit, {});
    if (danger.mark === last) return [];
    return [{ id: danger.mark, event: 'replace', body: <DangerCards danger={danger} t={visit.t} zone={visit.zone} now={visit.now} /> }];
  },
});
