import type { Speak } from '../../../messages/index.ts';
import { absent } from '../../../platform/outcome.ts';
import { decideRound, type RoundFigures, roundOf, type RoundSeen, roundsOf, type SeekerExplained, seekerOfRound, setRoundAside } from '../../../rooms/matching/index.ts';
import { Button, Card, Columns, Dialog, Empty, Folded, Form, Link, Pager, Small, Stack, Textarea } from '../../../ui/index.ts';
import { form } from '../../../web/form.ts';
import { address, page } from '../../../web/page.ts';
import type { Query } from '../../../web/visit.ts';
import { ruleInWords } from '../match-in-words.ts';
import type { Reader } from '../pieces.tsx';
import { askForm, holdForm, releaseForm, samePage, tryForm } from './forms.ts';
import { outOf100 } from './in-words.ts';
import { Line } from './lines.tsx';
import { AllAtOnce, Diff, OtherWeights } from './pieces.tsx';
import { programmeHere } from './programme-here.ts';
import { Working } from './working.tsx';

const SIZE = 25;
/** Somebody without a match is explained on the spot, which looks at every supporter: a few on a page, and only where that is quick. */
const EXPLAINED = 8;
const QUICK = 3000;
const kinds = ['all', 'chosen', 'changed', 'nobody', 'open', 'fell'] as const;
type Kind = (typeof kinds)[number];

/** Which lines are looked at, and from where on. */
function whichLines(query: Query): { show: Kind; after: number } {
  const show = kinds.find((one) => one === query.get('show')) ?? 'all';
  const after = query.get('after') ?? '';
  return { show, after: /^\d{1,9}$/.test(after) ? Number(after) : -1 };
}

/** One matching round: how far it is, then what it proposes, pair by pair, until a person decided. */
export default page({
  address: '/programmes/:programme/rounds/:round',
  may: 'staff',
  async load(visit) {
    const { programme, criteria } = await programmeHere(visit, visit.params.programme);
    const which = whichLines(visit.query);
    const round = await roundOf(visit, { round: visit.params.round, ...which, limit: which.show === 'nobody' ? EXPLAINED : SIZE });
    if (round.programme !== programme.id) return absent();
    const explained = new Map<string, SeekerExplained>();
    if (which.show === 'nobody' && (round.figures?.supporters ?? 0) <= QUICK) {
      for (const { request } of round.lines) explained.set(request, await seekerOfRound(visit, { round: round.id, request }));
    }
    const { weights } = await roundsOf(visit, { programme: programme.id, limit: 1 });
    return { programme, criteria, which, round, weights, explained };
  },
  title: ({ t }) => t('rounds.round.title'),
  chrome: 'staff',
  wide: true,
  scripts: ['live-feed'],
  refresh: ({ data, query }) => (data.round.state === 'working' && query.get('still') !== 'yes' ? 4 : undefined),
  forms: {
    decide: form({
      act: decideRound,
      read: (fields, visit) => ({ round: visit.params.round, requests: fields.list('requests'), why: fields.text('why') }),
      then: ({ made, fell }, visit) => ({ to: samePage(visit), say: { key: 'rounds.decide.done', about: { made: made.length, fell: fell.length } } }),
      refusals: { 'not-ready': 'rounds.refused.not-ready', 'only-a-trial': 'rounds.refused.only-a-trial', 'nothing-chosen': 'rounds.refused.nothing-chosen', 'already-proposed': 'rounds.refused.already-proposed' },
    }),
    aside: form({
      act: setRoundAside, read: (fields, visit) => ({ round: visit.params.round, why: fields.text('why') }),
      then: (_, visit) => ({ to: samePage(visit), say: 'rounds.round.stopped' }), refusals: { 'already-over': 'rounds.refused.already-over' },
    }),
    ask: askForm, tryWeights: tryForm, hold: holdForm, release: releaseForm,
  },
  body(seen) {
    const { t, zone, now, query, furniture, data: { programme, round, weights } } = seen;
    const reader = { t, zone, now };
    const place = { programme: programme.slug, round: round.id };
    const when = t.moment(round.askedAt, zone, now);
    return (
      <>
        <AllAtOnce programme={programme} here={undefined} t={t} />
        <h1>{round.trial ? t('rounds.round.heading-trial', { when }) : t('rounds.round.heading', { when })}</h1>
        <p class="small">{t('rounds.round.asked', { name: round.askedBy ?? t('desk.someone'), away: t.away(round.askedAt, now) })}</p>
        {round.trial && <Card tone="clay"><p>{t('rounds.round.trial-words')}</p></Card>}
        {round.state === 'working' && <Working round={round} place={place} still={query.get('still') === 'yes'} words={furniture} t={t} />}
        {round.state === 'failed' && <Card tone="clay"><p>{t(`rounds.round.failed.${round.failedWhy ?? 'fault'}`)}</p></Card>}
        {round.figures !== null && <Summary figures={round.figures} first={round.against === null} place={place} criteria={seen.data.criteria} t={t} />}
        <Decisions round={round} reader={reader} />
        {round.figures !== null && <Lines seen={seen} />}
        {round.state !== 'working' && (
          <Stack as="section">
            <h2>{t('rounds.again')}</h2>
            <p>{t('rounds.again.words')}</p>
            <Form seen={seen} name="ask" quiet><input type="hidden" name="programme" value={programme.id} /><Button second>{t('rounds.again')}</Button></Form>
            <OtherWeights seen={seen} programme={programme.id} weights={weights} given={round.weights} />
          </Stack>
        )}
        {(round.state === 'working' || (round.state === 'ready' && !round.trial)) && <SetAside seen={seen} stops={round.state === 'working'} t={t} />}
        {round.figures !== null && <HowMade round={round} figures={round.figures} t={t} />}
      </>
    );
  },
});

interface Loaded {
  readonly programme: Awaited<ReturnType<typeof programmeHere>>['programme'];
  readonly criteria: Awaited<ReturnType<typeof programmeHere>>['criteria'];
  readonly which: { readonly show: Kind; readonly after: number };
  readonly round: Awaited<ReturnType<typeof roundOf>>;
  readonly explained: ReadonlyMap<string, SeekerExplained>;
}
type SeenHere = Parameters<typeof Form>[0]['seen'] & Reader & { readonly data: Loaded; readonly query: Query; readonly path: string; readonly furniture: Parameters<typeof Pager>[0]['words'] };

function Summary({ figures, first, place, criteria, t }: { figures: RoundFigures; first: boolean; place: { readonly programme: string; readonly round: string }; criteria: Loaded['criteria']; t: Speak }) {
  return (
    <Columns as="section">
      <Card tone="moss" gap="tight">
        <h2 class="h3">{t('rounds.round.served', { matched: figures.matched, seekers: figures.seekers })}</h2>
        <p>{t('rounds.round.places', { count: figures.places, supporters: figures.supporters })} {figures.worst !== null && t('rounds.round.worst', { points: outOf100(figures.worst) })}</p>
        {figures.held + figures.live > 0 && <p>{t('rounds.round.fixed', { held: figures.held, live: figures.live })}</p>}
        {figures.proof.proved && <Small>{t('rounds.round.proved')}</Small>}
        {figures.heldInVain.length > 0 && (
          <>
            <p>{t('rounds.round.in-vain', { count: figures.heldInVain.length })}</p>
            <ul>
              {figures.heldInVain.map(({ request, supporter, why }) => (
                <li key={`${request}${supporter}`}>{why === 'gone' ? t('rounds.fell.gone') : ruleInWords(t, why, criteria)} <Link to={address('/programmes/:programme/rounds/:round/pairs/:request/:supporter', { ...place, request, supporter })}>{t('rounds.round.in-vain-see')}</Link></li>
              ))}
            </ul>
          </>
        )}
      </Card>
      <Card gap="tight">
        <h2 class="h3">{t('rounds.diff.title')}</h2>
        {first ? <p>{t('rounds.diff.first')}</p> : <Diff change={figures.change} t={t} />}
        <p><Link to={address('/programmes/:programme/rounds/:round/swaps', place)}>{t('rounds.swaps.title')}</Link></p>
      </Card>
    </Columns>
  );
}

function Decisions({ round, reader: { t, zone, now } }: { round: RoundSeen; reader: Reader }) {
  if (round.decisions.length === 0) return null;
  return (
    <Stack as="section">
      <h2>{t('rounds.decided')}</h2>
      <ol>
        {round.decisions.map((one) => {
          const who = { name: one.by ?? t('desk.someone'), when: t.moment(one.at, zone, now) };
          return (
            <li key={one.at.toISOString()}>
              {one.kind === 'proposed' ? t('rounds.decided.proposed', { ...who, made: one.made }) : t('rounds.decided.set-aside', who)} {one.fell > 0 && t('rounds.decided.fell', { count: one.fell })}
              {one.why !== '' && <blockquote class="said">{one.why}</blockquote>}
            </li>
          );
        })}
      </ol>
    </Stack>
  );
}

function Lines({ seen }: { seen: SeenHere }) {
  const { t, data: { programme, criteria, round, which, explained }, query, furniture } = seen;
  const place = { programme: programme.slug, round: round.id };
  const decide = seen.form('decide');
  const decides = round.state === 'ready' && !round.trial;
  const here = (more: { show?: Kind; after?: number; ticked?: string }) => address('/programmes/:programme/rounds/:round', place, {
    show: (more.show ?? which.show) === 'all' ? undefined : (more.show ?? which.show), after: more.after === undefined || more.after < 0 ? undefined : String(more.after), ticked: more.ticked,
  });
  const allTicked = query.get('ticked') === 'all';
  const open = round.lines.filter((line) => line.open);
  const around = {
    place, criteria, reader: seen, seen, decides, explained, form: decide.id, firstBox: `${decide.id}-requests`,
    ticked: (request: string) => (decide.tried ? (decide.typed('requests') ?? []).includes(request) : allTicked),
  };
  return (
    <Stack as="section">
      <h2 id="lines">{t('rounds.lines')}</h2>
      <nav class="row" aria-label={t('rounds.show')}>
        {kinds.filter((kind) => kind === which.show || kind === 'all' || round.counts[kind] > 0).map((kind) => <Link key={kind} to={`${here({ show: kind })}#lines`} class="quiet" current={kind === which.show}>{t(`rounds.show.${kind}`, { count: round.counts[kind] })}</Link>)}
      </nav>
      {open.length > 1 && <p><Link to={`${here({ after: which.after, ...(!allTicked && { ticked: 'all' }) })}#lines`}>{t(allTicked ? 'rounds.tick-none' : 'rounds.tick-all')}</Link></p>}
      {round.lines.length === 0 && <Empty title={t('rounds.show.none')} />}
      {round.lines.map((line) => <Line key={line.position} line={line} first={line === open[0]} around={around} />)}
      <Pager words={{ ...furniture, previous: t('rounds.first-page') }} {...(which.after >= 0 && { previous: here({}) })} {...(round.next !== null && { next: here({ after: round.next }) })} />
      {/* A decision that came too late comes back with its sentence, also where nothing is left to decide. */}
      {decide.tried && !(decides && open.length > 0) && <Form seen={seen} name="decide" quiet><></></Form>}
      {decides && open.length > 0 && (
        <Card tone="moss" gap="tight">
          <h2>{t('rounds.decide')}</h2>
          <p>{t('rounds.decide.words')} {(round.next !== null || which.after >= 0) && t('rounds.decide.this-page')}</p>
          <Form seen={seen} name="decide" class="stack tight">
            <Textarea of="why" label={t('rounds.decide.why')} hint={t('rounds.decide.why-hint')} rows={2} maxlength={1000} />
            <div><Button>{t('rounds.decide.go')}</Button></div>
          </Form>
        </Card>
      )}
    </Stack>
  );
}

function SetAside({ seen, stops, t }: { seen: Parameters<typeof Form>[0]['seen']; stops: boolean; t: Speak }) {
  const words = t(stops ? 'rounds.round.stop' : 'rounds.round.set-aside');
  return (
    <Dialog button={words} title={words} open={seen.form('aside').tried}>
      <Form seen={seen} name="aside" class="stack tight">
        {!stops && <p>{t('rounds.round.set-aside-words')}</p>}
        <Textarea of="why" label={t('rounds.decide.why')} rows={2} maxlength={1000} />
        <div><Button second>{words}</Button></div>
      </Form>
    </Dialog>
  );
}

function HowMade({ round, figures, t }: { round: RoundSeen; figures: RoundFigures; t: Speak }) {
  return (
    <Folded summary={t('rounds.made')}>
      <p>{t('rounds.made.looked', { pairs: figures.pairs, seconds: Math.round(figures.cpuMs / 100) / 10 })}</p>
      <p>{t('rounds.made.engine', { engine: round.engine })}</p>
      {round.inputsHash !== null && <p>{t('rounds.made.hash', { hash: round.inputsHash })}</p>}
    </Folded>
  );
}
