import { Button, Form, Quiet, Small, type Step } from '../../ui/index.ts';
import { address } from '../../web/page.ts';
import { PromisePiece } from '../member/promise-piece.tsx';
import type { RequestPage } from './request-seen.ts';

/** The way of a request: done, now, later. The step it is at names a person and a time. */
export function requestSteps(seen: RequestPage): readonly Step[] {
  const { t, data } = seen;
  const { request, introductions } = data;
  const owner = request.owner ?? t('intake.someone-coordinator');
  const matched = request.state === 'matched';
  const meeting = introductions.length > 0;
  const held = request.state === 'held';
  const answered = request.answeredAt !== null;
  const day = (at: Date | null) => (at === null ? undefined : <Small>{t.date(at, seen.zone, 'long')}</Small>);
  const state = (done: boolean, now: boolean) => (done ? 'done' as const : now ? 'now' as const : 'later' as const);

  return [
    { state: 'done', title: t('intake.step.have-it'), body: day(request.receivedAt) },
    {
      state: state(answered, !answered && !held), title: t(answered ? 'intake.step.heard' : request.callFirst ? 'intake.step.calls' : 'intake.step.reads', { owner }),
      body: answered ? day(request.answeredAt) : held ? undefined : <Promised seen={seen} />,
    },
    ...(held ? [{ state: 'now' as const, title: t('intake.step.held'), body: <GoOn seen={seen} /> }] : []),
    {
      state: state(matched || meeting, answered && !held), title: t('intake.step.looking', { owner }),
      body: answered && !held && !matched && !meeting ? <><p>{t('intake.step.looking-words')}</p><Promised seen={seen} /></> : undefined,
    },
    { state: state(matched, meeting), title: t('intake.step.read'), body: meeting && !matched ? <Introductions seen={seen} /> : undefined },
    { state: state(false, matched), title: t('intake.step.agree'), body: matched ? <Together seen={seen} /> : undefined },
  ];
}

function Promised({ seen: { data, t, zone, now } }: { seen: RequestPage }) {
  return data.request.promise === undefined ? null : <PromisePiece promise={data.request.promise} t={t} zone={zone} now={now} />;
}

function GoOn({ seen }: { seen: RequestPage }) {
  return (
    <>
      <p>{seen.t('intake.step.held-words')}</p>
      <Form seen={seen} name="hold" what="on" quiet><input type="hidden" name="hold" value="no" /><Button>{seen.t('intake.step.go-on')}</Button></Form>
    </>
  );
}

/** Somebody to read about: the first is the thing to do, others beside it. */
function Introductions({ seen: { t, data, zone, now } }: { seen: RequestPage }) {
  const [first, ...more] = data.introductions;
  if (first === undefined) return null;
  return (
    <>
      <p>{t('intake.step.read-words', { count: data.introductions.length, time: t.moment(first.expiresAt, zone, now) })}</p>
      <p><Button to={address('/introductions/:id', { id: first.id })}>{t('intake.step.read-now')}</Button></p>
      {more.map(({ id }, at) => <p key={id}><Quiet to={address('/introductions/:id', { id })}>{t('intake.step.read-other', { place: at + 2 })}</Quiet></p>)}
    </>
  );
}

function Together({ seen: { t, data } }: { seen: RequestPage }) {
  const { relationship } = data;
  if (relationship === undefined) return <p><Button to="/home">{t('intake.where.home')}</Button></p>;
  const agreeing = relationship.state === 'agreeing';
  const to = agreeing ? address('/relationships/:id/agreement', { id: relationship.id }) : `${address('/conversations/:id', { id: relationship.conversation })}#write`;
  return (
    <>
      <p>{t(agreeing ? 'intake.step.agree-words' : 'intake.step.walking-words')}</p>
      <p><Button to={to}>{t(agreeing ? 'intake.step.agree-now' : 'intake.step.talk')}</Button></p>
    </>
  );
}
