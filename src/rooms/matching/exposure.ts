import type { RankOptions } from '@companionway/matching';
import type { Here } from '../people/index.ts';
import { fairMost, LATELY_DAYS } from './rules.ts';

/**
 * How often each supporter was put forward lately, and from how often on others go first. Otherwise the same few stand first on every list, and those who are
 * rarely asked leave (Tomita and Yokoyama 2024).
 */
export async function exposureIn(here: Here, programme: string, supporters: number): Promise<NonNullable<RankOptions['exposure']>> {
  const since = new Date(here.now.getTime() - LATELY_DAYS * 86_400_000);
  const rows = await here.db
    .selectFrom('proposal')
    .select((e) => ['supporter_id', e.fn.countAll<string>().as('times')])
    .where('org_id', '=', here.org)
    .where('programme_id', '=', programme)
    .where('proposed_at', '>', since)
    .groupBy('supporter_id')
    .execute();
  const shown = new Map(rows.map((row) => [row.supporter_id, Number(row.times)]));
  return { shown, most: fairMost([...shown.values()].reduce((sum, times) => sum + times, 0), supporters) };
}
