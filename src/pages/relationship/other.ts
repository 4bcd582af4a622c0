import type { Speak } from '../../messages/index.ts';

/** How the other one of two is called: by the name they chose, or, when there is none any more, without one. */
export function otherInWords(t: Speak, name: string | undefined): string {
  return name ?? t('relationships.other');
}

/** A time of day kept as `HH:MM`, in words: “10 pm”, « 22 h ». */
export function clockInWords(t: Speak, clock: string): string {
  return t.time(new Date(`1970-01-01T${clock.slice(0, 5)}:00Z`), 'UTC');
}
