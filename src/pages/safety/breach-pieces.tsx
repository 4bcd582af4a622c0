import type { Speak } from '../../messages/index.ts';
import type { BreachHere } from '../../rooms/breaches/index.ts';
import { Card, Promise, Small } from '../../ui/index.ts';
import { breachOutcomeWords, endingWords } from './breach-words.ts';
import { dayInWords } from './lines.tsx';

type Decision = NonNullable<BreachHere['decision']>;
type Appeal = NonNullable<BreachHere['appealSeen']>;
interface Reader { readonly t: Speak; readonly zone: string; readonly now: Date }

/** A step, until when, and why, as the person reads it too. */
export function DecisionPiece({ decision: { outcome, until, reason, at }, by, t, zone }: { decision: Decision; by?: string | undefined } & Reader) {
  return (
    <Card tone="clay" gap="close">
      <h2>{t(breachOutcomeWords[outcome])}</h2>
      {until !== null && <p>{t('breaches.until', { day: dayInWords(t, until) })}</p>}
      <p class="said">{reason}</p>
      <Small>{by === undefined ? t.date(at, zone, 'full') : t('breaches.by', { name: by, day: t.date(at, zone, 'full') })}</Small>
    </Card>
  );
}

/** What was asked to be looked at again, by when it is answered, and how it ended. `of`: whose words these are, for everybody but themselves. */
export function AppealPiece({ appeal, of, t, zone, now }: { appeal: Appeal; of?: string } & Reader) {
  const by = appeal.by ?? t('breaches.somebody-uninvolved');
  return (
    <Card gap="tight">
      <h2>{t('breaches.appeal.title')}</h2>
      <div><Small>{of === undefined ? t('breaches.appeal.you-wrote') : t('breaches.appeal.wrote', { name: of })}</Small><p class="said">{appeal.words}</p></div>
      {appeal.decision === undefined || appeal.ending === null
        ? <Promise state={appeal.promisedAt < now ? 'late' : 'due'} {...(appeal.promisedAt < now && { stateWord: t('ui.late') })} title={t('breaches.appeal.promised', { name: by, day: t.date(appeal.promisedAt, zone, 'full') })} small={t('breaches.appeal.uninvolved')} />
        : (
          <>
            <Promise state="kept" title={t(endingWords[appeal.ending])} small={t('breaches.by', { name: by, day: t.date(appeal.decision.at, zone, 'full') })} />
            {appeal.decision.outcome !== null && <p>{t(breachOutcomeWords[appeal.decision.outcome])}{appeal.decision.until !== null && ` · ${t('breaches.until', { day: dayInWords(t, appeal.decision.until) })}`}</p>}
            <p class="said">{appeal.decision.reason}</p>
          </>
        )}
    </Card>
  );
}
