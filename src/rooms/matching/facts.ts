import type { Standing } from '../intake/index.ts';
import { restUntil } from '../relationships/index.ts';
import type { StandingFacts } from './values.ts';

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
