import { Fragment, h } from 'preact';
import type { Speak } from '../../../messages/index.ts';
import type { RoundSeen, RoundStage } from '../../../rooms/matching/index.ts';
import { Bar, Card, Link, LiveFeed, Row, Small, Stack, Way } from '../../../ui/index.ts';
import type { FurnitureWords } from '../../../ui/index.ts';
import { address } from '../../../web/page.ts';

const steps: readonly RoundStage[] = ['waiting', 'gathering', 'candidates', 'solving', 'proving', 'explaining', 'keeping'];

type Place = { readonly programme: string; readonly round: string };

/** A round that is being made: how far it is, that one may leave, and a way to stop the page looking by itself. */
export function Working({ round, place, still, words, t }: { round: RoundSeen; place: Place; still: boolean; words: FurnitureWords; t: Speak }) {
  const here = address('/programmes/:programme/rounds/:round', place);
  const progress = <div class="stack"><Progress round={round} place={place} words={words} t={t} /></div>;
  return (
    <Stack as="section">
      <h2>{t('rounds.round.working')}</h2>
      {still ? progress : <LiveFeed from={`${here}/live`} last={placeOf(round)}>{progress}</LiveFeed>}
      <p>{t('rounds.round.leave')}</p>
      <Row>
        <Link to={still ? `${here}?still=yes` : here} class="quiet">{t('rounds.round.look-again')}</Link>
        {!still && <span class="small">{t('rounds.round.by-itself')} <Link to={`${here}?still=yes`}>{t('rounds.round.stand-still')}</Link></span>}
      </Row>
    </Stack>
  );
}

/** How far a round is, as one word: what an open page has seen of it. */
export function placeOf({ state, stage, fraction }: RoundSeen): string {
  return `${state}/${stage}/${Math.round(fraction * 20)}`;
}

/**
 * The parts of the progress that are replaced one by one while the round goes on. Only the first is announced: a new step is worth a word, a few
 * parts in a hundred are not.
 */
function Progress({ round, place, words, t }: { round: RoundSeen; place: Place; words: FurnitureWords; t: Speak }) {
  return (
    <>
      <div role="status"><Now round={round} place={place} t={t} /></div>
      <HowFar round={round} words={words} t={t} />
    </>
  );
}

/** The same parts as an open page gets them: each finds its place by its name. */
export function ProgressNews(seen: { round: RoundSeen; place: Place; words: FurnitureWords; t: Speak }) {
  return h(Fragment, null, <Now round={seen.round} place={seen.place} t={seen.t} />, <HowFar round={seen.round} words={seen.words} t={seen.t} />);
}

function Now({ round, place, t }: { round: RoundSeen; place: Place; t: Speak }) {
  const over = round.state !== 'working';
  return (
    <div data-id="round-now">
      {over ? <Card tone="moss"><p><strong>{t('rounds.stage.done')}</strong> <Link to={address('/programmes/:programme/rounds/:round', place)}>{t('rounds.round.show')}</Link></p></Card> : <p><strong>{t(`rounds.stage.${round.stage}`)}</strong></p>}
    </div>
  );
}

function HowFar({ round, words, t }: { round: RoundSeen; words: FurnitureWords; t: Speak }) {
  const at = round.state === 'working' ? steps.indexOf(round.stage) : steps.length;
  return (
    <div data-id="round-steps" class="stack">
      {round.state === 'working' && <Bar label={t('rounds.round.part')} part={round.fraction} words={t.number(round.fraction, 'percent')} />}
      <Way words={words} steps={steps.slice(1).map((step, index) => ({ state: index + 1 < at ? 'done' : index + 1 === at ? 'now' : 'later', title: t(`rounds.stage.${step}`) }))} />
      {round.state === 'failed' && <Small>{t('rounds.state.failed')}</Small>}
    </div>
  );
}
