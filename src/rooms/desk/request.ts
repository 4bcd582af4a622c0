import { z } from 'zod';
import type { Question } from '../../content/index.ts';
import { absent } from '../../platform/outcome.ts';
import { type Looking, view } from '../../platform/view.ts';
import { type AnswerKept, answersOn, questionsById, requestOf, type RequestState, setOf, stateOf, type SupportRequest } from '../intake/index.ts';
import { letters, type LettersSeen } from '../letters/index.ts';
import { turnOf } from '../matching/index.ts';
import { type Contact, contactSeen, namesOf, pronounsOf, tongueOf } from '../people/index.ts';
import { answeringFor, type Programme, teamOf } from '../programmes/index.ts';
import { type PromiseMade, promisesAbout, type PromiseStep, promiseSteps } from '../promises/index.ts';
import { seesByRole } from '../sight/index.ts';
import { apartSeen, programmeRun } from './around.ts';

/** A question as it was asked, with what was answered. `answer` is undefined when nobody asked or answered it. */
export interface Answered {
  readonly question: Question;
  readonly answer: AnswerKept | undefined;
}

/** A promise with its story. Names by person id stand in `names` of the page. */
export interface PromiseStory {
  readonly promise: PromiseMade;
  readonly steps: readonly PromiseStep[];
}

/** One proposal of a request as the team sees it. That somebody said no is not in it: it ended, and the search goes on (A6). */
export interface ProposalSeen {
  readonly id: string;
  readonly standing: string;
  readonly supporter: string;
  readonly turn: 'seeker' | 'supporter' | undefined;
  readonly proposedAt: Date;
  readonly expiresAt: Date;
  readonly ending: 'both-yes' | 'time-passed' | 'taken-back' | 'did-not-come-about' | undefined;
}

/** Somebody on the team who can take a promise over. */
export interface Colleague {
  readonly person: string;
  readonly name: string | undefined;
}

/** Everything the coordinator's page of a request shows: what the person chose to say to the coordinator, and what was promised to them. */
export interface RequestOnDesk {
  readonly programme: Programme;
  readonly request: SupportRequest;
  readonly state: RequestState;
  readonly name: string | undefined;
  readonly pronouns: string;
  readonly lang: 'en' | 'fr';
  readonly zone: string;
  readonly contacts: readonly Contact[];
  readonly answers: readonly Answered[];
  readonly stories: readonly PromiseStory[];
  readonly letters: LettersSeen;
  readonly proposals: readonly ProposalSeen[];
  readonly relationship: string | undefined;
  readonly colleagues: readonly Colleague[];
  readonly backup: string | null;
  readonly apart: readonly { readonly person: string; readonly name: string | undefined }[];
  readonly names: ReadonlyMap<string, string>;
}

/** One request on the coordinator's desk. The conversation that may come of it is never here (P5). */
export const requestOnDesk = view({
  name: 'desk.request',
  input: z.object({ programme: z.string().max(100), request: z.uuid(), before: z.uuid().optional() }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { programme: slug, request: id, before }): Promise<RequestOnDesk> {
    const programme = await programmeRun(looking, slug);
    const request = await requestOf(looking, id);
    if (request.programme !== programme.id) return absent();
    const { person } = request;
    const stories = await storiesOf(looking, id);
    const proposals = await proposalsOf(looking, programme, id);
    const colleagues = await answeringFor(looking, programme.id);
    const names = await namesOf(looking, [
      person, ...colleagues, ...proposals.map(({ supporter }) => supporter), ...stories.flatMap(({ promise, steps }) => [promise.owner, promise.backup, ...steps.flatMap(({ from, to }) => [from, to])]),
    ]);
    return {
      programme, request, state: stateOf(request), name: names.get(person), pronouns: await pronounsOf(looking, person), ...(await tongueOf(looking, person)),
      contacts: await contactSeen(looking, programme.id, person),
      answers: await answeredOn(looking, programme, request.sheet),
      stories,
      letters: await letters(looking, programme.id, person, before),
      proposals,
      relationship: seesByRole('walking', looking.actor, programme.id) ? await relationshipFrom(looking, id) : undefined,
      colleagues: colleagues.filter((one) => one !== person).map((one) => ({ person: one, name: names.get(one) })),
      backup: (await teamOf(looking, programme.id)).backup,
      apart: await apartSeen(looking, programme.id, person),
      names,
    };
  },
  record: ({ request, programme }) => ({ person: request.person, programme: programme.id }),
});

/** The promises about a thing with their stories, the newest first. */
export async function storiesOf(looking: Looking, subject: string): Promise<readonly PromiseStory[]> {
  const stories: PromiseStory[] = [];
  for (const promise of await promisesAbout(looking, subject)) stories.push({ promise, steps: await promiseSteps(looking, promise.id) });
  return stories;
}

/** The questions of a sheet's set in order with their answers; then what was answered to questions that are not in the set any more. */
export async function answeredOn(looking: Looking, programme: Programme, sheet: string): Promise<readonly Answered[]> {
  if (!seesByRole('request', looking.actor, programme.id)) return [];
  const row = await looking.db.selectFrom('sheet').select('set_id').where('org_id', '=', looking.org).where('id', '=', sheet).executeTakeFirst();
  const set = await setOf(looking, programme.id, row?.set_id ?? '');
  const answers = await answersOn(looking, sheet);
  const asked = set?.questions ?? [];
  const known = await questionsById(looking, programme.id);
  const others = [...answers.keys()].filter((id) => !asked.some((question) => question.id === id)).flatMap((id) => known.get(id) ?? []);
  return [...asked, ...others].map((question) => ({ question, answer: answers.get(question.id) }));
}

/** Every proposal of a request, the latest first. */
async function proposalsOf(looking: Looking, programme: Programme, request: string): Promise<readonly ProposalSeen[]> {
  const rows = await looking.db
    .selectFrom('proposal')
    .select(['id', 'supporter_id', 'supporter_person', 'proposed_at', 'expires_at', 'supporter_said', 'seeker_said', 'ended_at', 'ended_how'])
    .where('org_id', '=', looking.org)
    .where('request_id', '=', request)
    .orderBy('proposed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(50)
    .execute();
  return rows.map((row) => ({
    id: row.id, standing: row.supporter_id, supporter: row.supporter_person, proposedAt: row.proposed_at, expiresAt: row.expires_at,
    turn: turnOf({ supporterSaid: row.supporter_said as 'yes' | 'no' | null, seekerSaid: row.seeker_said as 'yes' | 'no' | null, endedAt: row.ended_at }, programme.firstToAnswer),
    ending: endingFor(row.ended_how),
  }));
}

function endingFor(how: string | null): ProposalSeen['ending'] {
  if (how === null) return undefined;
  if (how === 'both-yes') return 'both-yes';
  if (how === 'expired') return 'time-passed';
  return how === 'withdrawn' ? 'taken-back' : 'did-not-come-about';
}

async function relationshipFrom(looking: Looking, request: string): Promise<string | undefined> {
  const row = await looking.db
    .selectFrom('proposal')
    .innerJoin('relationship', (join) => join.onRef('relationship.org_id', '=', 'proposal.org_id').onRef('relationship.proposal_id', '=', 'proposal.id'))
    .select('relationship.id')
    .where('proposal.org_id', '=', looking.org)
    .where('proposal.request_id', '=', request)
    .where('relationship.ended_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}
