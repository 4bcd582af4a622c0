import { sql } from 'kysely';
import { z } from 'zod';
import { act } from '../../platform/act.ts';
import { isId } from '../../platform/ids.ts';
import type { Inside } from '../../platform/inside.ts';
import { absent, refused } from '../../platform/outcome.ts';
import { view } from '../../platform/view.ts';
import { type Contact, contactSeen, namesOf, onlySpokenTo } from '../people/index.ts';
import { programmeOf, runs } from '../programmes/index.ts';
import { seesByRole } from '../sight/index.ts';
import { answered, sideToAnswer } from './answer-proposal.ts';
import { proposalOf, wordsOf } from './proposals.ts';
import { keepIntroduction } from './propose-match.ts';
import { turnOf } from './rules.ts';

const about = ({ proposal }: { proposal: string }) => ({ kind: 'proposal', id: proposal });

/** An introduction that is to be read to somebody on the telephone, because nothing can be written to them. */
export interface ToReadAloud {
  readonly proposal: string;
  readonly person: string;
  readonly name: string | undefined;
  readonly phones: readonly Pick<Contact, 'value' | 'careful'>[];
  readonly side: 'seeker' | 'supporter';
  readonly otherName: string | undefined;
  /** What the other wrote to be read by this person: nothing else of theirs. */
  readonly otherWords: string;
  readonly ownWords: string;
  readonly expiresAt: Date;
}

/** What to read to somebody who has no e-mail address, when it is their turn to answer. For staff of the programme; absent for everybody who can read it themselves. */
export const toReadAloud = view({
  name: 'matching.to-read-aloud',
  input: z.object({ proposal: z.uuid() }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { proposal: id }): Promise<ToReadAloud> {
    const found = await proposalOf(looking, id);
    if (!seesByRole('request', looking.actor, found.programme)) return absent();
    const side = turnOf(found, (await programmeOf(looking, found.programme)).firstToAnswer) ?? absent();
    const [person, other] = side === 'seeker' ? [found.seeker, found.supporter] : [found.supporter, found.seeker];
    if (person === looking.person() || !(await onlySpokenTo(looking, person))) return absent();
    const words = await wordsOf(looking, found);
    const names = await namesOf(looking, [person, other]);
    return {
      proposal: id, person, side, name: names.get(person), otherName: names.get(other), otherWords: words[side === 'seeker' ? 'supporter' : 'seeker'], ownWords: words[side],
      phones: (await contactSeen(looking, found.programme, person)).filter(({ kind }) => kind === 'phone'), expiresAt: found.expiresAt,
    };
  },
});

/**
 * Writes down what somebody said aloud to an introduction: only for a person who has no e-mail address, only on their turn, never for oneself. The yes of
 * somebody who can answer themselves stays theirs to give (A6).
 */
export const answerByPhone = act({
  name: 'matching.answer-by-phone',
  input: z.object({
    proposal: z.uuid(), answer: z.enum(['yes', 'no'], 'matching.mistake.answer'), spoke: z.literal(true, 'matching.mistake.spoke'),
    words: z.string().trim().max(2000, 'matching.mistake.long').default(''),
  }),
  wall: 'member',
  may: ({ actor }) => actor.kind === 'person',
  subject: about,
  async perform(inside, { proposal: id, answer, words }) {
    const found = await proposalOf(inside, id, { forUpdate: true });
    if (!runs(inside.actor, found.programme)) return absent();
    if (found.endedAt !== null) return refused('already-over');
    const side = (await sideToAnswer(inside, found)) ?? absent();
    const person = side === 'seeker' ? found.seeker : found.supporter;
    if (person === inside.person() || !(await onlySpokenTo(inside, person))) return refused('answers-themselves');
    if (words !== '') await keepIntroduction(inside, id, side, person, words);
    return inTheirName(inside, person, () => answered(inside, found, side, answer, inside.person()));
  },
});

/** The rooms that a second yes opens let in their own two people only; for this one answer the database is told whose it is. */
async function inTheirName<V>(inside: Inside, person: string, work: () => Promise<V>): Promise<V> {
  await inTheDatabase(inside, person);
  const value = await work();
  await inTheDatabase(inside, inside.person());
  return value;
}

async function inTheDatabase({ db }: Inside, person: string): Promise<void> {
  if (!isId(person)) throw new TypeError('A person is named by their id.');
  await sql`set local app.person = ${sql.lit(person)}`.execute(db);
}
