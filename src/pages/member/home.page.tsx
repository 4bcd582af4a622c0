import { say } from '../../content/index.ts';
import { type BareKey, hourIn } from '../../messages/index.ts';
import type { ApplicationState, RequestState } from '../../rooms/intake/index.ts';
import { isStaff } from '../../rooms/programmes/index.ts';
import { Button, Card, Columns, Empty, Folded, Link, List, Row, Small, Stack, Time } from '../../ui/index.ts';
import { address, page, type Seen } from '../../web/page.ts';
import { peopleIn } from '../own-words.ts';
import { waysOf } from '../sheet/ways.ts';
import { restAfterRoad } from '../supporter/rest-after-road.ts';
import { type HomeData, homeSeen } from './home-seen.ts';
import { PromisePiece } from './promise-piece.tsx';
import { waitingThings } from './waiting-things.ts';

/** A member's first page: what waits for them, then whom they walk with, what they asked for, what they give. Calm when there is nothing. */
export default page({
  address: '/home',
  may: 'signed-in',
  load: homeSeen,
  title: ({ t }) => t('home.title'),
  chrome: 'member',
  body(seen) {
    const { t, data, zone, now, actor } = seen;
    const things = waitingThings(data, t, zone, now);
    // Until then they hold no role here, and nothing else would lead them to their programme.
    const stepMissing = actor.kind === 'person' && actor.secondStepMissing;
    const ever = data.mine.requests.length + data.mine.applications.length + data.relationships.length + data.supporting.length > 0;
    return (
      <>
        <h1>{greeting(seen)}</h1>
        {isStaff(actor) && <p><Link to="/today">{t('home.today')}</Link></p>}
        {stepMissing && <Card tone="moss" gap="close"><p>{t('home.second-step')}</p><p><Button to={address('/second-step', {}, { return: '/today' })}>{t('home.second-step-go')}</Button></p></Card>}
        {things.length > 0 && (
          <Stack as="section">
            <h2>{t('home.waiting')}</h2>
            <List>
              {things.map((thing, at) => (
                <Card as="li" key={thing.to} tone="clay" gap="close">
                  <p><strong>{thing.words}</strong></p>
                  {thing.small !== undefined && <Small>{thing.small}</Small>}
                  <p><Button to={thing.to} second={at > 0}>{thing.action}</Button></p>
                </Card>
              ))}
            </List>
          </Stack>
        )}
        {ever && (
          <>
            <People seen={seen} />
            <Requests seen={seen} />
            <Giving seen={seen} />
          </>
        )}
        {!ever && !stepMissing && <Empty heading="h2" title={t('home.nothing')}><p>{t('home.nothing-words')}</p></Empty>}
        {!underway(data) && <WaysToBegin seen={seen} />}
      </>
    );
  },
});

type Home = Seen<'/home', HomeData>;

/** By the reader's own clock. */
function greeting({ t, data, zone, now }: Home): string {
  const hour = hourIn(now, zone);
  const time = hour < 5 || hour >= 18 ? 'other' : hour < 12 ? 'morning' : 'afternoon';
  const { name } = data.mine;
  return name === undefined ? t('home.greeting', { time }) : t('home.greeting-name', { time, name });
}

/** Whether anything is on its way: somebody they walk with, a request that waits, an application, a place as a supporter. */
function underway({ mine, relationships, supporting }: HomeData): boolean {
  return supporting.length > 0 || relationships.some(({ state }) => state !== 'ended') || mine.requests.some(({ state }) => isOpenRequest(state)) || mine.applications.some(({ state }) => state === 'received' || state === 'answered');
}

const isOpenRequest = (state: RequestState) => state === 'received' || state === 'answered' || state === 'held';

/** For a new member, or one whose roads are all behind them: the ways to begin. */
function WaysToBegin({ seen: { t, lang, data } }: { seen: Home }) {
  return (
    <Stack>
      {data.programmes.map(({ slug, name, words }) => (
        <Card key={slug} gap="close">
          <h2>{say(name, lang)}</h2>
          <Row><Button second to={waysOf('seeker', slug).start}>{t('home.ask')}</Button><Link to={waysOf('supporter', slug).start}>{t('home.apply', { supporters: peopleIn(words, lang).supporters })}</Link></Row>
        </Card>
      ))}
    </Stack>
  );
}

const relationshipWords = { agreeing: 'home.state.agreeing', walking: 'home.state.walking', paused: 'home.state.paused', ended: 'home.state.ended' } as const satisfies Record<string, BareKey>;

/** How long an ending stands open on the first page. */
const LATELY_MS = 14 * 86_400_000;

/** Whom they walk with, both sides alike; those who walked before are folded, but for a road that ended lately. */
function People({ seen: { t, data, zone, now } }: { seen: Home }) {
  const running = data.relationships.filter(({ state }) => state !== 'ended');
  const ended = data.relationships.filter(({ state }) => state === 'ended');
  // Whoever was not the one to end it finds it said here, not only in a letter.
  const lately = ended.filter(({ endedAt }) => endedAt !== null && now.getTime() - endedAt.getTime() < LATELY_MS);
  const before = ended.filter((one) => !lately.includes(one));
  if (data.relationships.length === 0) return null;
  const name = (other: string | undefined) => other ?? t('home.someone');
  return (
    <Stack as="section">
      <h2>{t('home.people')}</h2>
      {running.length > 0 && (
        <Columns>
          {running.map((one) => (
            <Card key={one.id} gap="close">
              <h3>{name(one.other)}</h3>
              <p>{t(relationshipWords[one.state])}</p>
              <NextMeeting of={one.id} seen={{ t, data, zone }} />
              <Row>
                {one.state === 'agreeing'
                  ? <Button second to={address('/relationships/:id/agreement', { id: one.id })}>{t('home.agree')}</Button>
                  : <Button second to={`${address('/conversations/:id', { id: one.conversation })}#write`}>{t('home.talk')}</Button>}
                <Link to={address('/relationships/:id', { id: one.id })}>{t('home.how')}</Link>
              </Row>
            </Card>
          ))}
        </Columns>
      )}
      {lately.map((one) => (
        <Card key={one.id} gap="close">
          <h3>{name(one.other)}</h3>
          {one.endedAt !== null && <p>{t('home.ended-on', { day: t.date(one.endedAt, zone, 'long') })}</p>}
          <p><Link to={address('/relationships/:id', { id: one.id })}>{t('home.ended-next')}</Link></p>
        </Card>
      ))}
      {before.length > 0 && (
        <Folded summary={t('home.before', { count: before.length })}>
          <ul>{before.map((one) => <li key={one.id}><Link to={address('/relationships/:id', { id: one.id })}>{name(one.other)}</Link></li>)}</ul>
        </Folded>
      )}
    </Stack>
  );
}

/** The time these two agreed on that comes next, where it is changed or called off. */
function NextMeeting({ of, seen: { t, data, zone } }: { of: string; seen: Pick<Home, 't' | 'data' | 'zone'> }) {
  const next = data.times.find(({ relationship, asked }) => relationship === of && !asked);
  if (next === undefined) return null;
  return <p>{t('relationships.next-meeting')} <Link to={address('/relationships/:id/meetings', { id: of })}><Time at={next.startsAt} words={t.span(next.startsAt, next.endsAt, zone)} /></Link></p>;
}

const requestWords: Readonly<Record<RequestState, BareKey>> = {
  received: 'home.request.received', answered: 'home.request.answered', held: 'home.request.held', matched: 'home.request.matched', withdrawn: 'home.request.withdrawn', closed: 'home.request.closed',
};

/** What they asked for: open ones with their promise; what is over is folded. */
function Requests({ seen: { t, lang, data, zone, now } }: { seen: Home }) {
  const open = data.mine.requests.filter(({ state }) => isOpenRequest(state));
  const over = data.mine.requests.filter((one) => !open.includes(one) && one.state !== 'matched');
  if (open.length + over.length === 0) return null;
  return (
    <Stack as="section">
      <h2>{t('home.requests')}</h2>
      {open.map((one) => (
        <Card key={one.id} gap="close">
          <h3>{say(one.programme.name, lang)}</h3>
          <p>{t(requestWords[one.state])}</p>
          {one.promise !== undefined && one.state !== 'held' && <PromisePiece promise={one.promise} t={t} zone={zone} now={now} />}
          <p><Button second to={address('/requests/:id', { id: one.id })}>{t('home.where')}</Button></p>
        </Card>
      ))}
      {over.length > 0 && (
        <Folded summary={t('home.earlier', { count: over.length })}>
          <ul>{over.map((one) => <li key={one.id}><Link to={address('/requests/:id', { id: one.id })}>{t(requestWords[one.state])}</Link> <Small>{t.date(one.receivedAt, zone, 'full')}</Small></li>)}</ul>
        </Folded>
      )}
    </Stack>
  );
}

const applicationWords: Readonly<Record<ApplicationState, BareKey>> = {
  received: 'home.application.received', answered: 'home.application.answered', welcome: 'home.application.welcome', 'not-now': 'home.application.not-now', withdrawn: 'home.application.withdrawn',
};

/** What they give: applications on their way, and their own place as a supporter. */
function Giving({ seen: { t, lang, data, zone, now } }: { seen: Home }) {
  const applications = data.mine.applications.filter(({ state }) => state === 'received' || state === 'answered');
  if (applications.length + data.supporting.length === 0) return null;
  return (
    <Stack as="section">
      <h2>{t('home.giving')}</h2>
      {applications.map((one) => (
        <Card key={one.id} gap="close">
          <h3>{say(one.programme.name, lang)}</h3>
          <p>{t(applicationWords[one.state])}</p>
          {one.promise !== undefined && <PromisePiece promise={one.promise} t={t} zone={zone} now={now} />}
          <p><Button second to={address('/applications/:id', { id: one.id })}>{t('home.steps')}</Button></p>
        </Card>
      ))}
      {data.supporting.map((one) => (
        <Card key={one.id} gap="close">
          <h3>{say(one.name, lang)}</h3>
          <p>{placeInWords({ t, zone, now }, one, restAfterRoad(one, data.relationships, now))}</p>
          <p><Link to="/supporting">{t('home.supporting-see')}</Link></p>
        </Card>
      ))}
    </Stack>
  );
}

/** A supporter's place in one sentence: resting as they said, resting after a road together, or how many people they have room for. */
function placeInWords({ t, zone, now }: Pick<Home, 't' | 'zone' | 'now'>, { capacity, pausedAt, pausedUntil }: HomeData['supporting'][number], after: Date | undefined): string {
  if (pausedAt !== null && pausedUntil === null) return t('home.resting');
  if (pausedAt !== null && pausedUntil !== null && pausedUntil > now) return t('home.resting-until', { day: t.date(pausedUntil, zone, 'long') });
  return after === undefined ? t('home.supporting', { capacity }) : t('supporting.rests-after', { day: t.date(after, zone, 'long') });
}
