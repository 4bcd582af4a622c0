import { answersForSafety, dangerNow } from '../../rooms/safety/index.ts';
import { first } from '../../web/first.ts';
import { DangerCards } from './danger-alarm.tsx';

/** Pages that say it themselves, two of them to all staff. */
const itsOwn = ['/today', '/concerns', '/danger/:id'];

/** Whoever answers for safety sees that somebody is in danger and nobody answered yet, on whichever page of staff they are. */
export default first({
  shows: ({ actor }, page) => answersForSafety(actor) && !itsOwn.includes(page),
  async load(visit) {
    const danger = await dangerNow(visit, {});
    return danger.open.length === 0 ? undefined : danger;
  },
  body: ({ data, t, zone, now }) => <div role="alert"><DangerCards danger={data} t={t} zone={zone} now={now} /></div>,
});
