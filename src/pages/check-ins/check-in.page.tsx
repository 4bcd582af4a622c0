import { answerCheckIn, askForCall, askForNudge, checkIn, type CheckInSeen, type ItemSeen, shareAnswer, skipCheckIn } from '../../rooms/checkins/index.ts';
import { Button, Card, Choices, Form, Link, Promise, Quiet, Row, Small, Textarea, Tick } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, page, type Seen } from '../../web/page.ts';
import { Offers } from './offers.tsx';

const here = '/check-ins/:id';
const again = (id = '') => address(here, { id });

/** One short page of light questions (A9): every one skippable, who sees the answer said at each; then what an answer offers. */
export default page({
  address: here,
  may: 'signed-in',
  load: (visit) => checkIn(visit, { checkIn: visit.params.id }),
  title: ({ t }) => t('checkins.title'),
  chrome: 'member',
  forms: {
    answer: form({
      act: answerCheckIn,
      read(fields, { params }) {
        const given = fields.under('answers.');
        const names = [...new Set(Object.keys(given).map((name) => name.split('.')[0] ?? ''))];
        const one = (name: string, part: string) => given[`${name}.${part}`]?.[0] ?? '';
        return {
          checkIn: params.id,
          answers: Object.fromEntries(names.map((name) => [name, { option: one(name, 'option'), words: one(name, 'words'), share: given[`${name}.share`] !== undefined }])),
        };
      },
      then: ({ skipped }, { params }) => (skipped ? { to: '/home', say: 'checkins.said.skipped' } : { to: again(params.id) }),
      refusals: { 'answered-already': 'checkins.refusal.answered-already' },
    }),
    skip: form({
      act: skipCheckIn,
      read: (_, { params }) => ({ checkIn: params.id }),
      then: () => ({ to: '/home', say: 'checkins.said.skipped' }),
      refusals: { 'answered-already': 'checkins.refusal.answered-already' },
    }),
    share: form({
      act: shareAnswer,
      read: (fields, { params }) => ({ checkIn: params.id, item: fields.text('item') }),
      then: (_, { params }) => ({ to: again(params.id), say: 'checkins.said.shared' }),
      refusals: {},
    }),
    call: form({
      act: askForCall,
      read: (fields, { params }) => ({ checkIn: params.id, offer: fields.text('offer') }),
      then: (_, { params }) => ({ to: again(params.id), say: 'checkins.said.call' }),
      refusals: {},
    }),
    nudge: form({
      act: askForNudge,
      read: (_, { params }) => ({ checkIn: params.id }),
      then: (_, { params }) => ({ to: again(params.id), say: 'checkins.said.nudge' }),
      refusals: { 'nobody-to-remind': 'checkins.refusal.nobody-to-remind' },
    }),
  },
  body: (seen) => (
    <>
      <h1>{seen.t('checkins.heading')}</h1>
      {seen.data.state === 'open' && <Questions seen={seen} />}
      {seen.data.state === 'let-go' && <><p>{seen.t('checkins.let-go')}</p><p><Link to="/home">{seen.t('checkins.home')}</Link></p></>}
      {seen.data.state === 'answered' && <Answered seen={seen} />}
    </>
  ),
});

type In = Seen<typeof here, CheckInSeen>;

function Questions({ seen }: { seen: In }) {
  const { data, t } = seen;
  return (
    <>
      <p>{data.intro}</p>
      <Small>{data.skipLine} {data.minutes > 0 && t('checkins.takes', { time: t.lasting(data.minutes, 'minute') })}</Small>
      <Form seen={seen} name="answer">
        {data.items.map((item) => <Item key={item.id} item={item} t={t} />)}
        <Row><Button>{t('checkins.keep')}</Button></Row>
      </Form>
      <Form seen={seen} name="skip" quiet><Quiet>{t('checkins.skip')}</Quiet></Form>
    </>
  );
}

function Item({ item, t }: { item: ItemSeen; t: In['t'] }) {
  const of = `answers.${item.id}`;
  return (
    <div class="stack tight">
      {item.options.length === 0
        ? <Textarea of={`${of}.words`} label={item.text} hint={item.whoSees} why={item.why} rows={3} maxlength={2000} />
        : <Choices of={`${of}.option`} kind="one" label={item.text} hint={item.whoSees} why={item.why} choices={item.options.map(({ id, text }) => ({ value: id, label: text }))} />}
      {item.share === 'if-you-tick' && <Tick of={`${of}.share`} label={t('checkins.share')} />}
    </div>
  );
}

function Answered({ seen }: { seen: In }) {
  const { data, t, zone, now } = seen;
  const given = data.items.filter(({ answered }) => answered !== undefined);
  return (
    <>
      {data.helpFirst && (
        <Card tone="alarm" gap="close">
          <h2>{t('checkins.crisis.title')}</h2>
          <p>{t('checkins.crisis.words')}</p>
          <div><Button to="/help">{t('checkins.crisis.help')}</Button></div>
        </Card>
      )}
      <p>{t('checkins.thanks')}</p>
      {data.promisedBy !== undefined && <Promise title={t('checkins.promised', { time: t.moment(data.promisedBy, zone, now) })} />}
      <Offers seen={seen} />
      <section class="stack tight">
        <h2>{t('checkins.yours')}</h2>
        <dl class="stack tight">
          {given.map((item) => (
            <div key={item.id}>
              <dt class="small">{item.text}</dt>
              <dd>{item.options.find(({ id }) => id === item.answered?.option)?.text ?? item.answered?.words} <span class="small">({item.answered?.sharedAt ? t('checkins.shared-mark') : item.share === 'counted' ? t('checkins.counted-mark') : t('checkins.only-you-mark')})</span></dd>
            </div>
          ))}
        </dl>
      </section>
      <p><Link to="/home">{t('checkins.home')}</Link></p>
    </>
  );
}
