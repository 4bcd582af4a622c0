import type { Speak } from '../../../messages/index.ts';
import { say } from '../../../content/index.ts';
import { absent } from '../../../platform/outcome.ts';
import { holdsOf, type MoveSeen, type PairExplained, pairOfRound, roundOf } from '../../../rooms/matching/index.ts';
import { Card, Link, Row, Small, Stack, Table } from '../../../ui/index.ts';
import { address, page } from '../../../web/page.ts';
import { reasonInWords, whyNotInWords } from '../match-in-words.ts';
import { DecideByHand, Held } from './by-hand.tsx';
import { holdForm, releaseForm } from './forms.ts';
import { outOf100 } from './in-words.ts';
import { programmeHere } from './programme-here.ts';

/** One pair of a round, explained: points that add up, and for a pair that was not chosen what it would cost everybody, with who would move. */
export default page({
  address: '/programmes/:programme/rounds/:round/pairs/:request/:supporter',
  may: 'staff',
  async load(visit) {
    const { programme, criteria } = await programmeHere(visit, visit.params.programme);
    const { round: id, request, supporter } = visit.params;
    const round = await roundOf(visit, { round: id, limit: 1 });
    if (round.programme !== programme.id) return absent();
    const pair = await pairOfRound(visit, { round: id, request, supporter });
    const { holds } = await holdsOf(visit, { programme: programme.id });
    return { programme, criteria, round, pair, hold: holds.find((one) => one.request === request && one.supporter === supporter) };
  },
  title: ({ t }) => t('rounds.one.title'),
  chrome: 'staff',
  forms: { hold: holdForm, release: releaseForm },
  body(seen) {
    const { t, zone, params, data: { programme, criteria, round, pair, hold } } = seen;
    const names = { seeker: pair.seeker ?? t('desk.someone'), supporter: pair.supporterName ?? t('desk.someone') };
    const place = { programme: programme.slug, round: round.id };
    const decides = round.state === 'ready' && !round.trial;
    return (
      <>
        <p class="small"><Link to={address('/programmes/:programme/rounds/:round', place)}>{t('rounds.back-to-round')}</Link></p>
        <h1>{t('rounds.pair', names)}</h1>
        <p class="voice">{t(`rounds.one.state.${pair.state}`)}</p>
        {pair.why !== null && pair.why.kind === 'removed' && <p>{whyNotInWords(t, pair.why, criteria, { zone })}</p>}
        {pair.changedSince && <Card tone="clay"><p>{t('rounds.one.changed')}</p></Card>}
        {pair.ifForced !== null && <Forced pair={pair.ifForced} t={t} />}
        {pair.score !== null && pair.reasons.length > 0 && <AddingUp pair={pair} t={t} />}
        <Row>
          {hold !== undefined && <Held hold={hold} names={names} around={{ seen, t }} />}
          {hold === undefined && decides && pair.state !== 'fixed' && pair.state !== 'not-possible' && <DecideByHand request={params.request ?? ''} supporter={params.supporter ?? ''} names={names} around={{ seen, t }} />}
          <Link to={address('/programmes/:programme/requests/:id/match', { programme: programme.slug, id: pair.request })} class="quiet">{t('rounds.one.match', { name: names.seeker })}</Link>
        </Row>
      </>
    );
  },
});

/** The parts of the score, and their sum. */
function AddingUp({ pair, t }: { pair: PairExplained; t: Speak }) {
  const most = pair.reasons.reduce((sum, reason) => sum + reason.most, 0);
  const reasons = pair.reasons.filter((reason) => reason.most > 0).toSorted((a, b) => b.points - a.points);
  return (
    <Stack as="section">
      <h2>{t('rounds.one.points')}</h2>
      <Table stacks caption={t('rounds.one.points')} captionHidden heads={[t('rounds.one.head.what'), t('rounds.one.head.said'), t('rounds.one.head.points')]}
        rows={[
          ...reasons.map((reason) => ({
            id: reason.criterion,
            cells: [say(reason.name, t.lang), reason.kind === 'neutral' ? t('rounds.neutral') : reasonInWords(t, reason), t('rounds.points-of', { points: outOf100(reason.points), most: outOf100(reason.most) })],
          })),
          { id: 'sum', cells: [<strong>{t('rounds.one.sum')}</strong>, t('rounds.one.points-words'), <strong>{t('rounds.points-of', { points: outOf100(pair.score ?? 0), most: outOf100(most) })}</strong>] },
        ]} />
      {pair.bonus > 0 && <Small>{t('rounds.line.bonus', { points: outOf100(pair.bonus) })}</Small>}
    </Stack>
  );
}

function Forced({ pair: { verdict, loss, chain }, t }: { pair: NonNullable<PairExplained['ifForced']>; t: Speak }) {
  return (
    <Card tone="moss" as="section" gap="tight">
      <h2>{t('rounds.one.forced')}</h2>
      {verdict === 'as-good' ? <p>{t('rounds.one.as-good')}</p> : (
        <ul>
          {loss.people > 0 && <li>{t('rounds.one.loss.people', { count: loss.people })}</li>}
          {loss.urgent > 0 && <li>{t('rounds.one.loss.urgent', { count: loss.urgent })}</li>}
          {loss.worst > 0 && <li>{t('rounds.one.loss.worst', { points: outOf100(loss.worst) })}</li>}
          {loss.points > 0 && <li>{t('rounds.one.loss.points', { points: outOf100(loss.points) })}</li>}
          {loss.points < 0 && <li>{t('rounds.one.gain.points', { points: outOf100(-loss.points) })}</li>}
        </ul>
      )}
      {chain.length > 0 && (
        <>
          <h3>{t('rounds.one.chain')}</h3>
          <ol>{chain.map((move) => <li key={move.request}>{moveInWords(t, move)}</li>)}</ol>
        </>
      )}
      <Small>{t('rounds.one.proved')}</Small>
    </Card>
  );
}

function moveInWords(t: Speak, { seeker, from, to }: MoveSeen): string {
  const who = seeker ?? t('desk.someone');
  const name = (one: NonNullable<MoveSeen['to']>) => one.name ?? t('desk.someone');
  if (from === null) return to === null ? who : t('rounds.one.move-gains', { seeker: who, to: name(to) });
  return to === null ? t('rounds.one.move-loses', { seeker: who, from: name(from) }) : t('rounds.one.move', { seeker: who, from: name(from), to: name(to) });
}
