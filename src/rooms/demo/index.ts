// The door of the demo: an organisation that is made up, its clock and its mailbox. Nothing here is there in a real house.
export { attachDemo, type DemoDrive } from './drive.ts';
export { aheadOf } from './demo-clock.ts';
export { castOf, keepCast } from './cast.ts';
export { moveClock } from './move-clock.ts';
export { signInAs } from './sign-in-as.ts';
export { demoPostman } from './postman.ts';
export { demo, type Demo, demoMail, demoMailHtml, demoMails, type Happened, type Mail, type MailInList, type Player } from './demo.ts';
export { cast, type CastId, type Happening, type Move, moves } from './rules.ts';
