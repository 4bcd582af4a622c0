import type { Speak } from '../messages/index.ts';
import { type KeptShare, measuredDays } from '../rooms/promises/index.ts';

/** How a promise was kept lately, in one or two sentences a person can picture. Counted, never typed (A1). */
export function keptInWords(t: Speak, share: KeptShare): string {
  const waiting = share.lateNow === 0 ? t('promises.nobody-late') : t('promises.late-now', { count: share.lateNow });
  if (share.kind === 'nobody-yet') return share.lateNow === 0 ? t('promises.kept.nobody-yet') : waiting;
  if (share.kind === 'few') return `${t(share.allInTime ? 'promises.kept.few-all' : 'promises.kept.few-some', { days: measuredDays })} ${waiting}`;
  const { kept, due, most } = share;
  const counted =
    most === undefined
      ? t('promises.kept.counted', { kept, due, days: measuredDays })
      : t('promises.kept.counted-within', { kept, due, days: measuredDays, length: t.lasting(most.amount, most.unit) });
  return `${counted} ${waiting}`;
}
