import type { Speak } from '../../../messages/index.ts';
import { type HoldSeen, holdsOf, type RoundSeen, roundsOf } from '../../../rooms/matching/index.ts';
import { Button, Card, Empty, Folded, Form, Link, Pager, Stack, Table, Time } from '../../../ui/index.ts';
import { address, page } from '../../../web/page.ts';
import type { Reader } from '../pieces.tsx';
import { Held } from './by-hand.tsx';
import { askForm, releaseForm, tryForm } from './forms.ts';
import { stateInWords } from './in-words.ts';
import { AllAtOnce, OtherWeights } from './pieces.tsx';
import { programmeHere } from './programme-here.ts';

/** Holds that are seen at once, the latest first. */
const FIRST = 10;

/** The matching rounds of a programme: what one is, asking for one, those so far, and what is decided by hand. */
export default page({
  address: '/programmes/:programme/rounds',
  may: 'staff',
  async load(visit) {
    const { programme } = await programmeHere(visit, visit.params.programme);
    const before = visit.query.get('before');
    const rounds = await roundsOf(visit, { programme: programme.id, ...(before !== undefined && { before }) });
    const { holds } = await holdsOf(visit, { programme: programme.id });
    return { ...rounds, programme, holds, further: before !== undefined };
  },
  title: ({ t }) => t('rounds.title'),
  chrome: 'staff',
  wide: true,
  forms: { ask: askForm, tryWeights: tryForm, release: releaseForm },
  body(seen) {
    const { t, zone, now, furniture, data } = seen;
    const place = { programme: data.programme.slug };
    const here = address('/programmes/:programme/rounds', place);
    return (
      <>
        <AllAtOnce programme={data.programme} here="rounds" t={t} />
        <h1>{t('rounds.title')}</h1>
        <p>{t('rounds.words')}</p>
        {data.working === null ? (
          <Card tone="moss" gap="tight">
            <p><strong>{t('rounds.waiting', { count: data.waiting })}</strong></p>
            <Form seen={seen} name="ask" quiet>
              <input type="hidden" name="programme" value={data.programme.id} />
              <Button second={data.waiting === 0}>{t('rounds.ask')}</Button>
            </Form>
            {data.waiting > 0 && <OtherWeights seen={seen} programme={data.programme.id} weights={data.weights} given={{}} />}
          </Card>
        ) : (
          <Card tone="moss" gap="tight">
            {seen.form('ask').tried ? <Form seen={seen} name="ask" quiet><></></Form> : <p><strong>{t('rounds.working-now')}</strong></p>}
            <div><Button to={address('/programmes/:programme/rounds/:round', { ...place, round: data.working.id })}>{t('rounds.working-see')}</Button></div>
          </Card>
        )}
        <Stack as="section">
          <h2>{t('rounds.earlier')}</h2>
          <Rounds rounds={data.rounds} slug={place.programme} reader={{ t, zone, now }} />
          <Pager words={{ ...furniture, previous: t('rounds.newest'), next: t('rounds.older') }} {...(data.further && { previous: here })} {...(data.next !== null && { next: `${here}?before=${data.next}` })} />
        </Stack>
        <Stack as="section">
          <h2>{t('rounds.holds')}</h2>
          {data.holds.length === 0 ? <Empty title={t('rounds.holds.none')}><p>{t('rounds.holds.none-words')}</p></Empty> : (
            <>
              <p>{t('rounds.holds.words')}</p>
              <div class="columns">{data.holds.slice(0, FIRST).map((hold) => <Hold key={hold.id} hold={hold} seen={seen} reader={{ t, zone, now }} />)}</div>
              {data.holds.length > FIRST && (
                <Folded summary={t('rounds.holds.more', { count: data.holds.length - FIRST })} open={data.holds.slice(FIRST).some(({ id }) => seen.form('release', id).tried)}>
                  <div class="columns">{data.holds.slice(FIRST).map((hold) => <Hold key={hold.id} hold={hold} seen={seen} reader={{ t, zone, now }} />)}</div>
                </Folded>
              )}
            </>
          )}
        </Stack>
      </>
    );
  },
});

function Rounds({ rounds, slug, reader: { t, zone, now } }: { rounds: readonly RoundSeen[]; slug: string; reader: Reader }) {
  return (
    <Table stacks caption={t('rounds.earlier')} captionHidden
      heads={[t('rounds.head.when'), t('rounds.head.by'), t('rounds.head.served'), t('rounds.head.state'), t('rounds.head.decided')]}
      empty={<Empty title={t('rounds.none')}><p>{t('rounds.none-words')}</p></Empty>}
      rows={rounds.map((round) => ({
        id: round.id,
        cells: [
          <Link to={address('/programmes/:programme/rounds/:round', { programme: slug, round: round.id })}><Time at={round.askedAt} words={t.moment(round.askedAt, zone, now)} /></Link>,
          round.askedBy ?? t('desk.someone'),
          round.figures === null ? '' : t('rounds.served-of', { matched: round.figures.matched, seekers: round.figures.seekers }),
          stateInWords(t, round),
          decidersInWords(t, round),
        ],
      }))} />
  );
}

function decidersInWords(t: Speak, round: RoundSeen): string {
  const names = new Set(round.decisions.map(({ by }) => by ?? t('desk.someone')));
  return names.size === 0 ? (round.state === 'ready' && !round.trial ? t('rounds.decided-nobody') : '') : t.list(names);
}

function Hold({ hold, seen, reader: { t, zone, now } }: { hold: HoldSeen; seen: Parameters<typeof Form>[0]['seen']; reader: Reader }) {
  const names = { seeker: hold.seeker ?? t('desk.someone'), supporter: hold.supporterName ?? t('desk.someone') };
  return (
    <Card as="article" gap="tight">
      <h3>{t('rounds.pair', names)}</h3>
      {hold.reason !== '' && <blockquote class="said">{hold.reason}</blockquote>}
      <p class="small">{t('rounds.hold.by', { name: hold.by ?? t('desk.someone'), when: t.moment(hold.at, zone, now) })}</p>
      <Held hold={hold} names={names} around={{ seen, t }} />
    </Card>
  );
}
