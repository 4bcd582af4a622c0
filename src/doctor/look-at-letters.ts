import type { Ask } from './ask.ts';
import { type Finding, finding } from './finding.ts';

/** The first letters of a trouble are tried again within minutes; one that waits this long waits for somebody. */
const PATIENCE_HOURS = 1;
/** A server may take its time with the answer to a letter's end; the patient wait for ten minutes. */
const IN_HAND_MINUTES = 2;
/** The days in which somebody may still wonder where a letter is. */
const WONDER = "interval '7 days'";

interface LettersState {
  readonly waiting: number;
  readonly hours: number;
  readonly trouble: string | null;
  readonly in_hand: number;
  readonly minutes: number;
  readonly unsure: number;
  readonly unsure_days: number;
  readonly lost: number;
  readonly lost_days: number;
}

/**
 * How letters fare, in numbers and codes only: what could not go and since when, what is in hand, what may have arrived (docs/decisions/2026-11-22-a-letter-goes-once.md),
 * and what was given up. `server`: a mail server is named; without one all that is due waits.
 */
export async function lookAtLetters(ask: Ask, { server, now }: { readonly server: boolean; readonly now: Date }): Promise<readonly Finding[]> {
  const since = (unit: number, from: string) => `coalesce(floor(extract(epoch from $1::timestamptz - ${from}) / ${unit}), 0)::int`;
  const [state] = await ask<LettersState>(`
    with open as (select due_at, next_try_at, trouble, handing_over_at from notice where sent_at is null and dropped_at is null and channel <> 'call'),
      waiting as (select due_at, trouble from open where handing_over_at is null and (trouble is not null or (not $2::boolean and due_at <= $1::timestamptz))),
      in_hand as (select handing_over_at from open where handing_over_at <= $1::timestamptz - interval '${IN_HAND_MINUTES} minutes'),
      unsure as (select sent_at from notice where trouble = 'may-have-arrived' and sent_at > $1::timestamptz - ${WONDER}),
      lost as (select dropped_at from notice where trouble is not null and dropped_why in ('refused', 'gave-up') and dropped_at > $1::timestamptz - ${WONDER})
    select (select count(*) from waiting)::int as waiting, ${since(3600, '(select min(due_at) from waiting)')} as hours, (select max(trouble) from waiting) as trouble,
      (select count(*) from in_hand)::int as in_hand, ${since(60, '(select min(handing_over_at) from in_hand)')} as minutes,
      (select count(*) from unsure)::int as unsure, ${since(86_400, '(select min(sent_at) from unsure)')} as unsure_days,
      (select count(*) from lost)::int as lost, ${since(86_400, '(select min(dropped_at) from lost)')} as lost_days`, [now, server]);
  return state === undefined ? [] : [...goingOf(state, server), ...settledOf(state)];
}

function goingOf({ waiting, hours, trouble, in_hand, minutes }: LettersState, server: boolean): Finding[] {
  // A sentence chooses by words without a hyphen.
  const about = { count: waiting, hours, trouble: (server ? (trouble ?? 'none') : 'no-server').replaceAll('-', '_') };
  // Without a server nothing that waits is no comfort: that none is named is said elsewhere.
  const none = server ? [finding('fine', 'letters')] : [];
  return [
    ...(waiting === 0 ? none : [finding(hours >= PATIENCE_HOURS ? 'wrong' : 'look', 'letters-waiting', about)]),
    ...(in_hand > 0 ? [finding('look', 'letters-in-hand', { count: in_hand, minutes })] : []),
  ];
}

function settledOf({ unsure, unsure_days, lost, lost_days }: LettersState): Finding[] {
  return [
    ...(unsure > 0 ? [finding('look', 'letters-may-have-arrived', { count: unsure, days: unsure_days })] : []),
    ...(lost > 0 ? [finding('look', 'letters-lost', { count: lost, days: lost_days })] : []),
  ];
}
