// Programmes: their words, hours, content, and who holds which role where. Other rooms and pages import this door only.
export {
  allProgrammes, isOpen, openProgrammes, type Programme, programmeBySlug, programmeOf, programmesOfActor, takesPeopleIn, type WhoChooses,
} from './programme.ts';
export { contentItem, type ContentItem, contentOf, questionsOf } from './content.ts';
export {
  type Accent, accents, type Capacity, type ContentKind, type ContentKinds, type CriterionKept, type OwnWord, type OwnWords, type PagePart,
  type PageText, type ProgrammeSettings, type QuestionSetKept, type SafetyText,
} from './kinds.ts';
export { type ClosedDay, hoursOf, weekOf } from './hours.ts';
export { answeringFor, duties, type Duty, endRole, giveRole, type Role, roleHeld, type RoleHeld, roles, staffOf, type Team, teamOf } from './team.ts';
export { beginProgramme, type ProgrammeGiven } from './begin-programme.ts';
export { type PromiseKind, promiseKinds } from './from-template.ts';
export { type Term, termsOfProgramme } from './terms.ts';
export { isStaff, mayGive, type Missing, neverSoft, runs, weightSum } from './rules.ts';
export { addWorkingTime, type Cover, hasCover, intoCover, isOpenAt, lastOpenMoment, type OpenHours, takeWorkingTime, timeUnits, type TimeUnit } from './working-time.ts';
export { openProgramme, closeProgramme } from './open-programme.ts';
export { createProgramme } from './create-programme.ts';
export { changeOrganisation, organisation } from './change-organisation.ts';
export { changeContent } from './change-content.ts';
export { restoreContent } from './restore-content.ts';
export { changeQuestion } from './change-question.ts';
export { changeQuestionSet, neededQuestions } from './change-question-set.ts';
export { addQuestion } from './add-question.ts';
export { changeWords } from './change-words.ts';
export { changePromiseTerms } from './change-promise-terms.ts';
export { changeHours } from './change-hours.ts';
export { addClosedDay, removeClosedDay } from './change-closed-days.ts';
export { changeCriteria } from './change-criteria.ts';
export { changeCapabilities } from './change-capabilities.ts';
export { changeCapacity } from './change-capacity.ts';
export { changeChoosing } from './change-choosing.ts';
export { confirmTexts } from './confirm-texts.ts';
export { endTeamRole, nameToTeam } from './change-team.ts';
export { answerSafetyNaming, type SafetyNaming, safetyNamings, sweepSafetyNamings } from './name-safety.ts';
export { frontDoor, programmePage } from './programme-page.ts';
export { contentToEdit, ownProgrammes, programmeContent, programmeQuestions, programmeSettings, programmeTeam } from './settings-views.ts';
export { textsIn } from './own-texts.ts';
export { beginSetup, chooseLanguage, chooseTemplate, nameCoordinators, nameOrganisation, nameSender, setUpOrganisation } from './set-up.ts';
export { setup } from './setup-view.ts';
export { readyToSetUp } from './setup-code.ts';
export { type SetupStep, setupSteps } from './setup-draft.ts';
