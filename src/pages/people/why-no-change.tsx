import type { Speak } from '../../messages/index.ts';
import type { MayChange } from '../../rooms/people/index.ts';
import { Button, Card } from '../../ui/index.ts';
import { address } from '../../web/page.ts';

/** Why this session may not change how its person comes in, and what to do about it. */
export function WhyNoChange({ seen: { t, zone, now }, change, opensAt, back }: {
  seen: { readonly t: Speak; readonly zone: string; readonly now: Date };
  change: MayChange;
  opensAt: Date | null;
  back: string;
}) {
  if (change === 'yes') return null;
  return (
    <Card tone="moss">
      <p>{change === 'history-waits' && opensAt !== null ? t('people.ways.history-waits', { time: t.moment(opensAt, zone, now) }) : t('people.ways.sign-in-again')}</p>
      <p><Button to={change === 'history-waits' ? address('/second-step', {}, { return: back }) : address('/sign-in', {}, { return: back })} second>{t(change === 'history-waits' ? 'people.ways.give-second-step' : 'people.ways.sign-in-once-more')}</Button></p>
    </Card>
  );
}
