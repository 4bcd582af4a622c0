// The door of agreements: what two people write together before and while they walk (P2).
export { agreement, agreementOf, type AgreementSeen, type LineSeen, openAgreement, type TopicSeen } from './agreement.ts';
export { agreeToLine, proposeLine, remarkOnLine, sayYesToAll, withdrawLine } from './write.ts';
export { type LineState } from './rules.ts';
