import { meetings } from '../../rooms/meetings/index.ts';
import { askForSomebodyAgain, contactLog, relationship, resumeRelationship } from '../../rooms/relationships/index.ts';
import { talkKept } from '../../rooms/retention/index.ts';
import { Button, Card, Form, Link, Quiet, Row, Small, Stack, type Step, Time, Way } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, page, type Seen } from '../../web/page.ts';
import { otherInWords } from './other.ts';

const here = '/relationships/:id';

/** How things are between two people who walk together: where they are on the way, and what either of them can do. */
export default page({
  address: here,
  may: 'signed-in',
  async load(visit) {
    const found = await relationship(visit, { relationship: visit.params.id });
    const next = found.state === 'walking' ? (await meetings(visit, { relationship: found.id })).coming.find(({ state }) => state === 'accepted') : undefined;
    const [noted] = await contactLog(visit, { relationship: found.id });
    return { ...found, next, noted: noted?.at, kept: found.state === 'ended' ? await talkKept(visit, { relationship: found.id }) : 'open' as const };
  },
  title: ({ t }) => t('relationships.title'),
  chrome: 'member',
  forms: {
    resume: form({
      act: resumeRelationship,
      read: (_, { params }) => ({ relationship: params.id }),
      then: (_, { params }) => ({ to: address(here, { id: params.id ?? '' }), say: 'relationships.said.resumed' }),
      refusals: { ended: 'relationships.refusal.ended' },
    }),
    again: form({
      act: askForSomebodyAgain,
      read: (_, { params }) => ({ relationship: params.id }),
      then: ({ request }) => ({ to: address('/requests/:id', { id: request }), say: 'relationships.said.another-fit' }),
      refusals: { 'not-any-more': 'relationships.refusal.not-any-more', 'already-waiting': 'relationships.refusal.already-waiting' },
    }),
  },
  body(seen) {
    const { data, t, params: { id } } = seen;
    const other = otherInWords(t, data.other);
    return (
      <>
        <h1>{t('relationships.you-and', { other })}</h1>
        {data.state === 'ended' ? <Ended seen={seen} other={other} /> : <Now seen={seen} other={other} />}
        <Card as="section"><h2>{t('relationships.the-way')}</h2><TheWay seen={seen} /></Card>
        {data.state !== 'ended' && data.state !== 'agreeing' && (
          <Stack as="section" gap="tight">
            <h2>{t('relationships.outside')}</h2>
            {data.noted === undefined ? <p>{t('relationships.outside-hint')}</p> : <p>{t('relationships.last-contact')} <Time at={data.noted} words={t.date(data.noted, 'UTC', 'day')} />.</p>}
            <Row><Quiet to={address('/relationships/:id/contacts', { id })}>{t('relationships.log-contact')}</Quiet></Row>
          </Stack>
        )}
        {data.state !== 'ended' && (
          <Stack as="section" gap="tight">
            <h2>{t('relationships.change')}</h2>
            <p>{t('relationships.change-hint')}</p>
            <Row>
              {data.state !== 'paused' && <Quiet to={address('/relationships/:id/pause', { id })}>{t('relationships.pause')}</Quiet>}
              <Quiet to={address('/relationships/:id/ending', { id })}>{t('relationships.end')}</Quiet>
              <Quiet to={address('/relationships/:id/another-fit', { id })}>{t('relationships.another-fit')}</Quiet>
              <Quiet to={address('/concerns/new', {}, { about: 'relationship', id })}>{t('relationships.worried')}</Quiet>
              <Quiet to={address('/people/:id/apart', { id: data.mine === 'seeker' ? data.supporter : data.seeker })}>{t('safety.apart.link')}</Quiet>
            </Row>
          </Stack>
        )}
      </>
    );
  },
});

type Data = Awaited<ReturnType<typeof relationship>> & { readonly next: { readonly startsAt: Date; readonly endsAt: Date } | undefined; readonly noted: Date | undefined; readonly kept: Awaited<ReturnType<typeof talkKept>> };
type In = Seen<typeof here, Data>;

/** The one thing to do now. */
function Now({ seen, other }: { seen: In; other: string }) {
  const { data, t, zone, params: { id } } = seen;
  if (data.state === 'agreeing') {
    return (
      <Card tone="moss">
        <p>{t('relationships.agreeing', { other })}</p>
        <div><Button to={address('/relationships/:id/agreement', { id })}>{t('relationships.write-together')}</Button></div>
      </Card>
    );
  }
  if (data.state === 'paused') {
    return (
      <Card tone="clay">
        <p>{data.pausedUntil === null ? t('relationships.paused-open') : <>{t('relationships.paused-until')} <Time at={data.pausedUntil} words={t.date(data.pausedUntil, zone, 'day')} />.</>}</p>
        <p>{t('relationships.paused-hint', { other })}</p>
        <p>{t('relationships.paused-meanwhile')} <Link to={address('/messages/:programme', { programme: data.slug })}>{t('relationships.paused-write')}</Link></p>
        <Form seen={seen} name="resume" quiet><Button>{t('relationships.resume')}</Button></Form>
      </Card>
    );
  }
  return (
    <Card tone="moss">
      {data.next === undefined ? <p>{t('relationships.walking')}</p> : <p>{t('relationships.next-meeting')} <Time at={data.next.startsAt} words={t.span(data.next.startsAt, data.next.endsAt, zone)} /></p>}
      <Row>
        <Button to={`${address('/conversations/:id', { id: data.conversation })}#write`}>{t('relationships.talk')}</Button>
        <Link to={address('/relationships/:id/meetings', { id })}>{t('relationships.meet')}</Link>
        <Link to={address('/relationships/:id/agreement', { id })}>{t('relationships.agreement')}</Link>
      </Row>
    </Card>
  );
}

function TheWay({ seen: { data, t, zone, furniture } }: { seen: In }) {
  const on = (at: Date) => <span class="small">{t.date(at, zone, 'long')}</span>;
  const met: Step = { state: 'done', title: t('relationships.way.met'), body: on(data.begunAt) };
  const agreed: readonly Step[] = data.agreedAt === null ? [] : [{ state: 'done', title: t('relationships.way.agreed'), body: on(data.agreedAt) }];
  if (data.endedAt !== null) {
    const walked: readonly Step[] = data.agreedAt === null ? [] : [{ state: 'done', title: t('relationships.way.walked') }];
    return <Way words={furniture} steps={[met, ...agreed, ...walked, { state: 'done', title: t('relationships.way.ended'), body: on(data.endedAt) }]} />;
  }
  return (
    <Way words={furniture} steps={[
      met,
      ...(agreed.length > 0 ? agreed : [{ state: 'now' as const, title: t('relationships.way.write') }]),
      {
        state: data.agreedAt === null ? 'later' : 'now', title: t('relationships.way.walk'),
        ...(data.seasonEndsOn !== null && { body: <span class="small">{t('relationships.way.season')} {t.date(new Date(`${data.seasonEndsOn}T12:00:00Z`), 'UTC', 'long')}</span> }),
      },
      { state: 'later', title: t('relationships.way.end') },
    ]} />
  );
}

/** After an ending there is always a next thing, or rest (A10). What was said can be read for a while: until when is told, and nothing leads to what is gone. */
function Ended({ seen, other }: { seen: In; other: string }) {
  const { data, t, zone, params: { id } } = seen;
  return (
    <>
      <Card tone="moss">
        <p>{data.endedHow === 'complete' ? t('relationships.ended-complete', { other }) : t('relationships.ended-early', { other })}</p>
        {data.agreedAt === null ? null : data.kept === 'gone' ? <Small>{t('relationships.words-gone')}</Small> : (
          <Small>
            <Link to={address('/conversations/:id', { id: data.conversation })}>{t('relationships.read-conversation')}</Link>
            {data.kept instanceof Date && <> · {t('relationships.kept-until', { day: t.date(data.kept, zone, 'long') })}</>}
          </Small>
        )}
      </Card>
      <Stack as="section" gap="tight">
        <h2>{t('relationships.next.title')}</h2>
        <p>{t('relationships.next.hint')}</p>
        {data.mine === 'seeker' && data.after === 'ask-again' && (
          <Card gap="close">
            <p>{t('relationships.next.ask-again')}</p>
            <Form seen={seen} name="again" quiet><Button second>{t('relationships.another-fit-ask')}</Button></Form>
            <Small>{t('relationships.next.ask-again-words')}</Small>
          </Card>
        )}
        <ul>
          <li>{t('relationships.next.rest')}</li>
          {data.mine === 'seeker' && data.after === 'looking' && data.request !== null && <li><Link to={address('/requests/:id', { id: data.request })}>{t('relationships.next.we-look')}</Link></li>}
          <li><Link to={address('/p/:programme', { programme: data.slug })}>{t('relationships.next.programme')}</Link></li>
          <li>{data.mine === 'seeker' ? t('relationships.next.become') : <Link to="/supporting">{t('relationships.next.supporting')}</Link>}</li>
        </ul>
        {data.agreedAt !== null && data.kept !== 'gone' && <Small><Link to={address('/relationships/:id/agreement/versions', { id })}>{t('relationships.read-agreement')}</Link></Small>}
      </Stack>
    </>
  );
}
