import type { Speak } from '../../../messages/index.ts';
import { absent } from '../../../platform/outcome.ts';
import { seekerOfRound } from '../../../rooms/matching/index.ts';
import { Link, Stack, Table } from '../../../ui/index.ts';
import { address, page } from '../../../web/page.ts';
import { removedInWords } from '../match-in-words.ts';
import { outOf100 } from './in-words.ts';
import { programmeHere } from './programme-here.ts';
import { WouldChange } from './would-change.tsx';

/** One person in a round: whom they got, who else was possible, and what would have to change for somebody more. */
export default page({
  address: '/programmes/:programme/rounds/:round/people/:request',
  may: 'staff',
  async load(visit) {
    const { programme, criteria } = await programmeHere(visit, visit.params.programme);
    const { round: id, request } = visit.params;
    const found = await seekerOfRound(visit, { round: id, request });
    if (found.programme !== programme.id) return absent();
    return { programme, criteria, found };
  },
  title: ({ t }) => t('rounds.seeker.title'),
  chrome: 'staff',
  body({ t, zone, now, data: { programme, criteria, found } }) {
    const { line } = found;
    const name = line.seeker ?? t('desk.someone');
    const place = { programme: programme.slug, round: found.round };
    const pairAt = (supporter: string) => address('/programmes/:programme/rounds/:round/pairs/:request/:supporter', { ...place, request: line.request, supporter });
    const inTheWay = removedInWords(t, line.removed, criteria);
    return (
      <>
        <p class="small"><Link to={address('/programmes/:programme/rounds/:round', place)}>{t('rounds.back-to-round')}</Link> · {t('rounds.line.since', { away: t.away(line.waitingSince, now) })}</p>
        <h1>{t('rounds.seeker.heading', { name })}</h1>
        {line.supporter === null ? (
          <>
            <p class="voice">{t('rounds.line.nobody', { name })}</p>
            {line.possible > 0 && <p>{t('rounds.line.nobody-possible', { name, count: line.possible })}</p>}
            {inTheWay.length > 0 && <p>{t('rounds.line.in-the-way', { reasons: t.list(inTheWay) })}</p>}
          </>
        ) : (
          <p class="voice">{t('rounds.seeker.got', { name, supporter: line.supporterName ?? t('desk.someone') })} <Link to={pairAt(line.supporter)}>{t('rounds.line.why')}</Link></p>
        )}
        {found.wouldChange === null ? <BeingRead again={address('/programmes/:programme/rounds/:round/people/:request', { ...place, request: line.request })} t={t} /> : <WouldChange found={found.wouldChange} criteria={criteria} zone={zone} heading="h2" t={t} />}
        <Stack as="section">
          <h2>{t('rounds.seeker.others')}</h2>
          {found.others.length === 0 ? <p>{t('rounds.seeker.others-none')}</p> : (
            <Table stacks caption={t('rounds.seeker.others')} captionHidden heads={[t('desk.head.who'), t('rounds.one.head.points'), { words: t('rounds.line.why'), hidden: true }]}
              rows={found.others.map((one) => {
                const supporter = one.name ?? t('desk.someone');
                return { id: one.supporter, cells: [supporter, t('rounds.points', { points: outOf100(one.score) }), <Link to={pairAt(one.supporter)} class="quiet" label={t('rounds.line.why-not-named', { seeker: name, supporter })}>{t('rounds.line.why-not')}</Link>] };
              })} />
          )}
        </Stack>
        <p><Link to={address('/programmes/:programme/requests/:id/match', { programme: programme.slug, id: line.request })}>{t('rounds.one.match', { name })}</Link></p>
      </>
    );
  },
});

/** In the seconds after a start a large programme's supporters are still being read: the page says so, and nobody waits for it. */
function BeingRead({ again, t }: { again: string; t: Speak }) {
  return (
    <Stack as="section" gap="tight">
      <h2>{t('rounds.seeker.changes')}</h2>
      <p role="status">{t('rounds.seeker.reading')} <Link to={again}>{t('rounds.round.look-again')}</Link></p>
    </Stack>
  );
}
