import { criteriaFromContent, type Answer, type Criterion, type Importance, type Seeker, type Supporter } from '@companionway/matching';
import type { Question } from '../../content/index.ts';
import { activeSupporters, codedAnswers, type Coded, questionsById, requestOf, type Standing, type SupportRequest, trainedUntil } from '../intake/index.ts';
import { type Here, tongueOf } from '../people/index.ts';
import { contentOf, type Programme, programmeOf } from '../programmes/index.ts';
import { loadOf, restUntil } from '../relationships/index.ts';
import { apartFrom } from '../safety/index.ts';

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

/** What every programme has in place for everybody; sign language and interpreters are matched by person. */
export const PROVIDED = ['access-captions', 'access-easy-read', 'access-phone-only', 'access-step-free', 'access-breaks', 'access-other'];

/** Everything the engine needs to rank supporters for one request. @throws Absent when the request is not for this actor to see. */
export async function marketFor(here: Here, requestId: string): Promise<MarketPlace> {
  const request = await requestOf(here, requestId);
  const programme = await programmeOf(here, request.programme);
  const standings = (await activeSupporters(here, request.programme)).filter((one) => one.person !== request.person);
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
    seeker: {
      ...personValues(request.person, answers.get(request.sheet) ?? {}, zone),
      keepApart: { people: standings.filter((one) => apart.has(one.person)).map((one) => one.id) },
      importance: importanceOf(answers.get(request.sheet) ?? {}, questions),
      waitingSince: request.receivedAt.getTime(),
    },
    supporters: standings.map((one) => supporterValues(here, one, answers.get(one.sheet) ?? {}, trained.get(one.person) ?? null, load.get(one.id), programme.zone)),
  };
}

function supporterValues(
  here: Here,
  standing: Standing,
  answers: Readonly<Record<string, Coded>>,
  trained: string | null,
  load: { running: number; lastEndedAt: Date | null; lastBegunAt: Date | null } | undefined,
  zone: string,
): Supporter {
  const rest = restUntil(standing.restDays, load?.lastEndedAt ?? null);
  const paused = standing.pausedAt !== null && (standing.pausedUntil === null || standing.pausedUntil > here.now);
  const values = personValues(standing.id, answers, zone);
  return {
    ...values,
    ...(values.accessNeeds !== undefined && { meetsAccess: values.accessNeeds }),
    capacity: standing.capacity,
    load: load?.running ?? 0,
    trainingValidUntil: trained === null ? null : trained === 'forever' ? Number.POSITIVE_INFINITY : Date.parse(`${trained}T23:59:59Z`),
    ...(rest !== null && { restUntil: rest.getTime() }),
    paused,
    idleSince: (load?.lastBegunAt ?? standing.since).getTime(),
  };
}

/** The shared part of both sides. A skipped question is simply not there, and so is neutral. */
function personValues(id: string, answers: Readonly<Record<string, Coded>>, zone: string) {
  const chosen = (question: string) => answers[question]?.chosen;
  const slots = answers.times?.slots ?? [];
  return {
    id,
    ...(chosen('languages') !== undefined && { languages: chosen('languages') ?? [] }),
    ...(chosen('channels') !== undefined && { channels: chosen('channels') ?? [] }),
    ...(chosen('access-needs') !== undefined && { accessNeeds: chosen('access-needs') ?? [] }),
    ...(slots.length > 0 && { hours: { zone, windows: slots } }),
    answers: Object.fromEntries(Object.entries(answers).flatMap(([question, coded]): [string, Answer][] => {
      const value = answerValue(coded);
      return value === undefined ? [] : [[question, value]];
    })),
  };
}

function answerValue(coded: Coded): Answer | undefined {
  if (coded.number !== undefined) return coded.number;
  if (coded.date !== undefined) return { on: Date.parse(`${coded.date.length === 7 ? `${coded.date}-01` : coded.date}T00:00:00Z`) };
  return coded.chosen !== undefined && coded.chosen.length > 0 ? coded.chosen : undefined;
}

/** "A lot, a little, not at all", by the criterion each option weighs. */
function importanceOf(answers: Readonly<Record<string, Coded>>, questions: ReadonlyMap<string, Question>): Record<string, Importance> {
  const said: Record<string, Importance> = {};
  for (const option of questions.get('must-be-same')?.options ?? []) {
    const how = answers['must-be-same']?.each?.[option.id];
    if (option.criterion !== undefined && (how === 'lot' || how === 'little' || how === 'not')) said[option.criterion] = how;
  }
  return said;
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

