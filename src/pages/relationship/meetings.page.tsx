import type { PlainKey } from '../../messages/index.ts';
import { acceptMeeting, cancelMeeting, declineMeeting, endCalendar, type How, makeCalendar, meetings, type Meetings, type MeetingSeen, myCalendar, proposeMeeting } from '../../rooms/meetings/index.ts';
import { Button, Card, Choices, DateField, Empty, Field, Form, Link, Quiet, Row, Select, Small, Stack, Time } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, page, type Seen } from '../../web/page.ts';
import { capital } from '../capital.ts';
import { zoneInWords } from '../zone-in-words.ts';
import { otherInWords } from './other.ts';

const here = '/relationships/:id/meetings';
const back = (id = '') => address(here, { id });

/** Times two people find together (A8): proposed, agreed, moved, called off; in each one's own zone and calendar. */
export default page({
  address: here,
  may: 'signed-in',
  async load(visit) {
    return {
      ...(await meetings(visit, { relationship: visit.params.id })),
      calendar: await myCalendar(visit, {}),
      // Told once: the browser that made it brings it back for a quarter of an hour.
      token: visit.kept('calendar'),
      site: new URL(visit.house.config.publicUrl).origin,
    };
  },
  title: ({ t }) => t('meetings.title'),
  chrome: 'member',
  forms: {
    propose: form({
      act: proposeMeeting,
      read: (fields, { params }) => ({
        relationship: params.id, day: fields.text('day'), time: fields.text('time').slice(0, 5), minutes: fields.text('minutes'), how: fields.text('how'), place: fields.text('place'), replaces: fields.text('replaces'),
      }),
      then: (_, { params }) => ({ to: back(params.id), say: 'meetings.said.proposed' }),
      refusals: {
        ended: 'meetings.refusal.ended', 'agree-first': 'meetings.refusal.agree-first', 'not-possible': 'meetings.refusal.not-possible', 'no-such-time': 'meetings.refusal.no-such-time',
        'is-past': 'meetings.refusal.is-past', 'changed-meanwhile': 'meetings.refusal.changed-meanwhile',
      },
      refusedAt: { 'is-past': ['day'], 'no-such-time': ['time'] },
    }),
    accept: form({
      act: acceptMeeting,
      read: (fields, { params }) => ({ relationship: params.id, meeting: fields.text('meeting') }),
      then: (_, { params }) => ({ to: back(params.id), say: 'meetings.said.accepted' }),
      refusals: { ended: 'meetings.refusal.ended', 'is-past': 'meetings.refusal.is-past', 'not-possible': 'meetings.refusal.not-possible', 'changed-meanwhile': 'meetings.refusal.changed-meanwhile' },
    }),
    decline: form({
      act: declineMeeting,
      read: (fields, { params }) => ({ relationship: params.id, meeting: fields.text('meeting') }),
      then: (_, { params }) => ({ to: back(params.id), say: 'meetings.said.declined' }),
      refusals: { 'changed-meanwhile': 'meetings.refusal.changed-meanwhile' },
    }),
    cancel: form({
      act: cancelMeeting,
      read: (fields, { params }) => ({ relationship: params.id, meeting: fields.text('meeting') }),
      then: (_, { params }) => ({ to: back(params.id), say: 'meetings.said.cancelled' }),
      refusals: { 'changed-meanwhile': 'meetings.refusal.changed-meanwhile' },
    }),
    calendar: form({
      act: makeCalendar,
      read: () => ({}),
      then: ({ token }, { params }) => ({ to: `${back(params.id)}#calendar`, keep: { calendar: token } }),
      refusals: {},
    }),
    'end-calendar': form({
      act: endCalendar,
      read: () => ({}),
      then: (_, { params }) => ({ to: `${back(params.id)}#calendar`, say: 'meetings.said.calendar-ended', keep: { calendar: '' } }),
      refusals: {},
    }),
  },
  body(seen) {
    const { data, t, zone } = seen;
    const other = otherInWords(t, data.other);
    const moved = data.coming.find(({ id }) => id === seen.query.get('move'));
    return (
      <>
        <h1>{t('meetings.title')}</h1>
        {data.coming.length === 0 && <Empty heading="h2" title={t('meetings.none')}><p>{data.mayPropose ? t('meetings.none-words', { other }) : t(data.ended ? 'meetings.over' : 'meetings.refusal.agree-first')}</p></Empty>}
        <ul class="stack" role="list">{data.coming.map((meeting) => <Coming key={meeting.id} seen={seen} meeting={meeting} other={other} />)}</ul>
        {data.off.length > 0 && (
          <Stack as="section" gap="tight">
            <h2>{t('meetings.not-any-more')}</h2>
            <ul>{data.off.map((one) => <li key={one.id}><Time at={one.startsAt} words={capital(t, t.span(one.startsAt, one.endsAt, zone))} />, {t(waysInALine[one.how])}, {t(one.state === 'declined' ? 'meetings.is-declined' : 'meetings.is-cancelled')}</li>)}</ul>
          </Stack>
        )}
        {data.mayPropose && <Propose seen={seen} moved={moved} />}
        {data.past.length > 0 && (
          <Stack as="section" gap="tight">
            <h2>{t('meetings.past')}</h2>
            <ul>{data.past.slice(0, 10).map((one) => <li key={one.id}><Time at={one.startsAt} words={capital(t, t.span(one.startsAt, one.endsAt, zone))} />, {t(waysInALine[one.how])}</li>)}</ul>
          </Stack>
        )}
        <Calendar seen={seen} />
        <Row>
          <Link to={address('/relationships/:id', { id: seen.params.id })}>{t('meetings.how-things-are')}</Link>
          {data.mayPropose && <Link to={address('/conversations/:id', { id: data.conversation })}>{t('meetings.conversation')}</Link>}
        </Row>
      </>
    );
  },
});

type In = Seen<typeof here, Meetings & { readonly calendar: Awaited<ReturnType<typeof myCalendar>>; readonly token: string | undefined; readonly site: string }>;

const howWords: Readonly<Record<How, PlainKey & `meetings.how.${How}`>> = { 'in-person': 'meetings.how.in-person', phone: 'meetings.how.phone', video: 'meetings.how.video' };

const waysInALine = { 'in-person': 'relationships.channel.in-person', phone: 'relationships.channel.phone', video: 'relationships.channel.video' } as const satisfies Readonly<Record<How, PlainKey>>;

function Coming({ seen, meeting, other }: { seen: In; meeting: MeetingSeen; other: string }) {
  const { t, zone, data, params } = seen;
  const theirs = t.span(meeting.startsAt, meeting.endsAt, data.otherZone);
  const mine = t.span(meeting.startsAt, meeting.endsAt, zone);
  const waits = meeting.state === 'proposed' && !meeting.byMe;
  const status = meeting.state === 'accepted' ? t('meetings.agreed') : meeting.byMe ? t('meetings.waits-for-other', { other }) : t('meetings.other-suggests', { other });
  const hidden = <input type="hidden" name="meeting" value={meeting.id} />;
  return (
    <Card as="li" tone={waits ? 'clay' : meeting.state === 'accepted' ? 'moss' : undefined} gap="tight" data-id={meeting.id}>
      <h2><Time at={meeting.startsAt} words={capital(t, mine)} /></h2>
      <p>{t(howWords[meeting.how])}</p>
      {meeting.place !== '' && <p class="said">{isLink(meeting.place) ? <Link to={meeting.place} newTab>{meeting.place}</Link> : meeting.place}</p>}
      {theirs !== mine && <Small>{t('meetings.for-other', { other, time: theirs })}</Small>}
      <Small>{status}{meeting.insteadOf !== undefined && ` ${t('meetings.instead-of', { time: t.moment(meeting.insteadOf, zone) })}`}</Small>
      <Row>
        {waits && <Form seen={seen} name="accept" what={meeting.id} quiet>{hidden}<Button>{t('meetings.accept')}</Button></Form>}
        <Quiet to={`${address(here, { id: params.id }, { move: meeting.id })}#propose`}>{t('meetings.another-time')}</Quiet>
        {waits && <Form seen={seen} name="decline" what={meeting.id} quiet>{hidden}<Quiet>{t('meetings.decline')}</Quiet></Form>}
        {!waits && <Form seen={seen} name="cancel" what={meeting.id} quiet>{hidden}<Quiet>{meeting.state === 'accepted' ? t('meetings.cancel') : t('meetings.take-back')}</Quiet></Form>}
      </Row>
      {meeting.state === 'accepted' && (
        <Small>
          <a href={address('/relationships/:id/meetings/:meeting/calendar', { id: params.id, meeting: meeting.id })} download>{t('meetings.keep-in-calendar')}</a>
          {meeting.place !== '' && <>{' · '}<a href={address('/relationships/:id/meetings/:meeting/calendar', { id: params.id, meeting: meeting.id }, { place: 'yes' })} download>{t('meetings.keep-with-place')}</a></>}
        </Small>
      )}
    </Card>
  );
}

function Propose({ seen, moved }: { seen: In; moved: MeetingSeen | undefined }) {
  const { t, zone, now } = seen;
  return (
    <section id="propose" class="stack">
      <h2>{moved === undefined ? t('meetings.propose') : t('meetings.propose-instead', { time: t.moment(moved.startsAt, zone) })}</h2>
      <Form seen={seen} name="propose">
        {moved !== undefined && <input type="hidden" name="replaces" value={moved.id} />}
        <Row>
          <DateField of="day" label={t('meetings.day')} />
          <Field of="time" type="time" label={t('meetings.time')} width={6} />
        </Row>
        <Small>{t('meetings.zone', { zone: zoneInWords(t.lang, zone, now) })}</Small>
        <Select of="minutes" label={t('meetings.how-long')} value={String(moved?.minutes ?? 60)} options={[10, 15, 30, 45, 60, 90, 120].map((minutes) => ({ value: String(minutes), label: minutes % 60 === 0 ? t.lasting(minutes / 60, 'hour') : t.lasting(minutes, 'minute') }))} />
        <Choices of="how" kind="one" label={t('meetings.how')} value={moved?.how} choices={(['phone', 'video', 'in-person'] as const).map((how) => ({ value: how, label: t(howWords[how]) }))} />
        <Field of="place" label={t('meetings.place')} hint={t('meetings.place-hint')} optional maxlength={500} value={moved?.place} />
        <Button second={moved === undefined}>{t('meetings.suggest')}</Button>
      </Form>
    </section>
  );
}

function Calendar({ seen }: { seen: In }) {
  const { t, zone, data: { calendar, token, site } } = seen;
  return (
    <section id="calendar" class="stack tight">
      <h2>{t('meetings.calendar.heading')}</h2>
      <p>{t('meetings.calendar.words')}</p>
      {token !== undefined && token !== '' && calendar !== 'none' && (
        <Card tone="moss" gap="close">
          <p><strong>{t('meetings.calendar.address')}</strong></p>
          <p class="said"><code>{`${site}${address('/calendar/:file', { file: `${token}.ics` })}`}</code></p>
          <Small>{t('meetings.calendar.once')}</Small>
        </Card>
      )}
      {calendar !== 'none' && <Small>{t('meetings.calendar.since')} <Time at={calendar.since} words={t.date(calendar.since, zone, 'long')} />.</Small>}
      <Row>
        <Form seen={seen} name="calendar" quiet><Quiet>{calendar === 'none' ? t('meetings.calendar.make') : t('meetings.calendar.renew')}</Quiet></Form>
        {calendar !== 'none' && <Form seen={seen} name="end-calendar" quiet><Quiet>{t('meetings.calendar.end')}</Quiet></Form>}
      </Row>
    </section>
  );
}

function isLink(place: string): boolean {
  return /^https:\/\/\S+$/.test(place);
}
