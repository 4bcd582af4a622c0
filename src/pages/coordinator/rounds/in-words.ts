import { say } from '../../../content/index.ts';
import type { BareKey, Speak } from '../../../messages/index.ts';
import type { ChangeSeen, FellWhy, Reason, RoundSeen } from '../../../rooms/matching/index.ts';
import { languageInWords } from '../in-words.ts';
import { type Criteria, nameOfRule, ruleInWords } from '../match-in-words.ts';

/** Points out of 100, exact: the engine counts in ten thousands, so there are at most two decimals, and parts add up to the whole. */
export function outOf100(points: number): number {
  return points / 100;
}

/** Where a round stands, in a few words. */
export function stateInWords(t: Speak, round: RoundSeen): string {
  const made = round.decisions.reduce((sum, one) => sum + one.made, 0);
  if (round.state === 'ready' && round.trial) return t('rounds.state.trial');
  if (made > 0 && round.state !== 'set-aside') return t('rounds.state.decided', { count: made });
  return t(`rounds.state.${round.state}`);
}

const fellWords: Readonly<Record<'not-waiting' | 'seeker-waits' | 'already-proposed' | 'gone' | 'held-apart', BareKey>> = {
  'not-waiting': 'rounds.fell.not-waiting', 'seeker-waits': 'rounds.fell.seeker-waits', 'already-proposed': 'rounds.fell.already-proposed', gone: 'rounds.fell.gone', 'held-apart': 'rounds.fell.held-apart',
};

/** Why a pair could not be proposed any more. */
export function fellInWords(t: Speak, why: FellWhy, criteria: Criteria): string {
  return Object.hasOwn(fellWords, why) ? t(fellWords[why as keyof typeof fellWords]) : ruleInWords(t, why, criteria);
}

/** Reasons parted by whose words they rest on: what the seeker goes through, and what the supporter offers, hopes for and leaves closed. */
export function twoSides(reasons: readonly Reason[], criteria: Criteria): { readonly road: readonly Reason[]; readonly offer: readonly Reason[] } {
  const offered = new Set(criteria.filter(({ questions }) => questions.some((id) => id.startsWith('sup-'))).map(({ id }) => id));
  return { road: reasons.filter(({ criterion }) => !offered.has(criterion)), offer: reasons.filter(({ criterion }) => offered.has(criterion)) };
}

const changeWords = {
  language: 'rounds.if.language', channel: 'rounds.if.channel', access: 'rounds.if.access', topic: 'rounds.if.topic', hours: 'rounds.if.hours', age: 'rounds.if.age', wish: 'rounds.if.wish',
  training: 'rounds.if.training', conduct: 'rounds.if.conduct', rest: 'rounds.if.rest', capacity: 'rounds.if.capacity', paused: 'rounds.if.paused',
} as const satisfies Record<string, BareKey>;

/** One thing that would have to change, as the beginning of a sentence: “With one more language”. */
export function ifInWords(t: Speak, rule: string, criteria: Criteria): string {
  if (Object.hasOwn(changeWords, rule)) return t(changeWords[rule as keyof typeof changeWords]);
  return t('rounds.if.other', { name: nameOfRule(t, rule, criteria) });
}

/** One change with what it would bring: how many supporters, through which values, and when the first is back. */
export function changeInWords(t: Speak, change: ChangeSeen, criteria: Criteria, zone: string): string {
  const values = change.values.slice(0, 3).map(({ value, words, supporters }) => t('rounds.if.value', { value: valueInWords(t, change.rule, value, words), count: supporters }));
  return [
    t('rounds.if.line', { what: ifInWords(t, change.rule, criteria), count: change.supporters }),
    ...(values.length > 0 ? [t('rounds.if.values', { values: t.list(values) })] : []),
    ...(change.soonest !== null ? [t('rounds.if.soonest', { day: t.date(change.soonest, zone) })] : []),
  ].join(' ');
}

function valueInWords(t: Speak, rule: string, value: string, words: ChangeSeen['values'][number]['words']): string {
  if (rule === 'language') return languageInWords(t, value);
  return words === undefined ? value : say(words, t.lang);
}

