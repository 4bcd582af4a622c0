import { criteriaFromContent, type Criterion, type Seeker, type Supporter } from '@companionway/matching';
import type { Question } from '../../content/index.ts';
import { asideIn } from '../breaches/index.ts';
import { activeSupporters, codedAnswers, questionsById, requestOf, type Standing, type SupportRequest, trainedUntil } from '../intake/index.ts';
import { type Here, tongueOf } from '../people/index.ts';
import { contentOf, type Programme, programmeOf } from '../programmes/index.ts';
import { loadOf, restUntil } from '../relationships/index.ts';
import { apartFrom } from '../safety/index.ts';
import { seekerFrom, type StandingFacts, supporterFrom, weighsOf } from './values.ts';

/** Rows translated into the engine's plain values: nothing but codes, numbers and ids crosses over. */
export interface MarketPlace {
  readonly programme: Programme;
  readonly request: SupportRequest;
  readonly seeker: Seeker;
  readonly supporters: readonly Supporter[];
  readonly standings: ReadonlyMap<string, Standing>;
  readonly criteria: readonly Criterion[];
  readonly questions: ReadonlyMap<string, Question>;
}

/** Everything the engine needs to rank supporters for one request. @throws Absent when the request is not for this actor to see. */
export async function marketFor(here: Here, requestId: string): Promise<MarketPlace> {
  const request = await requestOf(here, requestId);
  const programme = await programmeOf(here, request.programme);
  // Whoever stepped aside under the code of conduct is proposed to nobody, and no reason is shown on the way.
  const aside = await asideIn(here, request.programme);
  const standings = (await activeSupporters(here, request.programme)).filter((one) => one.person !== request.person && !aside.has(one.person));
  const answers = await codedAnswers(here, [request.sheet, ...standings.map((one) => one.sheet)]);
  const questions = await questionsById(here, request.programme);
  const trained = await trainedUntil(here, request.programme, standings.map((one) => one.person));
  const load = await loadOf(here, standings.map((one) => one.id));
  const { zone } = await tongueOf(here, request.person);
  const apart = await apartFrom(here, request.person);

  return {
    programme,
    request,
    questions,
    standings: new Map(standings.map((one) => [one.id, one])),
    criteria: await criteriaOf(here, programme, questions),
    seeker: seekerFrom(
      { id: request.person, zone, waitingSince: request.receivedAt.getTime(), apart: [...standings.filter((one) => apart.has(one.person)).map((one) => one.id), ...(await heldApart(here, requestId))] },
      answers.get(request.sheet) ?? {},
      weighsOf(questions),
    ),
    supporters: standings.map((one) => supporterFrom(factsOf(here.now, one, trained.get(one.person), load.get(one.id)), answers.get(one.sheet) ?? {}, programme.zone)),
  };
}

/** Standings that a coordinator holds apart from a request. */
export async function heldApart(here: Here, request: string): Promise<readonly string[]> {
  const rows = await here.db.selectFrom('matching_hold').select('supporter_id').where('org_id', '=', here.org).where('request_id', '=', request).where('kind', '=', 'apart').where('released_at', 'is', null).execute();
  return rows.map((row) => row.supporter_id);
}

/** What a standing's own rows say, as the engine counts it. `taken`: places that are taken besides the running relationships. */
export function factsOf(now: Date, standing: Standing, trained: string | null | undefined, load: Load | undefined, taken = 0): StandingFacts {
  const rest = restUntil(standing.restDays, load?.lastEndedAt ?? null);
  return {
    id: standing.id,
    capacity: standing.capacity,
    load: (load?.running ?? 0) + taken,
    trained: trained ?? null,
    restUntil: rest === null ? null : rest.getTime(),
    paused: standing.pausedAt !== null && (standing.pausedUntil === null || standing.pausedUntil > now),
    idleSince: (load?.lastBegunAt ?? standing.since).getTime(),
  };
}

/** Until when training counts. Somebody who never said yes to the code of conduct is not proposed (I6), which is as if training were not complete. */
export function ready(trained: string | null | undefined, yes: 'current' | 'older' | 'none' | undefined): string | null {
  return yes === 'none' || yes === undefined ? null : (trained ?? null);
}

type Load = { readonly running: number; readonly lastEndedAt: Date | null; readonly lastBegunAt: Date | null };

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

