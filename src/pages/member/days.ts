import type { Speak } from '../../messages/index.ts';

/** A day kept as `YYYY-MM-DD`, in words with its year. */
export function dayInWords(t: Speak, day: string): string {
  return t.date(new Date(`${day}T12:00:00Z`), 'UTC', 'long');
}

/** How long something still counts: `lapsed` from the day after, `soon` within a month. Days are `YYYY-MM-DD`. */
export function countsStill(expiresOn: string | null, now: Date): 'for-good' | 'yes' | 'soon' | 'lapsed' {
  if (expiresOn === null) return 'for-good';
  if (expiresOn < now.toISOString().slice(0, 10)) return 'lapsed';
  return expiresOn <= new Date(now.getTime() + 30 * 86_400_000).toISOString().slice(0, 10) ? 'soon' : 'yes';
}
