/**
 * Who is suggested how often. Without a cap the same few supporters stand first on every list, and those who are rarely asked
 * leave (two-sided fairness of exposure; Tomita and Yokoyama 2024).
 */

/** The supporters that could be suggested to one seeker, best first. */
export interface ExposureList {
  readonly seekerId: string;
  readonly supporterIds: readonly string[];
}

/** How often each supporter stands among those shown. */
export function exposureOf(lists: readonly ExposureList[]): Map<string, number> {
  const shown = new Map<string, number>();
  for (const { supporterIds } of lists) for (const id of supporterIds) shown.set(id, (shown.get(id) ?? 0) + 1);
  return shown;
}

/**
 * Shortens every list to `show` people so that nobody is shown more than `most` times, counting `already`. Nobody gets a shorter
 * list for it: where too few are left under the cap, those shown least so far fill up. Seekers are served in the order given, so put who has waited
 * longest first. The order within a list stays the order of fit.
 */
export function capExposure(lists: readonly ExposureList[], show: number, most: number, already: ReadonlyMap<string, number> = new Map()): ExposureList[] {
  const shown = new Map(already), times = (id: string) => shown.get(id) ?? 0;
  return lists.map(({ seekerId, supporterIds }) => {
    const under = supporterIds.filter((id) => times(id) < most).slice(0, show), place = new Map(supporterIds.map((id, i) => [id, i]));
    const over = supporterIds.filter((id) => !under.includes(id)).sort((a, b) => times(a) - times(b) || (place.get(a) ?? 0) - (place.get(b) ?? 0)).slice(0, show - under.length);
    const chosen = new Set([...under, ...over]), kept = supporterIds.filter((id) => chosen.has(id));
    for (const id of kept) shown.set(id, times(id) + 1);
    return { seekerId, supporterIds: kept };
  });
}

/** Of all times anybody was shown, the share that fell to the most shown tenth of supporters, in a thousand. Null when nobody was shown. */
export function shareOfTopTenth(shown: ReadonlyMap<string, number>, supporters: number): number | null {
  const times = [...shown.values()].sort((a, b) => b - a), total = times.reduce((a, b) => a + b, 0);
  const top = times.slice(0, Math.ceil(supporters / 10)).reduce((a, b) => a + b, 0);
  return total === 0 ? null : Math.round((1000 * top) / total);
}
