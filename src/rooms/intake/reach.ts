import type { Inside } from '../../platform/inside.ts';
import { addContact, contactOf, normalEmail, removeContact } from '../people/index.ts';
import type { AnswerKept } from './sheets.ts';

type Answers = ReadonlyMap<string, AnswerKept>;

/** Which way to reach somebody each option of "how may we reach you" is. */
const KINDS = { 'reach-email': 'email', 'reach-text': 'phone', 'reach-phone': 'phone' } as const;

/** Keeps the e-mail address and phone numbers somebody wrote beside "how may we reach you". Addresses that cannot be read stay in the answer. */
export async function addWaysToReach(inside: Inside, person: string, answers: Answers): Promise<void> {
  const beside = answers.get('reach-by')?.written.beside ?? {};
  const careful = Object.values(answers.get('reach-safely')?.written.beside ?? {}).join(' · ');
  for (const [option, kind] of Object.entries(KINDS)) {
    const value = beside[option];
    if (value !== undefined) await addContact(inside, person, { kind, value, ...(careful !== '' && { careful }) });
  }
}

/** After a changed answer: what was taken out of it is no longer a way to reach them (unless it was confirmed since), what came new is. */
export async function changeWaysToReach(inside: Inside, person: string, before: Answers, after: Answers): Promise<void> {
  await dropWaysTakenBack(inside, person, before.get('reach-by'), after.get('reach-by'));
  await addWaysToReach(inside, person, after);
}

async function dropWaysTakenBack(inside: Inside, person: string, before: AnswerKept | undefined, after: AnswerKept | undefined): Promise<void> {
  const gone = Object.keys(KINDS).flatMap((option) => {
    const [had, has] = [before?.written.beside?.[option], after?.written.beside?.[option]];
    return had !== undefined && had !== has ? [had] : [];
  });
  if (gone.length === 0) return;
  for (const contact of await contactOf(inside, person)) {
    const same = gone.some((had) => (contact.kind === 'email' ? normalEmail(had) === contact.value : endsAlike(had, contact.value)));
    if (same && !contact.confirmed) await removeContact(inside, contact.id);
  }
}

/** Two ways to write one number: "604 555 0123" and "+16045550123". */
function endsAlike(typed: string, normal: string): boolean {
  const digits = typed.replace(/\D/g, '').slice(-7);
  return digits.length === 7 && normal.replace(/\D/g, '').endsWith(digits);
}
