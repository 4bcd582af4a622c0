import { say } from '../../content/index.ts';
import type { Speak } from '../../messages/index.ts';
import type { Reason, SuggestionSeen } from '../../rooms/matching/index.ts';
import { Link, Row, Stack, Table } from '../../ui/index.ts';
import { commonInWords, reasonInWords } from './match-in-words.ts';

/** How many people can be looked at beside each other before nobody can read them any more. */
export const mostBeside = 4;

/** Two to four suggested supporters beside each other, point by point. On a phone each point is a card with all of them under it. */
export function SideBySide({ chosen, back, t }: { chosen: readonly SuggestionSeen[]; back: string; t: Speak }) {
  const name = (one: SuggestionSeen) => one.name ?? t('desk.someone');
  return (
    <Stack as="section" aria-labelledby="side-by-side">
      <Row between><h2 id="side-by-side">{t('rounds.beside.title', { names: t.list(chosen.map(name)) })}</h2><Link to={back}>{t('rounds.beside.end')}</Link></Row>
      <Table stacks caption={t('rounds.beside.caption')} captionHidden heads={[t('rounds.beside.point'), ...chosen.map(name)]}
        rows={[
          { id: 'common', cells: [t('rounds.beside.common'), ...chosen.map((one) => <ul>{commonInWords(t, one).map((line) => <li key={line}>{line}</li>)}</ul>)] },
          ...criteriaOf(chosen).map((criterion) => ({
            id: criterion.criterion,
            cells: [<strong>{say(criterion.name, t.lang)}</strong>, ...chosen.map((one) => <Point reason={one.reasons.find((reason) => reason.criterion === criterion.criterion)} t={t} />)],
          })),
          { id: 'places', cells: [t('rounds.beside.places'), ...chosen.map((one) => t('matching.workbench.places', { free: Math.max(0, one.capacity - one.load), capacity: one.capacity }))] },
          { id: 'points', cells: [<strong>{t('rounds.beside.all-points')}</strong>, ...chosen.map((one) => <strong>{t('rounds.points', { points: one.score / 100 })}</strong>)] },
        ]} />
    </Stack>
  );
}

/** The criteria that count for anybody here, what counts most first. */
function criteriaOf(chosen: readonly SuggestionSeen[]): readonly Reason[] {
  const [first] = chosen;
  return (first?.reasons ?? []).filter(({ most }) => most > 0).toSorted((a, b) => b.most - a.most);
}

function Point({ reason, t }: { reason: Reason | undefined; t: Speak }) {
  if (reason === undefined) return <></>;
  const points = t('rounds.points-of', { points: reason.points / 100, most: reason.most / 100 });
  return <>{reason.kind === 'neutral' ? t('rounds.neutral') : reasonInWords(t, reason)}<br /><span class="small">{points}</span></>;
}
