import type { WhyNot } from '@companionway/matching';
import { z } from 'zod';
import type { Text } from '../../content/index.ts';
import { absent } from '../../platform/outcome.ts';
import { view } from '../../platform/view.ts';
import { requestOf } from '../intake/index.ts';
import { namesOf } from '../people/index.ts';
import { contentOf, runs } from '../programmes/index.ts';
import { freshLook } from './fresh-pairs.ts';
import { type Reason, wordsOfProgramme } from './reasons.ts';

/** One of two to four supporters held side by side. */
export interface Compared {
  readonly supporter: string;
  readonly person: string;
  readonly name: string | undefined;
  readonly possible: boolean;
  readonly why: WhyNot | null;
  readonly score: number;
  /** One for each soft criterion, in the order of `criteria`; points add up to `score`. */
  readonly reasons: readonly Reason[];
  readonly common: { readonly languages: readonly string[]; readonly channels: readonly string[]; readonly minutes: number | null };
  readonly load: number;
  readonly capacity: number;
}

/** Supporters side by side for one request. */
export interface SideBySide {
  readonly request: string;
  readonly programme: string;
  readonly seeker: string | undefined;
  readonly criteria: readonly { readonly id: string; readonly name: Text }[];
  readonly supporters: readonly Compared[];
}

/** Two to four supporters side by side for one request: the same criteria in the same order, points that add up, and for whom a rule stands in the way, which one. */
export const compareSupporters = view({
  name: 'matching.compare-supporters',
  input: z.object({ request: z.uuid(), supporters: z.array(z.uuid()).min(2).max(4) }),
  may: ({ actor }) => actor.kind === 'person',
  async load(looking, { request: requestId, supporters }): Promise<SideBySide> {
    const request = await requestOf(looking, requestId);
    if (!runs(looking.actor, request.programme)) return absent();
    const look = await freshLook(looking, request.programme, supporters);
    const pairs = [];
    for (const id of new Set(supporters)) pairs.push((await look.pair(request, id)) ?? absent());
    const names = await namesOf(looking, [request.person, ...pairs.map(({ standing }) => standing.person)]);
    const words = await wordsOfProgramme(looking, request.programme);
    const soft = (await contentOf(looking, request.programme, 'criterion')).filter(({ body }) => body.strength === 'soft');
    return {
      request: requestId,
      programme: request.programme,
      seeker: names.get(request.person),
      criteria: soft.map(({ id, body }) => ({ id, name: body.name })),
      supporters: pairs.map(({ standing, supporter, refusal, refusing, score, parts, common }): Compared => ({
        supporter: standing.id, person: standing.person, name: names.get(standing.person), possible: refusal === undefined,
        why: refusal === undefined ? null : { kind: 'removed', ...refusal, also: refusing.filter((rule) => rule !== refusal.rule) },
        score, reasons: words.reasons(parts), common, load: supporter.load, capacity: supporter.capacity,
      })),
    };
  },
});
