// The door of meetings: times two people agree on, in each one's own zone and calendar.
export { proposeMeeting } from './propose-meeting.ts';
export { acceptMeeting, cancelMeeting, declineMeeting } from './answer-meeting.ts';
export { meetings, type Meetings, type MeetingSeen } from './meetings.ts';
export { type MyMeeting, myMeetings } from './my-meetings.ts';
export { calendarFeed, endCalendar, makeCalendar, meetingFile, myCalendar } from './calendar-feed.ts';
export { meetingReminders, sweepMeetings } from './sweep.ts';
export { type How, type MeetingState } from './rules.ts';
