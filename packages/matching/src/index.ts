/** The door of the engine. What is not here is not promised. */

// People: rules, points, suggestions, groups, reports
export { rank, byTurn } from './people/rank.ts';
export type { InCommon, Ranking, RankOptions, Removal, Suggestion, WhyNot } from './people/rank.ts';
export type {
  AgeSpan, Answer, At, Importance, Instant, KeepApart, Person, Seeker, Supporter, WeeklyHours, WeeklyWindow, Wish,
} from './people/person.ts';
export { RULES } from './people/criterion.ts';
export type { BuiltInRule, Closing, CodeFacts, Criterion, Method, RuleName } from './people/criterion.ts';
export { FULL_SCORE, scorePair, sharesFor } from './people/points.ts';
export type { PairScore, Part, Share } from './people/points.ts';
export { hardRules } from './people/rules.ts';
export type { HardRule, Refusal, RuleContext } from './people/rules.ts';
export type { WishRecord } from './people/wishes.ts';
export { COMING_WEEKS, HoursError, timeInCommon } from './people/hours.ts';
export { criteriaFromContent, CriterionError } from './people/from-content.ts';
export type { Content, ContentCriterion, ContentOption, ContentQuestion, ContentUse } from './people/from-content.ts';

// Candidates: an index over many supporters
export { buildIndex, IndexBuilder } from './candidates/build.ts';
export type { ApartLists, BitIndex, FacetClasses, SupporterColumns, SupporterIndex } from './candidates/columns.ts';
export { candidates, cohortRows, cohortTasks, joinCohort } from './candidates/cohort.ts';
export type { Cohort, CohortOptions, CohortRows, CohortTask } from './candidates/cohort.ts';
export { finder, forbiddenRows, rowsById, Search } from './candidates/search.ts';
export type { Found } from './candidates/search.ts';
export { Top } from './candidates/top.ts';
export type { Asked, Query, QueryMaker, Shares, Tables } from './candidates/query.ts';
export type { TimeWanted } from './candidates/time.ts';

// Groups
export { groups } from './groups/groups.ts';
export type { Group, GroupEffort, Grouping } from './groups/groups.ts';
export type { GroupNeeds } from './groups/circle.ts';

// Reports
export { InTheWay, whatWouldChange } from './report/what-would-change.ts';
export type { Change, ChangeOptions, WhatWouldChange } from './report/what-would-change.ts';
export { recruitmentList } from './report/recruitment.ts';
export type { Need, PartOfWeek, RecruitmentList, RecruitmentOptions } from './report/recruitment.ts';
export { fairnessReport } from './report/fairness.ts';
export type { FairnessEntry, FairnessLine, FairnessReport } from './report/fairness.ts';
export { capExposure, exposureOf, shareOfTopTenth } from './report/exposure.ts';
export type { ExposureList } from './report/exposure.ts';

// ---- Solver: instances, rounds, stable matchings, sessions, explanations (the exact half) ----
export { pairsOf, placesOf } from './instance/instance.ts';
export type { Assignment, Market } from './instance/instance.ts';
export { checked } from './instance/check.ts';
export { InstanceRefused } from './instance/refused.ts';
export type { InstanceFault } from './instance/refused.ts';
export { readInstance } from './instance/read.ts';
export type { ReadInstance } from './instance/read.ts';
export { readHospitalResidents } from './instance/hospital.ts';
export type { NamedMarket } from './instance/hospital.ts';
export { writeInstance } from './instance/write.ts';
export type { Origin, WrittenInstance } from './instance/write.ts';
export type { Pair } from './instance/restrict.ts';
export { generate, generateDense, USUAL } from './instance/generated/generate.ts';
export type { Recipe } from './instance/generated/generate.ts';
export { NotProved, proposeRound } from './solve/round.ts';
export type { Certificate, Objective, Round, RoundOptions, Stage } from './solve/round.ts';
export { checkAnswer } from './solve/certificate.ts';
export type { CheckedAnswer, Prices } from './solve/certificate.ts';
export { coverOf, coverProves } from './solve/cover.ts';
export type { Cover } from './solve/cover.ts';
export { frontier } from './solve/frontier.ts';
export type { FrontierPoint } from './solve/frontier.ts';
export { proposeCohort } from './solve/cohort.ts';
export type { Cohort as MentorshipCohort } from './solve/cohort.ts';
export { stableMatching } from './solve/stable.ts';
export type { StableMatching, StableMode } from './solve/stable.ts';
export { twoLevelBlocking, twoLevelStable } from './solve/two-level.ts';
export type { TwoLevelMarket } from './solve/two-level.ts';
export { blockingPairs, inWords } from './solve/blocking.ts';
export type { Blocking, BlockingPair } from './solve/blocking.ts';
export { openSession, standing } from './solve/session.ts';
export { hold, placesChange, release, seekerArrives, seekerLeaves, seekerReturns, supporterArrives } from './solve/session-events.ts';
export type { Candidate, Move, Session, SessionOptions } from './solve/session.ts';
export { explainPair, explainSeeker, openExplainer } from './solve/explain.ts';
export type { Classes, Explainer, ExplainerOptions, Loss, PairExplanation } from './solve/explain.ts';
export { forcePair } from './solve/force-pair.ts';
export type { ForcedPair } from './solve/force-pair.ts';
export { summaryOf } from './solve/summary.ts';
export type { Summary } from './solve/summary.ts';
export { differences } from './solve/differences.ts';
// ---- end of the solver block ----
