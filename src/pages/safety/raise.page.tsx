import { say, starter } from '../../content/index.ts';
import { type AboutGiven, aboutKinds, raiseConcern, type Raising, raising } from '../../rooms/disclosures/index.ts';
import { dialled } from '../../rooms/safety/index.ts';
import { Button, Card, Choices, Field, Folded, Form, Link, Quiet, Row, Small, Textarea } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, page, type Seen } from '../../web/page.ts';
import type { Query } from '../../web/visit.ts';

const here = '/concerns/new';
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What the address says it is about: `?about=conversation&id=…`, or `?about=conversation:…`. Anything else is about nothing in particular. */
function aboutIn(query: Query): AboutGiven | undefined {
  const [kind, id = query.get('id') ?? ''] = (query.get('about') ?? '').split(':');
  const known = aboutKinds.find((one) => one === kind);
  return known !== undefined && uuid.test(id) ? { kind: known, id } : undefined;
}

/** “I am worried about somebody” (I1): one page, for everybody, signed in or not. The numbers come first. */
export default page({
  address: here,
  may: 'anyone',
  load(visit) {
    const before = Number(visit.query.get('before'));
    const about = aboutIn(visit.query);
    return raising(visit, { ...(about !== undefined && { about }), ...(before > 0 && { before }) });
  },
  title: ({ t }) => t('safety.raise.title'),
  chrome: 'public',
  forms: {
    raise: form({
      act: raiseConcern,
      read: (fields, { query }) => ({
        about: aboutIn(query), programme: fields.given('programme'), now: fields.given('now'), kinds: fields.list('kinds'), who: fields.text('who'), seen: fields.text('seen'),
        where: fields.text('where'), asked: fields.given('asked'), told: fields.given('told'), you: fields.text('you'), reach: fields.text('reach'), notTo: fields.list('notTo'),
        messages: fields.list('messages'),
      }),
      then: ({ id, dueAt, lead }) => ({ to: '/concerns/sent', keep: { concern: JSON.stringify({ id, by: dueAt, lead }) } }),
      refusals: { 'nobody-here': 'safety.refusal.nobody-here', 'nobody-free': 'safety.refusal.nobody-free' },
      // Each one calls people, at night too. Whoever is slowed keeps their words, and the numbers stand above.
      pace: 'costly',
    }),
  },
  body: (seen) => <Raise seen={seen} />,
});

type In = Seen<typeof here, Raising>;

function Raise({ seen }: { seen: In }) {
  const { data, t, lang } = seen;
  const { concernForm: words } = starter().safety;
  const lead = data.lead ?? t('safety.the-lead');
  const nobody = data.programme === undefined ? t('safety.refusal.nobody-here') : data.hands.length === 0 ? t('safety.refusal.nobody-free') : undefined;
  return (
    <>
      <h1>{say(words.title, lang)}</h1>
      <Card tone="alarm" gap="tight">
        <p><strong>{say(words.intro, lang)}</strong></p>
        <Row>
          {data.danger !== undefined && <Button to={`tel:${dialled(data.danger)}`} second>{t('help.call', { number: data.danger })}</Button>}
          <Button to="/help" second>{t('safety.raise.help')}</Button>
        </Row>
      </Card>
      {nobody !== undefined ? <p>{nobody}</p> : (
        <>
          <p>{t('safety.raise.goes-to', { lead })} {data.about !== undefined && t('safety.raise.not-to', { other: data.about })} {say(words.whoReads, lang)}</p>
          <Fields seen={seen} lead={lead} />
        </>
      )}
    </>
  );
}

/** When somebody answers, beside each answer: as the programme's clock says, and never before somebody is there. */
function Fields({ seen, lead }: { seen: In; lead: string }) {
  const { data, t, lang, zone, now } = seen;
  const fields = starter().safety.concernForm.fields;
  const field = (id: string) => fields.find((one) => one.id === id);
  const asked = (id: string) => ({ label: say(field(id)?.text ?? { en: '', fr: '' }, lang), why: say(field(id)?.why ?? { en: '', fr: '' }, lang) });
  const choices = (id: string) => (field(id)?.options ?? []).map((one) => ({ value: one.id, label: say(one.text, lang) }));
  const clock = (answer: string) => {
    const by = data.answeredBy[answer];
    return by === undefined ? undefined : t('safety.raise.answers-by', { lead, when: t.moment(by, zone, now) });
  };
  return (
    <Form seen={seen} name="raise">
      <input type="hidden" name="programme" value={data.programme?.id} />
      {data.nextCover !== undefined && <p><strong>{t('safety.raise.nobody-until', { when: t.moment(data.nextCover, zone, now) })}</strong></p>}
      <Choices of="now" kind="one" label={asked('concern-now').label} choices={choices('concern-now').map((one) => ({ ...one, hint: clock(one.value) }))} />
      <Textarea of="seen" {...asked('concern-said-seen')} rows={5} maxlength={8000} />
      <Field of="who" {...asked('concern-who')} optional maxlength={200} value={data.about} />
      {data.messages.length > 0 && <Messages seen={seen} lead={lead} />}
      {!data.signedIn && <Field of="reach" label={t('safety.raise.reach')} hint={t('safety.raise.reach-hint')} optional maxlength={200} />}
      <Choices of="told" kind="one" {...asked('concern-told')} optional choices={choices('concern-told')} />
      <Folded summary={t('safety.raise.more')}>
        <Choices of="kinds" kind="several" {...asked('concern-kind')} optional choices={choices('concern-kind')} />
        <Choices of="asked" kind="one" {...asked('concern-asked')} optional choices={choices('concern-asked')} />
        <Field of="where" {...asked('concern-where')} optional maxlength={500} />
        {data.hands.length > 1 && <Choices of="notTo" kind="several" {...asked('concern-not-to')} optional choices={data.hands.map(({ person, name }) => ({ value: person, label: name === '' ? t('safety.the-lead') : name }))} />}
        <Textarea of="you" {...asked('concern-you')} optional rows={3} maxlength={2000} />
      </Folded>
      <div><Button>{t('safety.raise.send', { lead })}</Button></div>
      <Small>{t('safety.raise.never-told')}</Small>
    </Form>
  );
}

/** Words that carry a note stay folded until somebody opens them (P8). */
function Heavy({ body, t }: { body: string; t: In['t'] }) {
  return <details><summary>{t('safety.raise.open-note')}</summary><span class="said">{body}</span></details>;
}

/** The messages that can be shown: each stands here word for word as it would leave. */
function Messages({ seen, lead }: { seen: In; lead: string }) {
  const { data, t, zone, now, query } = seen;
  const { label, why } = { label: t('safety.raise.messages', { lead }), why: t('safety.raise.messages-why', { lead }) };
  const first = data.messages[0];
  const who = (mine: boolean) => (mine ? t('safety.raise.you') : (data.about ?? t('safety.raise.other')));
  return (
    <Folded summary={label}>
      <Choices of="messages" kind="several" label={t('safety.raise.choose')} hint={why} choices={data.messages.flatMap((message) => (message.words === undefined ? [] : [{
        value: String(message.seq), label: message.words.note ? t('safety.raise.with-note', { note: message.words.note }) : message.words.body || t('safety.shown.picture'),
        hint: <>{who(message.mine)}, {t.moment(message.sentAt, zone, now)}{message.words.picture && ` · ${t('safety.raise.with-picture')}`}{message.words.note && <Heavy body={message.words.body} t={t} />}</>,
      }]))} />
      {data.older && first !== undefined && <p><Quiet to={address(here, {}, { about: query.get('about'), id: query.get('id'), before: String(first.seq) })}>{t('safety.raise.older')}</Quiet></p>}
      <Small>{t('safety.raise.rest-closed')} <Link to="/who-can-see-what">{t('safety.raise.who-sees')}</Link></Small>
    </Folded>
  );
}

