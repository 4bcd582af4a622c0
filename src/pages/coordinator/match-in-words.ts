import type { WhyNot } from '@companionway/matching';
import { fill, say } from '../../content/index.ts';
import type { Speak } from '../../messages/index.ts';
import type { Answered } from '../../rooms/desk/index.ts';
import type { Reason, Suggestions, SuggestionSeen } from '../../rooms/matching/index.ts';
import type { CriterionKept } from '../../rooms/programmes/index.ts';
import { answerInWords, languageInWords, slotsInWords } from './in-words.ts';

/** A programme's criteria as it uses them. */
export type Criteria = readonly CriterionKept[];

/** How much something counts for the one who asked. */
export type AskedWeight = 'must' | 'most' | 'nice' | 'not' | 'by-hand';

/**
 * What a seeker asked for, in words. `lines` are what the engine compares; `own` is what they wrote themselves about somebody they hope for or
 * want to avoid: no machine can compare that, so it stands there for the coordinator to read (P10).
 */
export function askedFor(t: Speak, answers: readonly Answered[]): { readonly lines: readonly { readonly words: string; readonly weight: AskedWeight }[]; readonly own: readonly { readonly question: string; readonly words: string }[] } {
  const of = (id: string) => answers.find(({ question }) => question.id === id);
  const words = (id: string) => {
    const found = of(id);
    return found === undefined ? undefined : answerInWords(t, found);
  };
  const musts = ['languages', 'channels', 'times', 'access-needs'].flatMap((id) => {
    const said = words(id)?.lines ?? [];
    return said.length === 0 ? [] : [{ words: t.list(said.map((line, at) => (at === 0 || id === 'languages' ? line : lower(line)).split(' — ')[0] ?? line)), weight: 'must' as const }];
  });
  const weights = { lot: 'most', little: 'nice', not: 'not' } as const;
  const weighed = ofEach(t, of('must-be-same')).map(({ words: name, each }) => ({ words: name, weight: weights[each as 'lot'] ?? ('nice' as const) }));
  const own = ['person-hoped-for', 'keep-apart'].flatMap((id) => {
    const found = of(id);
    return (found === undefined ? undefined : answerInWords(t, found))?.own.map((line) => ({ question: say(found?.question.text ?? { en: '', fr: '' }, t.lang), words: line })) ?? [];
  });
  const traits = of('trait-wishes');
  const wishes = (traits === undefined ? undefined : answerInWords(t, traits))?.lines.map((line) => ({ question: say(traits?.question.text ?? { en: '', fr: '' }, t.lang), words: line })) ?? [];
  const closed = words('avoid-topics')?.lines ?? [];
  return { lines: [...musts, ...weighed.toSorted((a, b) => order.indexOf(a.weight) - order.indexOf(b.weight)), ...(closed.length > 0 ? [{ words: t('matching.workbench.avoid', { topics: t.list(closed) }), weight: 'must' as const }] : [])], own: [...wishes, ...own] };
}

const order: readonly AskedWeight[] = ['must', 'most', 'nice', 'not', 'by-hand'];

function ofEach(t: Speak, found: Answered | undefined): readonly { words: string; each: string }[] {
  const coded = found?.answer?.coded;
  if (found === undefined || coded === undefined) return [];
  return (coded.chosen ?? []).flatMap((id) => {
    const option = found.question.options.find((one) => one.id === id);
    return option === undefined ? [] : [{ words: say(option.text, t.lang), each: coded.each?.[id] ?? 'little' }];
  });
}

/** A reason in the programme's own words, with what is shared put in its place; without anything to put there, the criterion's name. */
export function reasonInWords(t: Speak, reason: Reason): string {
  const sentence = say(reason.sentence, t.lang);
  const shared = reason.sharedWords.map((one) => say(one, t.lang));
  if (!sentence.includes('{value}')) return sentence;
  return shared.length > 0 ? fill(sentence, { value: t.list(shared.map((words) => lower(words))) }) : t('matching.workbench.fits', { name: say(reason.name, t.lang) });
}

/** What the rules found in common: languages and free times. */
export function commonInWords(t: Speak, { common }: { readonly common: Pick<SuggestionSeen['common'], 'languages'> & Partial<Pick<SuggestionSeen['common'], 'windows'>> }): readonly string[] {
  const languages = common.languages.map((code) => languageInWords(t, code));
  const windows = slotsInWords(t, common.windows ?? []);
  return [
    ...(languages.length > 0 ? [t('matching.workbench.languages', { languages: t.list(languages) })] : []),
    ...(windows.length > 0 ? [t('matching.workbench.times', { times: windows.join('; ') })] : []),
  ];
}

const builtIn = ['conduct', 'exclusion', 'wish', 'language', 'access', 'topic', 'age', 'channel', 'hours', 'training', 'rest', 'capacity', 'paused'] as const;
type BuiltIn = (typeof builtIn)[number];
const isBuiltIn = (rule: string): rule is BuiltIn => builtIn.some((one) => one === rule);

/** How many were not suggested, a piece of a sentence for each rule: “29 have no time in common”. */
export function removedInWords(t: Speak, removed: Suggestions['removed'], criteria: Criteria): readonly string[] {
  return removed.map(({ rule, count }) => (isBuiltIn(rule) ? t(`matching.workbench.rule.${rule}`, { count }) : t('matching.workbench.rule.other', { count, name: nameOfRule(t, rule, criteria) })));
}

/** Why one person is not suggested, in a sentence. It never says who asked to keep a distance. */
export function whyNotInWords(t: Speak, why: WhyNot, criteria: Criteria, { zone }: { zone: string }): string {
  if (why.kind === 'behind') return t('matching.workbench.behind', { place: why.place, score: Math.round(why.score / 100), last: Math.round(why.lastChosen / 100) });
  if (why.kind !== 'removed') return '';
  const also = why.also.length === 0 ? '' : ` ${t('matching.workbench.also', { count: why.also.length })}`;
  const until = why.values.until;
  if (why.rule === 'rest' && typeof until === 'number') return t('matching.workbench.one.rest-until', { day: t.date(new Date(until), zone) }) + also;
  return ruleInWords(t, why.rule, criteria) + also;
}

/** What stands in the way, by its rule, in a sentence about one person. */
export function ruleInWords(t: Speak, rule: string, criteria: Criteria): string {
  if (isBuiltIn(rule)) return t(`matching.workbench.one.${rule}`);
  const found = criteria.find((one) => one.id === rule);
  return found === undefined ? rule : say(found.differs, t.lang);
}

/** The name of a rule that is a programme's own criterion. */
export function nameOfRule(t: Speak, id: string, criteria: Criteria): string {
  const found = criteria.find((one) => one.id === id);
  return found === undefined ? id : say(found.name, t.lang);
}

/** The first letter small, so that an answer fits into a sentence; names and abbreviations keep theirs. */
export function lower(words: string): string {
  return /^\p{Lu}\p{Ll}/u.test(words) && !/^(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b/.test(words) ? words.charAt(0).toLowerCase() + words.slice(1) : words;
}
