// Programmes: their words, hours, content, and who holds which role where. Other rooms and pages import this door only.
export {
  allProgrammes, isOpen, openProgrammes, type Programme, programmeBySlug, programmeOf, programmesOfActor, type WhoChooses,
} from './programme.ts';
export { contentItem, type ContentItem, contentOf, questionsOf } from './content.ts';
export {
  type Accent, accents, type Capacity, type ContentKind, contentKinds, type ContentKinds, type CriterionKept, type OwnWord, type OwnWords, type PagePart, pageParts,
  type PageText, type ProgrammeSettings, type QuestionSetKept, type SafetyText,
} from './kinds.ts';
export { closedDaysOf, type ClosedDay, hoursOf, weekOf } from './hours.ts';
export { answeringFor, duties, type Duty, endRole, giveRole, type Role, roleHeld, type RoleHeld, roles, staffOf, type Team, teamOf } from './team.ts';
export { beginProgramme, type ProgrammeGiven, templateIds } from './begin-programme.ts';
export { type PromiseKind, promiseKinds } from './from-template.ts';
export { type Term, termsOfProgramme } from './terms.ts';
export { isStaff, mayGive, type Missing, runs } from './rules.ts';
export { addWorkingTime, type Cover, hasCover, isOpenAt, lastOpenMoment, type OpenHours, takeWorkingTime, timeUnits, type TimeUnit } from './working-time.ts';
