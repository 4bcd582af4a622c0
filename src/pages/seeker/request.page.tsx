import type { BareKey } from '../../messages/index.ts';
import { holdRequest, sayWhoChooses, withdrawRequest } from '../../rooms/intake/index.ts';
import { Button, Card, Choices, Dialog, Form, Link, Quiet, Row, Small, Stack, Way } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, page } from '../../web/page.ts';
import type { Visit } from '../../web/visit.ts';
import { WayBackCard } from '../member/way-back.tsx';
import { WriteToProgramme, writeForm } from '../member/write-to-programme.tsx';
import { waysOf } from '../sheet/ways.ts';
import { type RequestPage, requestSeen } from './request-seen.ts';
import { requestSteps } from './request-steps.tsx';

const here = (visit: Visit) => address('/requests/:id', { id: visit.params.id ?? '' });
const refusals = { 'not-waiting': 'intake.refusal.not-waiting' } as const;

/** Where things are (A3): the step a request is at, whose hands it is in, by when they hear, and what they can do now. Never a dead end. */
export default page({
  address: '/requests/:id',
  may: 'signed-in',
  load: (visit) => requestSeen(visit, visit.params.id),
  title: ({ t }) => t('intake.where.title'),
  chrome: 'member',
  forms: {
    hold: form({
      act: holdRequest,
      read: (fields, visit) => ({ request: visit.params.id, hold: fields.text('hold') === 'yes' }),
      then: (_, visit, fields) => ({ to: here(visit), say: fields.text('hold') === 'yes' ? 'intake.where.held-said' : 'intake.where.going-on-said' }),
      refusals,
    }),
    choose: form({
      act: sayWhoChooses,
      read: (fields, visit) => ({ request: visit.params.id, whoChooses: fields.text('whoChooses') }),
      then: (_, visit) => ({ to: here(visit), say: 'intake.where.choose-said' }),
      refusals,
    }),
    withdraw: form({
      act: withdrawRequest,
      read: (_, visit) => ({ request: visit.params.id }),
      then: (_, visit) => ({ to: here(visit), say: 'intake.where.withdrawn-said' }),
      refusals,
    }),
    write: writeForm,
  },
  body(seen) {
    const { t, data, actor, furniture } = seen;
    const { request } = data;
    const owner = request.owner ?? t('intake.someone-coordinator');
    const over = request.state === 'withdrawn' || request.state === 'closed';
    return (
      <>
        <h1>{t('intake.where.title')}</h1>
        {request.urgent && !over && request.state !== 'matched' && <Card tone="moss" gap="close"><p>{t('intake.crisis.waiting')}</p><p><Link to="/help">{t('intake.crisis.help-button')}</Link></p></Card>}
        {over ? <Over seen={seen} /> : data.parted !== undefined ? <Parted seen={seen} /> : <Card><Way words={furniture} steps={requestSteps(seen)} /></Card>}
        {!over && <YouCan seen={seen} owner={owner} />}
        {actor.kind === 'person' && actor.proof === 'begun' && <WayBackCard back={request.back} t={t} owner={owner} />}
      </>
    );
  },
});

const closedWords: Readonly<Record<string, BareKey>> = {
  'answered-another-way': 'intake.where.closed.answered', 'referred-on': 'intake.where.closed.referred', 'not-for-us': 'intake.where.closed.not-for-us', 'no-reply': 'intake.where.closed.no-reply',
  'asked-again': 'intake.where.closed.asked-again',
};

/** It was taken back or closed: said kindly, with the way to begin again. */
function Over({ seen: { t, data } }: { seen: RequestPage }) {
  const { request } = data;
  return (
    <Card gap="close">
      <p>{t(request.state === 'withdrawn' ? 'intake.where.withdrawn' : (closedWords[request.closedHow ?? ''] ?? 'intake.where.closed.other'))}</p>
      <p>{t('intake.where.again')}</p>
      <Row><Button to={waysOf('seeker', request.programme.slug).start}>{t('intake.where.ask-again')}</Button><Link to="/home">{t('intake.where.home')}</Link></Row>
    </Card>
  );
}

/** It found its person, and they have parted. */
function Parted({ seen: { t, data } }: { seen: RequestPage }) {
  return (
    <Card gap="close">
      <p>{t('intake.where.parted')}</p>
      <p>{t('intake.where.again')}</p>
      <Row>{data.parted !== undefined && <Button to={address('/relationships/:id', { id: data.parted.id })}>{t('intake.where.parted-next')}</Button>}<Link to="/home">{t('intake.where.home')}</Link></Row>
    </Card>
  );
}

/** What the seeker can do now: write, change, wait, say who chooses, take it back. */
function YouCan({ seen, owner }: { seen: RequestPage; owner: string }) {
  const { t, data } = seen;
  const { request } = data;
  const waiting = request.state !== 'matched';
  return (
    <Stack as="section">
      <h2>{t('intake.where.you-can')}</h2>
      <WriteToProgramme seen={seen} programme={request.programme} about={{ kind: 'support-request', id: request.id }} owner={owner} letters={data.letters} />
      {waiting && request.programme.whoChooses === 'seeker-decides' && <WhoChooses seen={seen} />}
      <p><Link to={address('/requests/:id/answers', { id: request.id })}>{t('intake.where.change')}</Link></p>
      {waiting && (
        <Row>
          {request.state !== 'held' && (
            <Form seen={seen} name="hold" quiet><input type="hidden" name="hold" value="yes" /><Quiet>{t('intake.where.hold')}</Quiet></Form>
          )}
          <Dialog button={t('intake.where.withdraw')} title={t('intake.where.withdraw')}>
            <p>{t('intake.where.withdraw-sure')}</p>
            <Form seen={seen} name="withdraw" quiet><Button second>{t('intake.where.withdraw-yes')}</Button></Form>
          </Dialog>
        </Row>
      )}
      {waiting && <Small>{t('intake.where.no-reason')}</Small>}
    </Stack>
  );
}

function WhoChooses({ seen }: { seen: RequestPage }) {
  const { t, data } = seen;
  return (
    <Dialog button={t('intake.where.who-chooses')} title={t('intake.where.who-chooses')}>
      <Form seen={seen} name="choose" class="stack tight">
        <Choices of="whoChooses" kind="one" label={t('intake.where.who-chooses')} value={data.request.whoChooses ?? 'choose-for-me'} choices={[
          { value: 'choose-for-me', label: t('intake.where.choose-for-me') }, { value: 'choose-from-three', label: t('intake.where.choose-from-three') },
        ]} />
        <div><Button second>{t('intake.where.save')}</Button></div>
      </Form>
    </Dialog>
  );
}
