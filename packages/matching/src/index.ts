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
export type { Query, QueryMaker, Tables, TimeWanted } from './candidates/query.ts';

// Groups
export { groups } from './groups/groups.ts';
export type { Group, GroupEffort, Grouping } from './groups/groups.ts';
export type { GroupNeeds } from './groups/circle.ts';

// Reports
export { whatWouldChange } from './report/what-would-change.ts';
export type { Change, ChangeOptions, WhatWouldChange } from './report/what-would-change.ts';
export { recruitmentList } from './report/recruitment.ts';
export type { Need, PartOfWeek, RecruitmentList } from './report/recruitment.ts';
export { fairnessReport } from './report/fairness.ts';
export type { FairnessEntry, FairnessLine, FairnessReport } from './report/fairness.ts';
export { capExposure, exposureOf, shareOfTopTenth } from './report/exposure.ts';
export type { ExposureList } from './report/exposure.ts';
