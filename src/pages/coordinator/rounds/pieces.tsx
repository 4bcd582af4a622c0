import type { ComponentChildren } from 'preact';
import { say } from '../../../content/index.ts';
import type { Speak } from '../../../messages/index.ts';
import type { Change, Reason } from '../../../rooms/matching/index.ts';
import type { Programme } from '../../../rooms/programmes/index.ts';
import { Button, Field, Folded, Form, Link, Row, Small, Tag } from '../../../ui/index.ts';
import { address } from '../../../web/page.ts';
import { reasonInWords } from '../match-in-words.ts';
import { outOf100 } from './in-words.ts';

/** The ways between the pages that look at everybody, under the programme's name. `here` is the one the reader is on. */
export function AllAtOnce({ programme, here, t }: { programme: Programme; here: 'rounds' | 'recruitment' | 'fairness' | undefined; t: Speak }) {
  const place = { programme: programme.slug };
  return (
    <>
      <p class="small">{say(programme.name, t.lang)}</p>
      <nav class="row" aria-label={t('rounds.nav')}>
        <Link to={address('/programmes/:programme/rounds', place)} class="quiet" current={here === 'rounds'}>{t('rounds.title')}</Link>
        <Link to={address('/programmes/:programme/recruitment', place)} class="quiet" current={here === 'recruitment'}>{t('rounds.recruitment.title')}</Link>
        <Link to={address('/programmes/:programme/fairness', place)} class="quiet" current={here === 'fairness'}>{t('rounds.fairness.title')}</Link>
      </nav>
    </>
  );
}

const signs: Readonly<Record<Change, string>> = { same: '=', new: '+', moved: '→', 'no-longer': '−', 'still-nobody': '○' };

/** How a line differs from the round before: a sign and words, so that nothing hangs on colour. */
export function ChangeTag({ change, t }: { change: Change; t: Speak }) {
  return <Tag><span aria-hidden="true">{signs[change]}</span>&nbsp;{t(`rounds.change.${change}`)}</Tag>;
}

/** What the diff counts, sign before words. */
export function Diff({ change, t }: { change: { readonly same: number; readonly new: number; readonly moved: number; readonly noLonger: number; readonly left: number }; t: Speak }) {
  const lines: readonly (readonly [Change, number, string])[] = [
    ['same', change.same, t('rounds.diff.same', { count: change.same })], ['new', change.new, t('rounds.diff.new', { count: change.new })],
    ['moved', change.moved, t('rounds.diff.moved', { count: change.moved })], ['no-longer', change.noLonger, t('rounds.diff.no-longer', { count: change.noLonger })],
  ];
  return (
    <ul role="list" class="stack close">
      {lines.filter(([, count]) => count > 0).map(([kind, , words]) => <li key={kind}><strong aria-hidden="true">{signs[kind]}</strong>&nbsp; {words}</li>)}
      {change.left > 0 && <li>{t('rounds.diff.left', { count: change.left })}</li>}
    </ul>
  );
}

/** Reasons in words: what fits as a list, what is less near in one line under it. */
export function InWords({ reasons, t }: { reasons: readonly Reason[]; t: Speak }) {
  const fits = reasons.filter(({ kind }) => kind === 'fits');
  const differs = reasons.filter(({ kind }) => kind === 'differs');
  if (fits.length + differs.length === 0) return <Small>{t('rounds.line.nothing')}</Small>;
  return (
    <>
      {fits.length > 0 && <ul>{fits.map((reason) => <li key={reason.criterion}>{reasonInWords(t, reason)}</li>)}</ul>}
      {differs.length > 0 && <Small>{t('rounds.line.differs', { reasons: differs.map((reason) => reasonInWords(t, reason)).join(' ') })}</Small>}
    </>
  );
}

/** Points of a pair, with those for waiting apart. */
export function Points({ score, bonus, t }: { score: number; bonus: number; t: Speak }) {
  return <span class="small">{t('rounds.points', { points: outOf100(score) })}{bonus > 0 && <>, {t('rounds.line.bonus', { points: outOf100(bonus) })}</>}</span>;
}

/** Other weights for a look: the form asks for a round of its own that is never saved as the programme's, nor decided from. */
export function OtherWeights({ seen, programme, weights, given, children }: {
  seen: Parameters<typeof Form>[0]['seen'] & { readonly t: Speak };
  programme: string;
  weights: readonly { readonly criterion: string; readonly name: Parameters<typeof say>[0]; readonly weight: number }[];
  /** What stands in the fields first, when not the programme's own. */
  given: Readonly<Record<string, number>>;
  children?: ComponentChildren;
}) {
  const { t } = seen;
  return (
    <Folded summary={t('rounds.try')} open={seen.form('tryWeights').tried}>
      <Form seen={seen} name="tryWeights" class="stack tight">
        <input type="hidden" name="programme" value={programme} />
        <Small>{t('rounds.try.words')}</Small>
        <div class="columns">
          {weights.map((one) => <Field key={one.criterion} of={`weights.${one.criterion}`} label={say(one.name, t.lang)} type="number" inputmode="numeric" min={0} max={100} width={6} value={String(given[one.criterion] ?? one.weight)} />)}
        </div>
        {children}
        <Row><Button second>{t('rounds.try.go')}</Button></Row>
      </Form>
    </Folded>
  );
}
