// The door of intake: asking for support, applying as a supporter, and who supports where.
export { type AnswerGiven, type Coded, DAY_PARTS, type DayPart, partsCovered, readAnswer, type Slot, typed, type Typed, type Written } from './answers.ts';
export { answerQuestion } from './answer-question.ts';
export { asking, draftQuestion, draftSheet, type QuestionSeen, sentQuestion, sentSheet, type SheetSeen } from './asking.ts';
export { begin, openApplication, waitingRequest } from './begin.ts';
export { wishForCall } from './call-first.ts';
export { mailResumeLink } from './mail-resume-link.ts';
export { addWaysToReach } from './reach.ts';
export { type Application, applicationOf, type Clearance, clearancesOf, dayOf, trainingOf, type TrainingRecord } from './applications.ts';
export { answerApplication, decideApplication, recordClearance, recordTraining, withdrawApplication } from './decide-application.ts';
export { answerRequest, closeRequest, holdRequest, sayWhoChooses, withdrawRequest } from './change-request.ts';
export { leadOf, questionsById, setOf, type SetOfQuestions } from './questions.ts';
export { markMatched, markReady, releaseRequest, requestOf, type RequestState, stateOf, type SupportRequest } from './requests.ts';
export { makeResumeLink, resumeSheet } from './resume.ts';
export { receiveApplication, sendApplication } from './send-application.ts';
export { receive, sendRequest } from './send-request.ts';
export { type AnswerKept, answersOn, beginSheet, codedAnswers, draftOf, keepAnswer, nextOpen, type Sheet, sheetToWrite, stillNeeded } from './sheets.ts';
export { activeSupporters, addSupporter, changeCapacity, pauseSupporting, resumeSupporting, type Standing, standingOf, supporterStanding, trainedUntil } from './supporters.ts';
