import { answersForSafety, dangerNow } from '../../rooms/safety/index.ts';
import { first } from '../../web/first.ts';
import { DangerAlarm } from './danger-alarm.tsx';

/** Pages that say it themselves, two of them to all staff. */
const itsOwn = ['/today', '/concerns', '/danger/:id'];

/** Whoever answers for safety sees that somebody is in danger and nobody answered yet, on whichever page of staff they are, and while it is open. */
export default first({
  shows: ({ actor }, page) => answersForSafety(actor) && !itsOwn.includes(page),
  scripts: ['live-feed'],
  load: (visit) => dangerNow(visit, {}),
  body: ({ data, ...reader }) => <DangerAlarm danger={data} {...reader} />,
});
