import { meetingFile } from '../../rooms/meetings/index.ts';
import { download } from '../../web/download.ts';

/** One agreed meeting as a calendar file, with its place only when asked for. */
export default download({
  address: '/relationships/:id/meetings/:meeting/calendar',
  may: 'signed-in',
  load: async (visit) => ({
    body: await meetingFile(visit, { relationship: visit.params.id, meeting: visit.params.meeting, place: visit.query.get('place') === 'yes' }),
    type: 'text/calendar; charset=utf-8',
    fileName: `${visit.t('meetings.calendar.title')}.ics`,
  }),
});
