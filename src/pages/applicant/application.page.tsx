import { whereAnApplicationIs, withdrawApplication } from '../../rooms/intake/index.ts';
import { Button, Card, Dialog, Form, Link, Row, Small, Stack, type Step, Way } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, page, type Seen } from '../../web/page.ts';
import type { Visit } from '../../web/visit.ts';
import { PromisePiece } from '../member/promise-piece.tsx';
import { StepsThatCount } from '../member/steps-that-count.tsx';
import { WayBackCard } from '../member/way-back.tsx';
import { lettersRead, WriteToProgramme, writeForm } from '../member/write-to-programme.tsx';
import { peopleIn } from '../own-words.ts';
import { waysOf } from '../sheet/ways.ts';

/** An application with every step, as the team sees it too (A4): the talk, references, checks, training, the decision. */
export default page({
  address: '/applications/:id',
  may: 'signed-in',
  load: (visit) => applicationSeen(visit, visit.params.id),
  title: ({ t }) => t('intake.application.title'),
  chrome: 'member',
  forms: {
    withdraw: form({
      act: withdrawApplication,
      read: (_, visit) => ({ application: visit.params.id }),
      then: (_, visit) => ({ to: address('/applications/:id', { id: visit.params.id ?? '' }), say: 'intake.application.withdrawn-said' }),
      refusals: { 'already-decided': 'intake.refusal.already-decided' },
    }),
    write: writeForm,
  },
  body(seen) {
    const { t, data, actor, furniture } = seen;
    const { application } = data;
    const owner = application.owner ?? t('intake.someone-coordinator');
    const open = application.state === 'received' || application.state === 'answered';
    return (
      <>
        <h1>{t('intake.application.title')}</h1>
        {application.state === 'withdrawn' || application.state === 'not-now' ? <Over seen={seen} /> : <Card><Way words={furniture} steps={stepsOf(seen, owner)} /></Card>}
        <Stack as="section">
          <h2>{t('intake.where.you-can')}</h2>
          <WriteToProgramme seen={seen} programme={application.programme} about={{ kind: 'application', id: application.id }} owner={owner} letters={data.letters} />
          {open && <p><Link to={address('/applications/:id/answers', { id: application.id })}>{t('intake.where.change')}</Link></p>}
          {open && (
            <Dialog button={t('intake.application.withdraw')} title={t('intake.application.withdraw')}>
              <p>{t('intake.application.withdraw-sure')}</p>
              <Form seen={seen} name="withdraw" quiet><Button second>{t('intake.where.withdraw-yes')}</Button></Form>
            </Dialog>
          )}
        </Stack>
        {actor.kind === 'person' && actor.proof === 'begun' && <WayBackCard back={application.back} t={t} owner={owner} />}
      </>
    );
  },
});

async function applicationSeen(visit: Visit, id: string) {
  const application = await whereAnApplicationIs(visit, { application: id });
  return { application, letters: await lettersRead(visit, application.programme.slug) };
}

type ApplicationPage = Seen<'/applications/:id', Awaited<ReturnType<typeof applicationSeen>>>;

function Over({ seen: { t, data } }: { seen: ApplicationPage }) {
  const { application } = data;
  return (
    <Card gap="close">
      <p>{t(application.state === 'withdrawn' ? 'intake.application.withdrawn' : 'intake.application.not-now')}</p>
      <Row><Button second to={waysOf('supporter', application.programme.slug).start}>{t('intake.application.again')}</Button><Link to="/home">{t('intake.where.home')}</Link></Row>
    </Card>
  );
}

/** The steps to becoming a supporter. What the programme does not need is simply never recorded: the words say "where it is needed". */
function stepsOf(seen: ApplicationPage, owner: string): readonly Step[] {
  const { t, data: { application }, zone, now } = seen;
  const { clearances, courses, promise } = application;
  const welcome = application.state === 'welcome';
  const answered = application.answeredAt !== null;
  const talks = clearances.filter(({ kind }) => kind === 'talk');
  const checks = clearances.filter(({ kind }) => kind !== 'talk');
  const talked = talks.length > 0;
  const trained = courses.every(({ completedOn }) => completedOn !== undefined);
  const list = (of: { clearances?: typeof clearances; courses?: typeof courses }) => <StepsThatCount clearances={of.clearances ?? []} courses={of.courses ?? []} t={t} now={now} />;
  const day = (at: Date) => <Small>{t.date(at, zone, 'long')}</Small>;
  return [
    { state: 'done', title: t('intake.step.have-application'), body: day(application.receivedAt) },
    {
      state: answered ? 'done' : 'now', title: t(answered ? 'intake.step.heard' : 'intake.step.reads', { owner }),
      body: answered && application.answeredAt !== null ? day(application.answeredAt) : promise !== undefined ? <PromisePiece promise={promise} t={t} zone={zone} now={now} /> : undefined,
    },
    { state: talked || welcome ? 'done' : answered ? 'now' : 'later', title: t('intake.step.talk-together'), body: talked ? list({ clearances: talks }) : <Small>{t('intake.step.talk-words', { owner })}</Small> },
    { state: checks.length > 0 || welcome ? 'done' : talked ? 'now' : 'later', title: t('intake.step.checks'), body: checks.length > 0 ? list({ clearances: checks }) : <Small>{t('intake.step.checks-words')}</Small> },
    { state: welcome ? 'done' : checks.length > 0 ? 'now' : 'later', title: welcome ? t('intake.step.welcome', { supporters: peopleIn(application.programme.words, t.lang).supporters }) : t('intake.step.decision'), body: welcome && application.decidedAt !== null ? day(application.decidedAt) : undefined },
    {
      state: trained ? 'done' : welcome ? 'now' : 'later', title: t('intake.step.training'),
      body: <>{list({ courses })}{welcome && <p><Button to="/supporting">{t('intake.step.supporting')}</Button></p>}</>,
    },
  ];
}
