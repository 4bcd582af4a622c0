import { say } from '../../content/index.ts';
import { applicationOnDesk, type ApplicationOnDesk } from '../../rooms/desk/index.ts';
import { decideApplication } from '../../rooms/intake/index.ts';
import { Button, Card, Choices, Columns, Field, Folded, Form, Link, Small, Stack, type Step, Way } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, page } from '../../web/page.ts';
import { courseInWords, readerOf } from './in-words.ts';
import { letterForms } from './letter-forms.ts';
import { lettersBefore, seeLetters } from './letters-seen.ts';
import { LettersTalk, WriteAndCall } from './letters-piece.tsx';
import { Answers, Person, Promises, type Reader } from './pieces.tsx';
import { coursesMissing, dayIn, namedTraining, ofKind, Record, Recorded, recordForms } from './records.tsx';

/** One application: every step visible to both sides, letters, and the decision (A4). */
export default page({
  address: '/programmes/:programme/applications/:id',
  may: 'staff',
  async load(visit) {
    const { programme, id } = visit.params;
    const seen = await applicationOnDesk(visit, { programme, application: id, ...lettersBefore(visit) });
    await seeLetters(visit, seen.letters, { programme, person: seen.application.person });
    return seen;
  },
  title: ({ t }) => t('desk.application'),
  chrome: 'staff',
  wide: true,
  forms: {
    ...letterForms,
    ...recordForms,
    decide: form({
      act: decideApplication,
      read: (fields) => ({ application: fields.text('application'), decision: fields.given('decision'), capacity: fields.given('capacity') }),
      then: (_, visit) => ({ to: visit.path.split('?')[0] ?? visit.path, say: 'desk.decided' }),
      refusals: { 'already-decided': 'desk.refusal.already-decided', 'already-supporter': 'desk.refusal.already-supporter' },
      mistakes: { decision: 'desk.mistake.choose', capacity: 'desk.refusal.number' },
    }),
  },
  body(seen) {
    const { t, zone, now, lang, data, actor, furniture } = seen;
    const { programme, application } = data;
    const reader = { t, zone, now };
    const name = data.name ?? t('desk.someone');
    const today = dayIn(programme.zone, now);
    const open = application.decidedAt === null && application.withdrawnAt === null;
    return (
      <>
        <p class="small"><Link to={address('/programmes/:programme/applications', { programme: programme.slug })}>{t('desk.applications')}</Link> · {say(programme.name, lang)}</p>
        <h1>{name}</h1>
        <p>{stateInWords(data, reader)}</p>
        <Columns>
          <Stack>
            <Card as="section">
              <h2>{t('desk.steps')}</h2>
              <Way words={furniture} steps={stepsOf(data, today, reader)} />
              {application.withdrawnAt === null && <Record seen={seen} programme={programme} person={application.person} today={today} t={t} />}
              {open && (
                <Folded summary={t('desk.decide')}>
                  <Form seen={seen} name="decide" class="stack tight">
                    <input type="hidden" name="application" value={application.id} />
                    <Small>{t('desk.decide.words')}</Small>
                    <Choices of="decision" kind="one" label={t('desk.decide.which')} choices={(['welcome', 'not-now'] as const).map((value) => ({ value, label: t(`desk.decide.${value}`) }))} />
                    <Field of="capacity" label={t('desk.decide.capacity')} type="number" inputmode="numeric" min={0} max={programme.capacity.most} width={6} value={String(programme.capacity.start)} />
                    <div><Button second>{t('desk.decide.go')}</Button></div>
                  </Form>
                </Folded>
              )}
              {data.standing !== undefined && <p><Link to={address('/programmes/:programme/supporters/:id', { programme: programme.slug, id: data.standing })}>{t('desk.supporter.page')}</Link></p>}
            </Card>
            <Card tone="moss" as="section">
              <h2>{t('desk.promised')}</h2>
              <Promises stories={data.stories} names={data.names} colleagues={data.colleagues} me={readerOf(actor) ?? ''} seen={seen} reader={reader} />
            </Card>
            <Person pronouns={data.pronouns} lang={data.lang} contacts={data.contacts} t={t} />
          </Stack>
          <Stack as="section" id="letters">
            <h2>{t('letters.with', { name })}</h2>
            <LettersTalk letters={data.letters} side="programme" reader={reader} empty={t('letters.none-words', { name })} earlier={data.letters.earlier && `?before=${data.letters.earlier}#letters`} />
            <WriteAndCall seen={seen} programme={programme.id} person={application.person} about={{ kind: 'application', id: application.id }} name={name} reader={reader} />
          </Stack>
        </Columns>
        <Stack as="section">
          <h2>{t('desk.told', { name })}</h2>
          <Answers answers={data.answers} t={t} />
        </Stack>
      </>
    );
  },
});

function stateInWords({ application }: ApplicationOnDesk, { t, zone, now }: Reader): string {
  const when = t.moment(application.receivedAt, zone, now);
  if (application.withdrawnAt !== null) return t('desk.application.withdrawn', { when });
  if (application.decidedAt === null) return t('desk.application.received', { when });
  return t(application.decision === 'welcome' ? 'desk.application.welcome' : 'desk.application.not-now', { when, decided: t.moment(application.decidedAt, zone, now) });
}

/** Talk, references, screening, training, decision: what is done, what is now, what comes. */
function stepsOf({ clearances, training, programme, application }: ApplicationOnDesk, today: string, { t, zone, now }: Reader): readonly Step[] {
  const missing = coursesMissing(programme, training, today);
  const steps = [
    ...(['talk', 'reference', 'screening'] as const).map((kind) => ({
      done: ofKind(clearances, kind).length > 0, title: t(`desk.step-of.${kind}`), body: <Recorded done={ofKind(clearances, kind)} today={today} t={t} />,
    })),
    {
      done: missing.length === 0, title: t('desk.step-of.training'),
      body: <>{training.length > 0 && <Recorded done={namedTraining(t, training)} today={today} t={t} />}{missing.length > 0 && <Small>{t('desk.training.missing', { courses: t.list(missing.map((id) => courseInWords(t, id))) })}</Small>}</>,
    },
    { done: application.decidedAt !== null, title: t('desk.step-of.decision'), body: <Small>{application.decidedAt === null ? t('desk.not-yet') : stateInWords({ application } as ApplicationOnDesk, { t, zone, now })}</Small> },
  ];
  const first = steps.findIndex(({ done }) => !done);
  return steps.map(({ done, title, body }, at) => ({ state: done ? 'done' : at === first ? 'now' : 'later', title, body }));
}
