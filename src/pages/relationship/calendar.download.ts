import { calendarFeed } from '../../rooms/meetings/index.ts';
import { download } from '../../web/download.ts';

/** Somebody's own calendar under its private address: `/calendar/<secret>.ics`. Calendars ask for it again and again, so it is checked by its tag. */
export default download({
  address: '/calendar/:file',
  may: 'anyone',
  load: async (visit) => ({
    body: await calendarFeed(visit, { token: visit.params.file.replace(/\.ics$/, '') }),
    type: 'text/calendar; charset=utf-8',
    cache: 'check',
  }),
});
