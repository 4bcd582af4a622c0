import { say } from '../../content/index.ts';
import { breachesHere, type BreachHere, breachOutcomes, decideAppeal, decideBreach } from '../../rooms/breaches/index.ts';
import { Button, Choices, DateField, Folded, Form, Link, Small, Textarea, Tick } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, page, type Seen } from '../../web/page.ts';
import type { Visit } from '../../web/visit.ts';
import { AppealPiece, DecisionPiece } from './breach-pieces.tsx';
import { breachOutcomeWords, endingWords, weightWords } from './breach-words.ts';

const here = '/programmes/:programme/breaches/:id';
const back = (_: unknown, { params }: Visit) => ({ to: address(here, { programme: params.programme ?? '', id: params.id ?? '' }), say: 'breaches.said.decided' as const });

/** One breach for those of the staff who have a part in it: what happened, the step and its reason, and the appeal for somebody else. */
export default page({
  address: here,
  may: 'staff',
  load: (visit) => breachesHere(visit, { breach: visit.params.id }),
  title: ({ t }) => t('breaches.title'),
  chrome: 'staff',
  forms: {
    decide: form({
      act: decideBreach,
      read: (fields, { params }) => ({ breach: params.id, outcome: fields.given('outcome'), until: fields.text('until'), reason: fields.text('reason'), heard: fields.ticked('heard') }),
      then: back, refusals: { 'already-decided': 'breaches.refusal.already-decided', 'hear-both-first': 'breaches.refusal.hear-both-first', 'day-is-past': 'safety.contact.refusal.day-is-past' },
    }),
    again: form({
      act: decideAppeal,
      read: (fields, { params }) => ({ breach: params.id, ending: fields.given('ending'), outcome: fields.text('outcome'), until: fields.text('until'), reason: fields.text('reason') }),
      then: back, refusals: { 'already-decided': 'breaches.refusal.already-decided', 'had-a-part': 'breaches.refusal.had-a-part', 'say-what-instead': 'breaches.refusal.say-what-instead' },
    }),
  },
  body(seen) {
    const { t, lang, zone, now, data } = seen;
    return (
      <>
        <p class="small"><Link to={address('/programmes/:programme/breaches', { programme: data.programme.slug })}>{t('breaches.title')}</Link> · {say(data.programme.name, lang)}</p>
        <h1>{data.name ?? t('safety.somebody-begins')}</h1>
        <p><strong>{say(data.line, lang)}</strong></p>
        <Small>{t(weightWords[data.weight])} · {t('breaches.recorded-by', { name: data.recordedBy ?? t('safety.somebody'), day: t.date(data.recordedAt, zone, 'full') })}</Small>
        <p class="said">{data.words}</p>
        {data.decision !== undefined ? <DecisionPiece decision={data.decision} by={data.decidedBy} t={t} zone={zone} now={now} /> : <Decide seen={seen} />}
        {data.outcome === 'end' && <Small>{t('breaches.end-hint')} <Link to={address('/programmes/:programme/matches', { programme: data.programme.slug })}>{t('breaches.to-matches')}</Link></Small>}
        {data.appealSeen !== undefined && <AppealPiece appeal={data.appealSeen} of={data.name ?? t('safety.somebody')} t={t} zone={zone} now={now} />}
        {data.appeal === 'waits' && (data.hadAPart ? <p>{t('breaches.refusal.had-a-part')}</p> : <Again seen={seen} />)}
      </>
    );
  },
});

type In = Seen<typeof here, BreachHere>;

function Decide({ seen }: { seen: In }) {
  const { t } = seen;
  return (
    <>
      <h2>{t('breaches.decide')}</h2>
      <p>{t('breaches.decide-words')}</p>
      <Form seen={seen} name="decide">
        <Tick of="heard" label={t('breaches.heard')} />
        <Choices of="outcome" kind="one" label={t('breaches.outcome')} choices={breachOutcomes.map((outcome) => ({ value: outcome, label: t(breachOutcomeWords[outcome]) }))} />
        <DateField of="until" label={t('breaches.pause-until')} hint={t('breaches.pause-until-hint')} optional />
        <Textarea of="reason" label={t('breaches.reason')} hint={t('breaches.reason-hint')} rows={4} />
        <div><Button>{t('breaches.decide-go')}</Button></div>
      </Form>
    </>
  );
}

function Again({ seen }: { seen: In }) {
  const { t } = seen;
  return (
    <Folded summary={t('breaches.again')} open>
      <Form seen={seen} name="again">
        <Choices of="ending" kind="one" label={t('breaches.again-how')} choices={(['stands', 'changed', 'taken-back'] as const).map((ending) => ({ value: ending, label: t(endingWords[ending]) }))} />
        <Choices of="outcome" kind="one" label={t('breaches.again-instead')} optional choices={breachOutcomes.map((outcome) => ({ value: outcome, label: t(breachOutcomeWords[outcome]) }))} />
        <DateField of="until" label={t('breaches.pause-until')} hint={t('breaches.pause-until-hint')} optional />
        <Textarea of="reason" label={t('breaches.reason')} hint={t('breaches.reason-hint')} rows={4} />
        <div><Button>{t('breaches.decide-go')}</Button></div>
      </Form>
    </Folded>
  );
}
