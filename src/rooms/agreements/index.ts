// The door of agreements: what two people write together before and while they walk (P2).
export { agreement, type AgreementSeen, type LineSeen, openAgreement, type TopicSeen } from './agreement.ts';
export { agreementVersions, type VersionSeen } from './versions.ts';
export { agreementWords } from './agreement-words.ts';
export { quietHours, type QuietHours } from './quiet-hours.ts';
export { proposeLine, remarkOnLine, withdrawLine } from './change-lines.ts';
export { agreeToLine, noteSpokenYes, sayYesToAll } from './say-yes.ts';
export { type LineState } from './rules.ts';
