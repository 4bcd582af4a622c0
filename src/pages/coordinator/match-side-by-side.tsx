import { say } from '../../content/index.ts';
import { Absent } from '../../platform/outcome.ts';
import { type Compared, compareSupporters, type Reason, type Suggestions, type SuggestionSeen } from '../../rooms/matching/index.ts';
import { Link, Row, Stack, Table } from '../../ui/index.ts';
import type { Visit } from '../../web/visit.ts';
import { commonInWords, type Criteria, reasonInWords, whyNotInWords } from './match-in-words.ts';
import type { Reader } from './pieces.tsx';

/** How many people can be looked at beside each other before nobody can read them any more. */
const most = 4;

type Beside = SuggestionSeen | Compared;

/**
 * The supporters of an address to look at beside each other, in its order; none when they are not two to four, or are not of this programme. Whoever is
 * suggested is seen as suggested, other weights included; others are looked up, with the rule that stands in the way.
 */
export async function chosenBeside(visit: Visit, request: string, ids: readonly string[], found: Suggestions, tried: boolean): Promise<readonly Beside[]> {
  const wanted = [...new Set(ids)];
  if (wanted.length < 2 || wanted.length > most) return [];
  const suggested = (id: string) => found.chosen.find(({ supporter }) => supporter === id);
  // Tried weights are for the suggestions alone: points counted with others would not compare.
  const others = wanted.every((id) => suggested(id)) || tried ? [] : await looked(visit, request, wanted);
  const beside = wanted.flatMap((id): readonly Beside[] => [suggested(id) ?? others.find(({ supporter }) => supporter === id)].filter((one) => one !== undefined));
  return beside.length === wanted.length ? beside : [];
}

async function looked(visit: Visit, request: string, supporters: readonly string[]): Promise<readonly Compared[]> {
  try {
    return (await compareSupporters(visit, { request, supporters: [...supporters] })).supporters;
  } catch (end) {
    if (end instanceof Absent) return [];
    throw end;
  }
}

/** Two to four supporters beside each other, point by point. On a phone each point is a card with all of them under it. */
export function SideBySide({ chosen, criteria, back, reader: { t, zone } }: { chosen: readonly Beside[]; criteria: Criteria; back: string; reader: Reader }) {
  const name = (one: Beside) => one.name ?? t('desk.someone');
  const why = (one: Beside) => ('why' in one && one.why !== null ? whyNotInWords(t, one.why, criteria, { zone }) : t('rounds.beside.possible'));
  return (
    <Stack as="section" aria-labelledby="side-by-side">
      <Row between><h2 id="side-by-side">{t('rounds.beside.title', { names: t.list(chosen.map(name)) })}</h2><Link to={back}>{t('rounds.beside.end')}</Link></Row>
      <Table stacks caption={t('rounds.beside.caption')} captionHidden heads={[t('rounds.beside.point'), ...chosen.map(name)]}
        rows={[
          ...(chosen.some((one) => 'why' in one && one.why !== null) ? [{ id: 'why', cells: [t('rounds.beside.now'), ...chosen.map(why)] }] : []),
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
function criteriaOf(chosen: readonly Beside[]): readonly Reason[] {
  const all = new Map(chosen.flatMap(({ reasons }) => reasons.map((reason) => [reason.criterion, reason] as const)));
  return [...all.values()].filter((reason) => reason.most > 0).toSorted((a, b) => b.most - a.most);
}

function Point({ reason, t }: { reason: Reason | undefined; t: Reader['t'] }) {
  if (reason === undefined) return <></>;
  const points = t('rounds.points-of', { points: reason.points / 100, most: reason.most / 100 });
  return <>{reason.kind === 'neutral' ? t('rounds.neutral') : reasonInWords(t, reason)}<br /><span class="small">{points}</span></>;
}
