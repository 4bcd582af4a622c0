import type { InCommon, RuleName, WhyNot } from '@companionway/matching';
import { z } from 'zod';
import { view } from '../../platform/view.ts';
import { namesOf } from '../people/index.ts';
import { runs } from '../programmes/index.ts';
import { absent } from '../../platform/outcome.ts';
import { rankedKept } from './market/ranked-kept.ts';
import { askedRequest } from './people.ts';
import { type Reason, wordsOfProgramme } from './reasons.ts';

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

/** How many of those who are not suggested are named, the longest standing first. Their page shows no more, and each name is one to open. */
const ASIDE_SHOWN = 300;

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
    const asked = await askedRequest(looking, request);
    if (!runs(looking.actor, asked.programme.id)) return absent();
    const tried = asked.criteria.map((one) => (one.strength === 'soft' && weights[one.id] !== undefined ? { ...one, weight: weights[one.id] ?? 0 } : one));
    const ranking = await rankedKept(looking, { ...asked, criteria: tried }, limit, aside ? ASIDE_SHOWN : 0);
    const words = await wordsOfProgramme(looking, asked.programme.id);
    const names = await namesOf(looking, [asked.request.person, ...ranking.chosen.map(({ standing }) => standing.person), ...ranking.aside.map(({ standing }) => standing.person)]);

    return {
      request,
      programme: asked.programme.id,
      seeker: names.get(asked.request.person),
      looked: ranking.looked,
      chosen: ranking.chosen.map(({ standing, supporter, suggestion: { score, common, parts, heldBack } }) => ({
        supporter: standing.id, person: standing.person, name: names.get(standing.person), score, common,
        load: supporter.load, capacity: supporter.capacity, reasons: words.reasons(parts), heldBack,
      })),
      removed: ranking.removed,
      setAside: ranking.aside.map(({ standing, why }) => ({ supporter: standing.id, name: names.get(standing.person), why })),
    };
  },
});
