/** What to say when an answer cannot be kept yet. */
export const answerRefusals = {
  'question-gone': 'intake.refusal.question-gone',
  'words-needed': 'intake.refusal.words-needed',
  'choice-needed': 'intake.refusal.choice-needed',
  'date-unreadable': 'intake.refusal.date-unreadable',
  'number-unreadable': 'intake.refusal.number-unreadable',
} as const;
