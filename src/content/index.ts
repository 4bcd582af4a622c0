// What a programme gets on its first day, in English and French: templates, questions, agreements, help, check-ins, notices, safety, courses.
export { criterionOf, noticeOf, questionOf, starter, templateOf } from './starter.ts';
export type {
  AgreementLine, AgreementTopic, Charter, CheckIn, CheckInItem, Course, Criterion, Instrument, Level, Notice, Option, Question, QuestionSet, Shared, Starter, Template,
} from './starter.ts';
export { fill, isPlaceholder, placeholders, placeholdersIn, say, text, type Placeholder, type Text } from './text.ts';
export { BrokenContent } from './refer.ts';
export type { Length } from './schemas/shared.ts';
export type {
  AudienceId, CapabilityId, CheckInId, CriterionId, LeadId, LevelId, NoticeId, OfferId, QuestionId, ServiceKindId, TemplateId,
} from './ids.ts';
