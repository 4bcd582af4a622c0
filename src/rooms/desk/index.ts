// The door of the desk: what those who run a programme see of their day. Reading only.
export { today, type PromiseOnDesk, type Today } from './today.ts';
export { requestOnDesk, type Answered, type Colleague, type PromiseStory, type ProposalSeen, type RequestOnDesk } from './request.ts';
export { type Waiting, waitingList } from './waiting.ts';
export { applicationList, applicationOnDesk, type ApplicationInList, type ApplicationOnDesk } from './applications.ts';
export { type Room, type SupporterInList, supporterList, supporterOnDesk, type SupporterOnDesk } from './supporters.ts';
export { type MatchInList, matchList, partedLately } from './matches.ts';
export { memberOnDesk, type MemberOnDesk } from './person.ts';
export type { PersonInFew } from './around.ts';
export type { SupporterToCareFor } from './carrying.ts';
export type { Coming } from './coming.ts';
export type { Carrying, NextStep } from './rules.ts';
