import type { Inside } from '../../platform/inside.ts';
import { addContact, canBeContact, contactOf, kindsOfContact, normalEmail, removeContact } from '../people/index.ts';
import type { AnswerGiven } from './answers.ts';
import type { AnswerKept } from './sheets.ts';

type Answers = ReadonlyMap<string, AnswerKept>;

/** Which way to reach somebody each option of "how may we reach you" is. */
const KINDS = { 'reach-email': 'email', 'reach-text': 'phone', 'reach-phone': 'phone' } as const;

/** What each way still needs when nobody could be reached by it as it stands. */
const NEEDS = { 'reach-email': 'email-needed', 'reach-text': 'text-number-needed', 'reach-phone': 'call-number-needed', 'reach-through': 'somebody-needed' } as const;
/** What is missing of a way to be reached by. */
export type WayMissing = (typeof NEEDS)[keyof typeof NEEDS];

/**
 * What is still missing of a way somebody chose to be reached by: without an address that can be read nobody could answer them (P6).
 * An empty line is enough for somebody of whom an address or number of that kind is kept already.
 */
export async function wayMissing(inside: Inside, person: string, { coded, written }: AnswerGiven): Promise<WayMissing | undefined> {
  const kept = await kindsOfContact(inside, person);
  for (const option of coded.chosen ?? []) {
    const needs = NEEDS[option as keyof typeof NEEDS] as WayMissing | undefined;
    const kind = KINDS[option as keyof typeof KINDS] as 'email' | 'phone' | undefined;
    const value = written.beside?.[option];
    if (needs === undefined) continue;
    if (value === undefined && (kind === undefined || !kept.includes(kind))) return needs;
    if (value !== undefined && kind !== undefined && !(await canBeContact(inside, { kind, value }))) return needs;
  }
  return undefined;
}

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
