import { sql } from 'kysely';
import type { Looking } from '../../platform/view.ts';
import { weekOf } from './hours.ts';
import { programmeOf } from './programme.ts';
import { helpLineDays, type Missing, missingToOpen } from './rules.ts';
import { teamOf } from './team.ts';

/**
 * What is still missing before a programme may be opened, in the order to do it.
 * The help lines belong to the safety room above; whether they were called is all that is asked of its table here.
 */
export async function missingFor(here: Pick<Looking, 'db' | 'org' | 'now'>, programmeId: string): Promise<readonly Missing[]> {
  const [programme, team, week] = [await programmeOf(here, programmeId), await teamOf(here, programmeId), await weekOf(here, programmeId)];
  const oldest = new Date(here.now.getTime() - helpLineDays * 24 * 3_600_000);
  const lines = await here.db
    .selectFrom('help_line')
    .innerJoin('organisation', (join) => join.onRef('organisation.org_id', '=', 'help_line.org_id').onRef('organisation.country', '=', 'help_line.country'))
    .select([
      sql<number>`(count(*) filter (where confirmed_on >= ${oldest}::date))::int`.as('confirmed'),
      sql<number>`(count(*) filter (where confirmed_on is null or confirmed_on < ${oldest}::date))::int`.as('unconfirmed'),
    ])
    .where('help_line.org_id', '=', here.org)
    .where('removed_at', 'is', null)
    .where((is) => is.or([is('call', 'is not', null), is('sms', 'is not', null), is('web', 'is not', null)]))
    .executeTakeFirstOrThrow();
  return missingToOpen({
    confirmedHelpLines: lines.confirmed,
    unconfirmedHelpLines: lines.unconfirmed,
    hours: week.length > 0,
    owner: team.owner,
    backup: team.backup,
    safety: team.safety,
    dutyWritten: programme.settings.dutyWrittenOn !== undefined,
    safetyRead: programme.settings.safetyReadOn !== undefined,
  });
}
