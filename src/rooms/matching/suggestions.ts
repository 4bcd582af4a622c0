import { type InCommon, rank, type RuleName, type WhyNot } from '@companionway/matching';
import { z } from 'zod';
import { view } from '../../platform/view.ts';
import { namesOf } from '../people/index.ts';
import { runs } from '../programmes/index.ts';
import { absent } from '../../platform/outcome.ts';
import { exposureIn } from './exposure.ts';
import { marketFor } from './people.ts';
import { type Reason, wordsOfProgramme } from './reasons.ts';
import { PROVIDED } from './values.ts';

/** A supporter who could walk with this seeker, and why. */
export interface SuggestionSeen {
  readonly supporter: string;
  readonly person: string;
  readonly name: string | undefined;
  readonly score: number;
  readonly reasons: readonly Reason[];
  readonly common: InCommon;
  readonly load: number;
  readonly capacity: number;
  /** Put behind others, because they were put forward often lately: so that it is not always the same few. */
  readonly heldBack: boolean;
}

/** Somebody who is not suggested, and the single most useful reason. */
export interface SetAside {
  readonly supporter: string;
  readonly name: string | undefined;
  readonly why: WhyNot;
}

/** The coordinator's page for one request: who could, in order, and who not, counted by rule. */
export interface Suggestions {
  readonly request: string;
  readonly programme: string;
  readonly seeker: string | undefined;
  readonly looked: number;
  readonly chosen: readonly SuggestionSeen[];
  readonly removed: readonly { readonly rule: RuleName; readonly count: number }[];
  readonly setAside: readonly SetAside[];
}

/** Ranked supporters for one request, with reasons (A5). A person always decides, never the engine. */
export const suggestions = view({
  name: 'matching.suggestions',
  input: z.object({
    request: z.uuid(), limit: z.number().int().min(1).max(50).default(5), aside: z.boolean().default(false),
    /** Other weights to try, by criterion: for this look only, nothing is kept. */
    weights: z.record(z.string().max(100), z.number().min(0).max(100)).default({}),
  }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { request, limit, aside, weights }): Promise<Suggestions> {
    const market = await marketFor(looking, request);
    if (!runs(looking.actor, market.programme.id)) return absent();
    const tried = market.criteria.map((one) => (one.strength === 'soft' && weights[one.id] !== undefined ? { ...one, weight: weights[one.id] ?? 0 } : one));
    const ranking = rank(market.seeker, market.supporters, tried, { now: looking.now.getTime() }, { limit, provided: PROVIDED, exposure: await exposureIn(looking, market.programme.id, market.supporters.length) });
    const words = await wordsOfProgramme(looking, market.programme.id);
    const shown = aside ? [...market.standings.keys()] : ranking.chosen.map((one) => one.supporterId);
    const names = await namesOf(looking, [market.request.person, ...shown.map((id) => market.standings.get(id)?.person)]);
    const facts = new Map(market.supporters.map((one) => [one.id, one]));

    return {
      request,
      programme: market.programme.id,
      seeker: names.get(market.request.person),
      looked: market.supporters.length,
      chosen: ranking.chosen.map((one) => {
        const person = market.standings.get(one.supporterId)?.person ?? '';
        return {
          supporter: one.supporterId, person, name: names.get(person), score: one.score, common: one.common,
          load: facts.get(one.supporterId)?.load ?? 0, capacity: facts.get(one.supporterId)?.capacity ?? 0,
          reasons: words.reasons(one.parts), heldBack: one.heldBack,
        };
      }),
      removed: ranking.removed,
      setAside: aside
        ? market.supporters
            .map((one) => ({ supporter: one.id, name: names.get(market.standings.get(one.id)?.person ?? ''), why: ranking.whyNot(one.id) }))
            .filter(({ why }) => why.kind !== 'chosen')
        : [],
    };
  },
});
