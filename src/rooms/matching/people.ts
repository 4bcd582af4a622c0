import { criteriaFromContent, type Criterion, type Seeker, type Supporter } from '@companionway/matching';
import type { Question } from '../../content/index.ts';
import { asideIn } from '../breaches/index.ts';
import { codedAnswers, questionsById, requestOf, type Standing, type SupportRequest } from '../intake/index.ts';
import { type Here, tongueOf } from '../people/index.ts';
import { contentOf, type Programme, programmeOf } from '../programmes/index.ts';
import { apartFrom } from '../safety/index.ts';
import type { SupporterNow } from './market/supporter-now.ts';
import { everySupporter, supportersNow, type WhatIsRead } from './market/supporter-rows.ts';
import { CONDUCT, questionsRead, SAID_YES, seekerFrom, weighsOf } from './values.ts';

/** One request among its programme's rules, in the engine's plain values: nothing but codes, numbers and ids crosses over. */
export interface AskedRequest {
  readonly programme: Programme;
  readonly request: SupportRequest;
  readonly questions: ReadonlyMap<string, Question>;
  /** The programme's criteria, and that nobody is suggested who never said yes to the code of conduct. */
  readonly criteria: readonly Criterion[];
  readonly reads: WhatIsRead;
  /** Whom the request's person must not meet, and whoever stepped aside under the code of conduct: people. */
  readonly apart: ReadonlySet<string>;
  readonly aside: ReadonlySet<string>;
  /** Standings that a coordinator holds apart from this request. */
  readonly held: readonly string[];
  /** The seeker, kept apart from these standings and the held ones. */
  seeker(apart: readonly string[]): Seeker;
}

/** A request with the supporters it is asked about. */
export interface MarketPlace extends AskedRequest {
  readonly supporters: readonly Supporter[];
  readonly standings: ReadonlyMap<string, Standing>;
  readonly asks: Seeker;
}

/** Everything about one request but the supporters. @throws Absent when the request is not for this actor to see. */
export async function askedRequest(here: Here, requestId: string): Promise<AskedRequest> {
  const request = await requestOf(here, requestId);
  const programme = await programmeOf(here, request.programme);
  const questions = await questionsById(here, request.programme);
  const { criteria, reads } = await readOf(here, programme, questions);
  const answers = (await codedAnswers(here, [request.sheet])).get(request.sheet) ?? {};
  const { zone } = await tongueOf(here, request.person);
  const held = await heldApart(here, requestId);
  const weighs = weighsOf(questions);
  return {
    programme, request, questions, criteria, held, reads,
    apart: await apartFrom(here, request.person),
    aside: await asideIn(here, request.programme),
    seeker: (apart) => seekerFrom({ id: request.person, zone, waitingSince: request.receivedAt.getTime(), apart: [...apart, ...held] }, { ...answers, ...SAID_YES.yes }, weighs),
  };
}

/** By what a programme's supporters are judged, and what is read of them for it. */
export async function readOf(here: Here, programme: Programme, questions: ReadonlyMap<string, Question>): Promise<Pick<AskedRequest, 'criteria' | 'reads'>> {
  const criteria = [...(await criteriaOf(here, programme, questions)), CONDUCT];
  return { criteria, reads: { programme: programme.id, zone: programme.zone, questions: questionsRead(criteria) } };
}

/** Everything the engine needs to rank supporters for one request: all of the programme's, or only these. @throws Absent when the request is not for this actor to see. */
export async function marketFor(here: Here, requestId: string, only?: readonly string[]): Promise<MarketPlace> {
  const asked = await askedRequest(here, requestId);
  const all: SupporterNow[] = [];
  if (only === undefined) for await (const slice of everySupporter(here, asked.reads)) all.push(...slice);
  else all.push(...(await supportersNow(here, asked.reads, only)));
  // Whoever stepped aside under the code of conduct is proposed to nobody, and no reason is shown on the way.
  const there = all.filter(({ standing }) => mayBeAsked(asked, standing));
  return {
    ...asked,
    supporters: there.map(({ supporter }) => supporter),
    standings: new Map(there.map(({ standing }) => [standing.id, standing])),
    asks: asked.seeker(there.filter(({ standing }) => asked.apart.has(standing.person)).map(({ standing }) => standing.id)),
  };
}

/** Whether somebody's standing counts for this request at all: not their own, and not stepped aside. */
export function mayBeAsked({ request, aside }: AskedRequest, { person }: Pick<Standing, 'person'>): boolean {
  return person !== request.person && !aside.has(person);
}

/** Standings that a coordinator holds apart from a request. */
export async function heldApart(here: Here, request: string): Promise<readonly string[]> {
  const rows = await here.db.selectFrom('matching_hold').select('supporter_id').where('org_id', '=', here.org).where('request_id', '=', request).where('kind', '=', 'apart').where('released_at', 'is', null).execute();
  return rows.map((row) => row.supporter_id);
}

/** The programme's criteria as the engine reads them, from its own editable content. */
export async function criteriaOf(here: Here, programme: Programme, questions: ReadonlyMap<string, Question>): Promise<readonly Criterion[]> {
  const kept = (await contentOf(here, programme.id, 'criterion')).map(({ body }) => body);
  return criteriaFromContent(
    kept.map((one) => ({ criterion: one.id, strength: one.strength, ...(one.weight !== undefined && { weight: one.weight }) })),
    {
      criteria: kept.map((one) => ({
        id: one.id, method: one.method, questions: one.questions,
        ...(one.minimumMinutes !== undefined && { minimum_minutes: one.minimumMinutes }),
        ...(one.minimumMonths !== undefined && { minimum_months: one.minimumMonths }),
        ...(one.scaleYears !== undefined && { scale_years: one.scaleYears }),
        ...(one.preferWeight !== undefined && { prefer_weight: one.preferWeight }),
      })),
      questions: [...questions.values()].map(({ id, options }) => ({
        id,
        options: options.map((option) => ({
          id: option.id,
          ...(option.order !== undefined && { order: option.order }),
          ...(option.value !== undefined && { value: option.value }),
          ...(option.bereaved === true && { bereaved: true }),
          ...(option.exclusive === true && { exclusive: true }),
          ...(option.opensText === true && { opens_text: true }),
          ...(option.answers !== undefined && { answers: option.answers }),
          ...(option.touches !== undefined && { touches: option.touches }),
        })),
      })),
    },
    programme.capacity.steadyMonths,
  );
}

