import type { Speak } from '../../../messages/index.ts';
import type { WouldChangeSeen } from '../../../rooms/matching/index.ts';
import { Stack } from '../../../ui/index.ts';
import { type Criteria, lower } from '../match-in-words.ts';
import { changeInWords, ifInWords } from './in-words.ts';

/** What would have to change so that somebody (more) could walk with this person, looked at with today's answers. */
export function WouldChange({ found, criteria, zone, heading: Heading, t }: { found: WouldChangeSeen; criteria: Criteria; zone: string; heading: 'h2' | 'h4'; t: Speak }) {
  return (
    <Stack as="section" gap="tight">
      <Heading>{t('rounds.seeker.changes')}</Heading>
      <p>{t('rounds.seeker.possible-now', { count: found.possibleNow })}</p>
      {found.changes.length + found.together.length === 0 ? (found.possibleNow === 0 && <p>{t('rounds.seeker.no-change')}</p>) : (
        <ul>
          {found.changes.map((change) => <li key={change.rule}>{changeInWords(t, change, criteria, zone)}</li>)}
          {found.together.slice(0, 3).map(({ rules, supporters }) => <li key={rules.join()}>{t('rounds.if.together', { rules: t.list(rules.map((rule) => lower(ifInWords(t, rule, criteria)))), count: supporters })}</li>)}
        </ul>
      )}
    </Stack>
  );
}
