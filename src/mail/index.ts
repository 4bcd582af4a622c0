// Mail: what a letter is, and how it is handed over. Knows nobody and nothing of why.
export { type Letter, textOf } from './letter.ts';
export { htmlOf } from './html.tsx';
export type { Fared, Postman } from './postman.ts';
export { ANSWER_MS, smtpPostman } from './smtp.ts';
