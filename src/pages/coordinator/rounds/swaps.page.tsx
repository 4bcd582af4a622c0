import type { Speak } from '../../../messages/index.ts';
import { absent } from '../../../platform/outcome.ts';
import { roundOf, type SwapSeen, wouldSwap } from '../../../rooms/matching/index.ts';
import { Card, Empty, Link, Pager, Row } from '../../../ui/index.ts';
import { address, page } from '../../../web/page.ts';
import { programmeHere } from './programme-here.ts';

/** Pairs on one page. */
const SIZE = 10;

/** Would anyone rather swap? Two people who would both have more points with each other than with whom the round gives them. */
export default page({
  address: '/programmes/:programme/rounds/:round/swaps',
  may: 'staff',
  async load(visit) {
    const { programme } = await programmeHere(visit, visit.params.programme);
    const round = await roundOf(visit, { round: visit.params.round, limit: 1 });
    if (round.programme !== programme.id) return absent();
    const from = visit.query.get('from') ?? '';
    return { programme, round, from: /^\d{1,3}$/.test(from) ? Number(from) : 0, found: await wouldSwap(visit, { round: round.id }) };
  },
  title: ({ t }) => t('rounds.swaps.title'),
  chrome: 'staff',
  body({ t, furniture, data: { programme, round, from, found } }) {
    const place = { programme: programme.slug, round: round.id };
    const at = (first: number) => address('/programmes/:programme/rounds/:round/swaps', place, { from: first > 0 ? String(first) : undefined });
    return (
      <>
        <p class="small"><Link to={address('/programmes/:programme/rounds/:round', place)}>{t('rounds.back-to-round')}</Link></p>
        <h1>{t('rounds.swaps.title')}</h1>
        <p>{t('rounds.swaps.words')}</p>
        {found.count === 0 ? <Empty heading="h2" title={t('rounds.swaps.none')}><p>{t('rounds.swaps.none-words')}</p></Empty> : (
          <>
            <h2>{t('rounds.swaps.count', { count: found.count })}</h2>
            {found.pairs.length < found.count && <p>{t('rounds.swaps.shown', { count: found.pairs.length })}</p>}
            {found.pairs.slice(from, from + SIZE).map((pair) => <Swap key={`${pair.request}${pair.supporter}`} pair={pair} place={place} t={t} />)}
            <Pager words={furniture} {...(from > 0 && { previous: at(Math.max(0, from - SIZE)) })} {...(from + SIZE < found.pairs.length && { next: at(from + SIZE) })} />
          </>
        )}
      </>
    );
  },
});

function Swap({ pair, place, t }: { pair: SwapSeen; place: { readonly programme: string; readonly round: string }; t: Speak }) {
  const names = { seeker: pair.seeker ?? t('desk.someone'), supporter: pair.supporterName ?? t('desk.someone') };
  const name = (words: string | undefined) => words ?? t('desk.someone');
  return (
    <Card as="article" gap="tight">
      <h3>{t('rounds.pair', names)}</h3>
      <p>
        {pair.instead === null ? t('rounds.swaps.now-nobody', names) : t('rounds.swaps.now', { seeker: names.seeker, name: name(pair.instead.name) })}{' '}
        {pair.lettingGo === null ? t('rounds.swaps.free', names) : t('rounds.swaps.let-go', { supporter: names.supporter, name: name(pair.lettingGo.seeker) })}
      </p>
      <Row><Link to={address('/programmes/:programme/rounds/:round/pairs/:request/:supporter', { ...place, request: pair.request, supporter: pair.supporter })} class="quiet" label={t('rounds.swaps.see-named', names)}>{t('rounds.swaps.see')}</Link></Row>
    </Card>
  );
}
