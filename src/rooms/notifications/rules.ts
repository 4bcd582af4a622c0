import { ANSWER_MS } from '../../mail/index.ts';
import { speak } from '../../messages/index.ts';
import type { Lang } from '../../platform/scene.ts';
import { nextAt } from './quiet-hours.ts';

/** How one kind of notice behaves; its words stand in the programme's content. */
export interface Manners {
  /** Somebody asked for it this minute: it goes whatever they chose, to the address they typed. */
  readonly asked?: true;
  /** For those who hold a duty (P6), or about the safety of one's own account: stopping notices does not stop these. */
  readonly duty?: true;
  /**
   * `hour`: several within an hour are one, and the desk shows the rest. A programme that brings a whole list in does not bury its coordinators under letters (P12).
   * `day`: several on one day are one, unless the next names a later day than any before it.
   */
  readonly gathers?: 'hour' | 'day';
  /** Worth a call by a person when there is no e-mail address. */
  readonly call?: true;
  /** How a time in it is said: with the hour, only the hour, or only the day. */
  readonly time?: 'moment' | 'clock' | 'day';
  /** Says nothing any more once its time has come: after it, or (`day-before`) once its day is no longer tomorrow. */
  readonly until?: 'time' | 'day-before';
}

const known: Readonly<Record<string, Manners>> = {
  'sign-in-link': { asked: true },
  'go-on-link': { asked: true },
  'confirm-address': { asked: true },
  'new-sign-in': { duty: true },
  'sign-in-changed': { duty: true },
  'signed-out': { duty: true },
  erased: { asked: true, time: 'day' },
  'answer-ready': { call: true },
  'promise-moved': { call: true, gathers: 'day' },
  'answer-due-soon': { duty: true, gathers: 'hour', until: 'time' },
  'answer-overdue-owner': { duty: true, gathers: 'hour' },
  'answer-overdue-backup': { duty: true, gathers: 'hour' },
  'answer-overdue-climbs': { duty: true, gathers: 'hour' },
  'introduction-waiting': { call: true, until: 'time' },
  'introduction-reminder': { call: true, until: 'time' },
  'we-look-again': { call: true },
  'both-said-yes': { call: true },
  'agreement-changed': { call: true },
  'meeting-tomorrow': { call: true, time: 'clock', until: 'day-before' },
  'meeting-soon': { time: 'clock', until: 'time' },
  'meeting-moved': { call: true },
  'check-in': { call: true },
  'kind-reminder': { call: true },
  'somebody-asks': { duty: true },
  'quiet-too-long': { duty: true },
  'safety-changed': { duty: true },
  'safety-naming': { duty: true },
  'concern-raised': { duty: true },
  'concern-passed-on': { duty: true },
  'concern-danger-call': { duty: true, call: true },
  'concern-acknowledged': { call: true },
  'concern-closed': { call: true },
  'certificate-expiring': { time: 'day' },
  'pause-other-side': { call: true },
  'ending-near': { call: true, time: 'day' },
  ending: { call: true },
  'group-request': { duty: true },
  'trail-anchors': { duty: true },
};

/** The manners of a kind; a kind nobody described is an ordinary notice that waits, may be stopped, and is not worth a call. */
export function mannersOf(kind: string): Manners {
  return Object.hasOwn(known, kind) ? (known[kind] ?? {}) : {};
}

/** For how long one notice stands for others of its kind, in milliseconds. */
export const GATHERED_MS = 60 * 60_000;

/** The hour at which somebody who wants one letter a day gets it, on their own clock. */
const DIGEST_AT = '09:00';

/** Whether a notice may wait for the one letter a day: nothing asked for, no duty, nothing that rings, nothing that is over by then. */
export function mayGather(kind: string, rings: boolean): boolean {
  const { asked, duty, until } = mannersOf(kind);
  return !rings && asked === undefined && duty === undefined && until === undefined;
}

/** When a notice for somebody who wants one letter a day goes, before quiet hours are looked at. */
export function digestAt(due: Date, zone: string): Date {
  return nextAt(due, DIGEST_AT, zone);
}

/** Whether what a notice would say is over. `time` is the moment it speaks of. */
export function isOvertaken(kind: string, time: Date | undefined, now: Date, zone: string): boolean {
  const { until } = mannersOf(kind);
  if (until === undefined || time === undefined) return false;
  if (until === 'time') return now >= time;
  const tomorrow = speak('en').date(new Date(now.getTime() + 86_400_000), zone, 'full');
  return speak('en').date(time, zone, 'full') !== tomorrow;
}

const MINUTE = 60_000;
const WAITS = [1, 2, 5, 10, 20, 40, 60, 120, 240] as const;
/** A notice that could not be handed over is tried for this long from when it was due; then a person is told. */
const TRIED_DAYS = 5;

/** How long to wait after so many tries that failed, in milliseconds: a minute at first, four hours at most. */
export function waitAfter(tries: number): number {
  return (WAITS[Math.min(Math.max(tries, 1), WAITS.length) - 1] ?? 240) * MINUTE;
}

/** Whether a notice has been tried for long enough. */
export function isGivenUp(due: Date, now: Date): boolean {
  return now.getTime() - due.getTime() >= TRIED_DAYS * 86_400_000;
}

/** How long somebody who takes a notice to deliver it keeps it from others, in milliseconds. A process that dies leaves it for the next after this. */
export const LEASE_MS = 5 * MINUTE;

/** How long the end of a letter may be on its way before nobody is left who could say how it fared, in milliseconds: the wait for the answer, and room to note it. */
export const IN_HAND_MS = ANSWER_MS + 5 * MINUTE;

/** Words for people in a notice, which names nobody: “a colleague has it now”. A place at the head of a sentence gets a capital. */
export function withoutNames(words: string, lang: Lang): string {
  const t = speak(lang);
  const somebody: Readonly<Record<string, string>> = {
    owner: t('notifications.somebody'), backup: t('notifications.somebody'), safety_lead: t('notifications.somebody'), coordinator: t('notifications.the-team'),
  };
  return words
    .replaceAll(/(^|[.!?]\s+|—\s+)\{(owner|backup|safety_lead|coordinator)\}/g, (_, before: string, name: string) => before + capital(somebody[name] ?? '', t.locale))
    .replaceAll(/\{(owner|backup|safety_lead|coordinator)\}/g, (_, name: string) => somebody[name] ?? '');
}

function capital(words: string, locale: string): string {
  return words.charAt(0).toLocaleUpperCase(locale) + words.slice(1);
}

