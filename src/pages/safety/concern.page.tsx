import { say } from '../../content/index.ts';
import {
  askContact, callEnds, closeConcern, concern, type ConcernAnswered, type ConcernRaised, handConcernOver, logConcernCall, moveLevel, noteContactTold, noteOnConcern, openConcern, outcomes, takeConcern,
} from '../../rooms/safety/index.ts';
import { Button, Card, Choices, DateField, Dialog, Field, Folded, Form, Link, Promise, Quiet, Row, Small, Textarea } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, page, type Seen } from '../../web/page.ts';
import type { Visit } from '../../web/visit.ts';
import { Messages, type Reader, Record, State, What, Who } from './concern-pieces.tsx';
import { levelInWords } from './concerns.page.tsx';
import { callWords, contactWords, outcomeWords } from './words.ts';

const here = '/concerns/:id';
const back = (_: unknown, { params }: Visit) => ({ to: address(here, { id: params.id ?? '' }) });
const said = (say: 'safety.said.taken' | 'safety.said.noted' | 'safety.said.handed-over' | 'safety.said.closed' | 'safety.said.level' | 'safety.said.contact-told') => (value: unknown, visit: Visit) => ({ ...back(value, visit), say });

/** One concern: everything for those who answer it, and in few words how it stands for the one who raised it. */
export default page({
  address: here,
  may: 'signed-in',
  async load(visit) {
    const found = await concern(visit, { concern: visit.params.id });
    // Who opens it leaves a trace (content: “Everyone who opens it leaves a trace”).
    if (found.as === 'answering') await openConcern(visit, { concern: visit.params.id });
    return found;
  },
  title: ({ t }) => t('safety.concern.title'),
  chrome: 'own',
  forms: {
    take: form({ act: takeConcern, read: (_, { params }) => ({ concern: params.id }), then: said('safety.said.taken'), refusals: { closed: 'safety.refusal.closed', 'already-taken': 'safety.refusal.already-taken' } }),
    note: form({ act: noteOnConcern, read: (fields, { params }) => ({ concern: params.id, kind: fields.given('kind'), text: fields.text('text') }), then: said('safety.said.noted'), refusals: {} }),
    call: form({ act: logConcernCall, read: (fields, { params }) => ({ concern: params.id, who: fields.text('who'), how: fields.text('how'), text: fields.text('text') }), then: said('safety.said.noted'), refusals: {} }),
    over: form({ act: handConcernOver, read: (fields, { params }) => ({ concern: params.id, text: fields.text('text') }), then: said('safety.said.handed-over'), refusals: { closed: 'safety.refusal.closed', 'nobody-else': 'safety.refusal.nobody-else' } }),
    level: form({ act: moveLevel, read: (fields, { params }) => ({ concern: params.id, level: fields.text('level'), text: fields.text('text') }), then: said('safety.said.level'), refusals: { closed: 'safety.refusal.closed', 'say-why': 'safety.refusal.say-why' } }),
    contact: form({
      act: askContact, read: (fields, { params }) => ({ concern: params.id, reason: fields.text('reason'), tellOn: fields.text('tellOn'), tellLater: fields.text('tellLater') }),
      then: ({ release }) => ({ to: address('/contact-releases/:id', { id: release }), say: 'safety.contact.said.asked' }),
      refusals: {
        closed: 'safety.refusal.closed', 'nobody-named': 'safety.contact.refusal.nobody-named', 'day-is-past': 'safety.contact.refusal.day-is-past', 'say-why-later': 'safety.contact.refusal.say-why-later',
        'nobody-to-confirm': 'safety.contact.refusal.nobody-to-confirm', 'already-asked': 'safety.contact.refusal.already-asked',
      },
    }),
    told: form({ act: noteContactTold, read: (fields) => ({ release: fields.text('release') }), then: said('safety.said.contact-told'), refusals: { 'already-told': 'safety.contact.refusal.already-told' } }),
    close: form({
      act: closeConcern, read: (fields, { params }) => ({ concern: params.id, outcome: fields.text('outcome'), text: fields.text('text'), back: fields.text('back') }),
      then: said('safety.said.closed'), refusals: { closed: 'safety.refusal.closed', 'take-first': 'safety.refusal.take-first' },
    }),
  },
  body: (seen) => (seen.data.as === 'raising' ? <Raised data={seen.data} t={seen.t} zone={seen.zone} now={seen.now} /> : <Answered seen={seen as In} data={seen.data} />),
});

type In = Seen<typeof here, ConcernAnswered>;

/** For the one who raised it: where it stands, and what left with it. */
function Raised({ data, t, zone, now }: { data: ConcernRaised } & Reader) {
  const lead = data.lead ?? t('safety.the-lead-begins');
  const when = data.closedAt ?? data.takenAt ?? data.dueAt;
  const moment = when === undefined ? '' : t.moment(when, zone, now);
  const title = data.closedAt !== null ? t('safety.raised.closed', { when: moment }) : data.takenAt !== null ? t('safety.raised.taken', { lead, when: moment }) : t('safety.raise.answers-by', { lead, when: moment });
  return (
    <>
      <h1>{t('safety.raised.title')}</h1>
      <Promise state={data.takenAt === null ? 'due' : 'kept'} title={title} />
      {data.back !== '' && <Card tone="clay" gap="close"><h2>{t('safety.raised.back')}</h2><p class="said">{data.back}</p></Card>}
      {data.closedAt !== null && <p>{t('safety.raised.another-look')} <Link to="/concerns/new">{t('safety.raised.ask-again')}</Link></p>}
      <Card tone="moss" gap="tight">
        <p>{t('safety.raised.you')}</p>
        <Row><Button second to="/help">{t('safety.raise.help')}</Button></Row>
      </Card>
      <h2>{t('safety.raised.you-wrote')}</h2>
      <p class="said">{data.words.seen}</p>
      {data.shown !== undefined && <><h2>{t('safety.raised.you-showed')}</h2><Messages concern={data.id} shown={data.shown} t={t} zone={zone} now={now} /></>}
      <Small>{t('safety.raise.never-told')}</Small>
    </>
  );
}

/** For those on safety duty: what was said, the clock, the next step, the record. */
function Answered({ seen, data }: { seen: In; data: ConcernAnswered }) {
  const { t, zone, now } = seen;
  const level = data.level === undefined ? '' : levelInWords(t, data.level.id);
  return (
    <>
      <p class="small"><Link to="/concerns">{t('safety.list.title')}</Link> · {say(data.programme.name, t.lang)}</p>
      <h1>{data.about.name === undefined ? level : t('safety.list.about', { level, name: data.about.name })}</h1>
      <State data={data} t={t} zone={zone} now={now} />
      {data.takenAt === null && data.closedAt === null && <Form seen={seen} name="take"><Button>{t('safety.concern.take')}</Button></Form>}
      {data.calls.length > 0 && <p><Link to={address('/danger/:id', { id: data.id })}>{t(data.takenAt === null && data.closedAt === null ? 'safety.danger.to-list' : 'safety.danger.to-list-over')}</Link></p>}
      {data.erased && <p>{t('safety.concern.erased')}</p>}
      <What data={data} t={t} />
      {data.shown !== undefined && <><h2>{t('safety.shown.title')}</h2><Messages concern={data.id} shown={data.shown} t={t} zone={zone} now={now} judged /></>}
      <Who data={data} t={t} zone={zone} now={now} />
      {data.level !== undefined && (
        <Folded summary={t('safety.concern.steps', { level })} open={data.takenAt === null}>
          <p>{say(data.level.means, t.lang)} {data.level.callStyle !== undefined && say(data.level.callStyle, t.lang)}</p>
          <ul>{data.level.steps.map((step) => <li key={step.id}>{say(step.text, t.lang)} <span class="small">{say(step.who, t.lang)}</span></li>)}</ul>
        </Folded>
      )}
      {data.about.name !== undefined && <Reaching seen={seen} data={data} />}
      <Todo seen={seen} data={data} />
      <h2>{t('safety.record.title')}</h2>
      <Small>{t('safety.record.never-changed')}</Small>
      <Record data={data} t={t} zone={zone} now={now} />
    </>
  );
}

/** How to reach whom it is about: two people release it, and the person is told on a chosen day. */
function Reaching({ seen, data }: { seen: In; data: ConcernAnswered }) {
  const { t, zone, now } = seen;
  const name = data.about.name ?? t('safety.somebody');
  const waits = data.contact.some(({ state }) => state === 'asked' || state === 'open');
  if (data.closedAt !== null && data.contact.length === 0) return null;
  return (
    <>
      <h2>{t('safety.contact.title', { name })}</h2>
      {data.contact.map((one) => (
        <Card key={one.id} gap="tight">
          <p><Link to={address('/contact-releases/:id', { id: one.id })}>{t(contactWords[one.state], { name: one.askedBy ?? t('safety.somebody-begins') })}</Link></p>
          {(one.state === 'open' || one.state === 'over') && <Small>{one.toldAt === null ? t('safety.contact.told-on', { name, day: t.date(one.tellAt, zone, 'full') }) : t('safety.contact.told', { name, day: t.date(one.toldAt, zone, 'full') })}</Small>}
          {(one.state === 'open' || one.state === 'over') && one.toldAt === null && (
            <Form seen={seen} name="told" what={one.id} quiet><input type="hidden" name="release" value={one.id} /><Quiet>{t('safety.contact.i-told')}</Quiet></Form>
          )}
        </Card>
      ))}
      {!waits && data.closedAt === null && (
        <Folded summary={t('safety.contact.ask')}>
          <p>{t('safety.contact.ask-words', { name })}</p>
          <Form seen={seen} name="contact">
            <Textarea of="reason" label={t('safety.contact.reason')} hint={t('safety.contact.reason-hint')} rows={3} maxlength={2000} />
            <DateField of="tellOn" label={t('safety.contact.tell-on', { name })} hint={t('safety.contact.tell-on-hint')} value={new Date(now.getTime() + 7 * 86_400_000).toISOString().slice(0, 10)} min={now.toISOString().slice(0, 10)} />
            <Textarea of="tellLater" label={t('safety.contact.tell-later')} optional rows={2} maxlength={2000} />
            <div><Button second>{t('safety.contact.ask-go')}</Button></div>
          </Form>
        </Folded>
      )}
    </>
  );
}

/** What can be done next. Nothing here tells the person it is about. */
function Todo({ seen, data }: { seen: In; data: ConcernAnswered }) {
  const { t } = seen;
  return (
    <>
      <h2>{t('safety.todo.title')}</h2>
      <Folded summary={t('safety.todo.call')}>
        <p>{t('safety.todo.call-words')}</p>
        <Form seen={seen} name="call">
          <Field of="who" label={t('safety.todo.call-who')} maxlength={200} />
          <Choices of="how" kind="one" label={t('safety.todo.call-how')} choices={callEnds.map((end) => ({ value: end, label: t(callWords[end] ?? 'safety.call.nobody') }))} />
          <Textarea of="text" label={t('safety.todo.call-text')} optional rows={2} />
          <div><Button second>{t('safety.todo.call-save')}</Button></div>
        </Form>
      </Folded>
      <Folded summary={t('safety.todo.note')}>
        <Form seen={seen} name="note">
          <Textarea of="text" label={t('safety.todo.note-text')} hint={t('safety.todo.note-hint')} rows={4} />
          <div><Button second>{t('safety.todo.note-save')}</Button></div>
        </Form>
      </Folded>
      <Folded summary={t('safety.todo.care')} open={data.closedAt !== null && !data.notes.some(({ kind }) => kind === 'care')}>
        <p>{t('safety.todo.care-words')}</p>
        <Form seen={seen} name="note" what="care">
          <input type="hidden" name="kind" value="care" />
          <Textarea of="text" label={t('safety.todo.care-text')} rows={2} />
          <div><Button second>{t('safety.todo.note-save')}</Button></div>
        </Form>
      </Folded>
      {data.closedAt === null && data.levels.length > 0 && (
        <Folded summary={t('safety.todo.level')}>
          <p>{t('safety.todo.level-words')}</p>
          <Form seen={seen} name="level">
            <Choices of="level" kind="one" label={t('safety.todo.level-which')} choices={data.levels.map((one) => ({ value: one.id, label: say(one.name, t.lang), hint: one.lower ? t('safety.todo.level-lower') : undefined }))} />
            <Textarea of="text" label={t('safety.todo.level-why')} hint={t('safety.todo.level-why-hint')} optional rows={2} />
            <div><Button second>{t('safety.todo.level-go')}</Button></div>
          </Form>
        </Folded>
      )}
      {data.closedAt === null && data.other !== undefined && (
        <Dialog button={t('safety.todo.over', { name: data.other === '' ? t('safety.the-lead') : data.other })} title={t('safety.todo.over-title')}>
          <Form seen={seen} name="over">
            <Textarea of="text" label={t('safety.todo.over-text')} optional rows={2} />
            <Row><Quiet>{t('safety.todo.over-go')}</Quiet></Row>
          </Form>
        </Dialog>
      )}
      {data.about.person !== undefined && <p><Link to={address('/programmes/:programme/breaches', { programme: data.programme.slug }, { person: data.about.person, concern: data.id })}>{t('safety.todo.breach')}</Link></p>}
      {data.closedAt === null && data.takenAt !== null && (
        <Folded summary={t('safety.todo.close')}>
          <Form seen={seen} name="close">
            <Choices of="outcome" kind="one" label={t('safety.todo.outcome')} choices={outcomes.map((outcome) => ({ value: outcome, label: t(outcomeWords[outcome]) }))} />
            <Textarea of="text" label={t('safety.todo.close-text')} hint={t('safety.todo.close-hint')} rows={3} />
            <Textarea of="back" label={t('safety.todo.close-back')} hint={t('safety.todo.close-back-hint')} optional rows={3} maxlength={2000} />
            <div><Button>{t('safety.todo.close-go')}</Button></div>
          </Form>
        </Folded>
      )}
    </>
  );
}
