import { phoneInWords } from '../../rooms/people/index.ts';
import { dangerCall, type DangerCall, type DangerSeen, dialled, noteDangerCall } from '../../rooms/safety/index.ts';
import { Button, Card, Form, Link, List, LiveFeed, Promise, Quiet, Row, Small } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, page, type Seen } from '../../web/page.ts';
import { markOf } from './danger-call.live.ts';
import type { Visit } from '../../web/visit.ts';

const here = '/danger/:id';
const back = (_: unknown, { params }: Visit) => ({ to: address(here, { id: params.id ?? '' }) });
const refusals = { closed: 'safety.refusal.closed', 'already-taken': 'safety.refusal.already-taken' } as const;
const ended = (how: 'answered' | 'nobody') => form({ act: noteDangerCall, read: (fields, { params }) => ({ concern: params.id, call: fields.text('call'), ended: how }), then: back, refusals });

/** Danger now: whom to ring, one after the other, until a person answers. For staff; it says nothing of what was written or about whom. */
export default page({
  address: here,
  may: 'staff',
  load: (visit) => dangerCall(visit, { concern: visit.params.id }),
  title: ({ t }) => t('safety.danger.page'),
  chrome: 'staff',
  scripts: ['live-feed'],
  forms: { answered: ended('answered'), nobody: ended('nobody') },
  body(seen) {
    const { t, zone, now, data } = seen;
    const open = data.takenAt === null && !data.closed;
    const next = data.calls.find((one) => one.ended === null);
    return (
      <>
        <h1>{t(open ? 'safety.danger.title' : 'safety.danger.title-over')}</h1>
        {open ? <Promise state="late" stateWord={t('ui.now')} title={t('safety.danger.nobody-yet', { when: t.moment(data.raisedAt, zone, now) })} small={t('safety.danger.by-phone')} />
          : <Promise state="kept" title={data.takenBy === undefined ? t('safety.danger.over') : t('safety.list.taken-by', { name: data.takenBy })} />}
        <LiveFeed from={address('/danger/:id/live', { id: data.concern })} last={markOf(data)}><div role="status"><p class="card wash" hidden data-look><Link to={seen.path}>{t('safety.danger.changed')}</Link></p></div></LiveFeed>
        {data.mayOpen && <p><Link to={address('/concerns/:id', { id: data.concern })}>{t('safety.danger.to-concern')}</Link></p>}
        <List>{data.calls.map((one) => <Call key={one.id} seen={seen} one={one} next={open && one.id === next?.id} open={open} />)}</List>
        {open && next === undefined && <p>{t('safety.danger.all-called')}</p>}
        <Small>{t('safety.danger.not-here')}</Small>
      </>
    );
  },
});

function Call({ seen, one, next, open }: { seen: Seen<typeof here, DangerSeen>; one: DangerCall; next: boolean; open: boolean }) {
  const { t, zone, now } = seen;
  const name = one.name ?? t('safety.somebody-begins');
  const what = one.ended === null ? undefined : t(one.ended === 'answered' ? 'safety.danger.answered-at' : 'safety.danger.nobody-at', { name: one.calledBy ?? t('safety.somebody'), when: one.calledAt === null ? '' : t.moment(one.calledAt, zone, now) });
  const hidden = <input type="hidden" name="call" value={one.id} />;
  return (
    <Card as="li" gap="tight" {...(next && { tone: 'alarm' })}>
      <h2 class="h3">{name}</h2>
      {what !== undefined && <Small>{what}</Small>}
      {open && one.phones.length === 0 && <p>{t('safety.danger.no-phone', { name })}</p>}
      {open && one.phones.length > 0 && <Row>{one.phones.map((phone) => <Button key={phone.id} to={`tel:${dialled(phone.value)}`} second={!next}>{t('help.call', { number: phoneInWords(phone.value) })}</Button>)}</Row>}
      {open && (next || one.ended !== null) && (
        <Row>
          <Form seen={seen} name="answered" what={one.id} quiet>{hidden}<Quiet>{t('safety.danger.answered', { name })}</Quiet></Form>
          {next && <Form seen={seen} name="nobody" what={one.id} quiet>{hidden}<Quiet label={t('safety.danger.nobody-named', { name })}>{t('safety.danger.nobody')}</Quiet></Form>}
        </Row>
      )}
    </Card>
  );
}
