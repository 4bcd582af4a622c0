/** What to say when an answer cannot be kept yet. */
export const answerRefusals = {
  'question-gone': 'intake.refusal.question-gone',
  'words-needed': 'intake.refusal.words-needed',
  'choice-needed': 'intake.refusal.choice-needed',
  'date-unreadable': 'intake.refusal.date-unreadable',
  'number-unreadable': 'intake.refusal.number-unreadable',
  'email-needed': 'intake.refusal.email-needed',
  'text-number-needed': 'intake.refusal.number-to-reach',
  'call-number-needed': 'intake.refusal.number-to-reach',
  'somebody-needed': 'intake.refusal.somebody-needed',
} as const;

/** Which field each is about. A month and a year are two fields; other dates are one. */
export const answerRefusedAt = {
  'words-needed': ['text'],
  'choice-needed': ['chosen'],
  'date-unreadable': ['month', 'text'],
  'number-unreadable': ['text'],
  'email-needed': ['beside.reach-email'],
  'text-number-needed': ['beside.reach-text'],
  'call-number-needed': ['beside.reach-phone'],
  'somebody-needed': ['beside.reach-through'],
} as const;
