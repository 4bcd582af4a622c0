import { asideIn } from '../breaches/index.ts';
import { hardRules, type Part, type Refusal, type RuleName, scorePair, type Seeker, type Supporter, timeInCommon } from '@companionway/matching';
import { sql } from 'kysely';
import { codedAnswers, questionsById, type Standing, standingOf, type SupportRequest, trainedUntil } from '../intake/index.ts';
import { type Here, tongueOf } from '../people/index.ts';
import { type Programme, programmeOf } from '../programmes/index.ts';
import { loadOf } from '../relationships/index.ts';
import { apartFrom, conductYesOf } from '../safety/index.ts';
import { factsOf } from './facts.ts';
import { criteriaOf, heldApart } from './people.ts';
import { NOT_AGAIN } from './rules.ts';
import { CONDUCT, PROVIDED, SAID_YES, seekerFrom, supporterFrom, weighsOf } from './values.ts';

/** A pair asked with the values of now. */
export interface FreshPair {
  readonly standing: Standing;
  readonly seeker: Seeker;
  readonly supporter: Supporter;
  /** A coordinator holds the two apart. */
  readonly heldApart: boolean;
  /** The first rule in the way, and all of them by name; nothing when the pair is possible. */
  readonly refusal: Refusal | undefined;
  readonly refusing: readonly RuleName[];
  readonly score: number;
  readonly parts: readonly Part[];
  /** What both have; minutes of the leanest coming week, null when either did not say. */
  readonly common: { readonly languages: readonly string[]; readonly channels: readonly string[]; readonly minutes: number | null };
}

/** A few pairs of one programme with fresh values, rule by rule, without reading everybody. */
export interface FreshLook {
  readonly programme: Programme;
  /** `byPersonsWord`: a coordinator holds the two together, so an earlier no between them does not count. Undefined: the supporter is gone. */
  pair(request: SupportRequest, supporter: string, byPersonsWord?: boolean): Promise<FreshPair | undefined>;
  /** A place of this supporter is taken from now on. */
  take(supporter: string): void;
}

/** Reads what is needed to ask about pairs of these supporters. A live proposal takes a place, as a running relationship does. */
export async function freshLook(here: Here, programmeId: string, supporters: readonly string[]): Promise<FreshLook> {
  const programme = await programmeOf(here, programmeId);
  const questions = await questionsById(here, programmeId);
  const criteria = [...(await criteriaOf(here, programme, questions)), CONDUCT];
  const rules = hardRules(criteria);
  const context = { now: here.now.getTime(), provided: PROVIDED };
  const wanted = [...new Set(supporters)];
  // Whoever stepped aside under the code of conduct is paired with nobody.
  const aside = await asideIn(here, programmeId);
  const standings = (await Promise.all(wanted.map((id) => standingOf(here, id).catch(() => undefined)))).filter((one): one is Standing => one !== undefined && one.endedAt === null && one.programme === programmeId && !aside.has(one.person));
  const answers = await codedAnswers(here, standings.map((one) => one.sheet));
  const trained = await trainedUntil(here, programmeId, standings.map((one) => one.person));
  const yes = await conductYesOf(here, programmeId, standings.map((one) => one.person));
  const load = await loadOf(here, wanted);
  const taken = await liveOf(here, wanted);
  const standingById = new Map(standings.map((one) => [one.id, one]));
  return {
    programme,
    async pair(request, id, byPersonsWord = false) {
      const standing = standingById.get(id);
      if (standing === undefined) return undefined;
      const apart = await apartFrom(here, request.person);
      const held = (await heldApart(here, request.id)).includes(id);
      const own = held || standing.person === request.person || apart.has(standing.person);
      const before = !own && !byPersonsWord && (await togetherBefore(here, request.person, standing.person));
      const sheet = (await codedAnswers(here, [request.sheet])).get(request.sheet) ?? {};
      const { zone } = await tongueOf(here, request.person);
      const seeker = seekerFrom({ id: request.id, zone, waitingSince: request.receivedAt.getTime(), apart: own || before ? [id] : [] }, { ...sheet, ...SAID_YES.yes }, weighsOf(questions));
      const facts = factsOf(here.now, standing, trained.get(standing.person), load.get(id), taken.get(id) ?? 0);
      const supporter = supporterFrom(facts, { ...answers.get(standing.sheet), ...SAID_YES[yes.get(standing.person) === 'none' ? 'no' : 'yes'] }, programme.zone);
      const refusals = rules.flatMap((rule): Refusal[] => {
        const values = rule.refuses(seeker, supporter, context);
        return values === undefined ? [] : [{ rule: rule.name, values }];
      });
      const { score, parts } = scorePair(seeker, supporter, criteria, context);
      return { standing, seeker, supporter, heldApart: held, refusal: refusals[0], refusing: refusals.map(({ rule }) => rule), score, parts, common: commonOf(seeker, supporter, context.now) };
    },
    take: (id) => void taken.set(id, (taken.get(id) ?? 0) + 1),
  };
}

function commonOf(seeker: Seeker, supporter: Supporter, now: number): FreshPair['common'] {
  const both = (mine: readonly string[] = [], theirs: readonly string[] = []) => mine.filter((one) => theirs.includes(one));
  const time = seeker.hours === undefined || supporter.hours === undefined ? undefined : timeInCommon(seeker.hours, supporter.hours, { now });
  return { languages: both(seeker.languages, supporter.languages), channels: both(seeker.channels, supporter.channels), minutes: time?.minutes ?? null };
}

/** Live proposals of each supporter. */
async function liveOf(here: Here, supporters: readonly string[]): Promise<Map<string, number>> {
  const rows = await here.db
    .selectFrom('proposal').select((e) => ['supporter_id', e.fn.countAll<string>().as('live')]).where('org_id', '=', here.org).where('ended_at', 'is', null)
    .where('supporter_id', '=', sql<string>`any(${[...supporters]}::uuid[])`).groupBy('supporter_id').execute();
  return new Map(rows.map((row) => [row.supporter_id, Number(row.live)]));
}

/** Whether one of the two said no to the other, let it pass, or they walked together: then only a person brings them together again. */
async function togetherBefore(here: Here, seeker: string, supporter: string): Promise<boolean> {
  const asked = await here.db
    .selectFrom('proposal').select('id').where('org_id', '=', here.org).where('seeker_person', '=', seeker).where('supporter_person', '=', supporter).where('ended_how', 'in', [...NOT_AGAIN]).limit(1).executeTakeFirst();
  if (asked !== undefined) return true;
  const walked = await here.db.selectFrom('relationship').select('id').where('org_id', '=', here.org).where('seeker_id', '=', seeker).where('supporter_id', '=', supporter).limit(1).executeTakeFirst();
  return walked !== undefined;
}
