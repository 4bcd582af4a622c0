// The door of notifications: who hears what, when, how discreetly.
export { noticesReader } from './hear-facts.ts';
export { lookAhead } from './look-ahead.ts';
export { deliverNotices } from './deliver.ts';
export { lettersUnsure } from './mail-trouble.ts';
export { callsToMake, type CallToMake, noteCallMade } from './calls.ts';
export { changeNotices, noticeWishes, type NoticeWishes, stopNotices } from './wishes.ts';
export { noticeLeadsTo } from './where-to.ts';
