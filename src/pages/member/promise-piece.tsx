import type { Speak } from '../../messages/index.ts';
import type { PromiseSeen } from '../../rooms/intake/index.ts';
import { Promise } from '../../ui/index.ts';

/** By when somebody hears, from whom, and who steps in: the same piece wherever a person waits (P6). */
export function PromisePiece({ promise, t, zone, now }: { promise: PromiseSeen; t: Speak; zone: string; now: Date }) {
  const owner = promise.owner ?? t('intake.someone-coordinator');
  const time = t.moment(promise.dueAt, zone, now);
  const late = promise.state === 'late';
  const small = late
    ? t(promise.climbed ? 'intake.where.late-climbed' : 'intake.where.late-with', { owner })
    : promise.moved
      ? t('intake.where.moved', { owner })
      : promise.backup === undefined ? undefined : t('intake.where.backup', { owner, backup: promise.backup });
  return <Promise state={late ? 'late' : 'due'} title={late ? t('intake.where.late', { time }) : t('intake.where.by', { owner, time })} small={small} />;
}
