import { fill, say, type Text } from '../../content/index.ts';
import { asking, begin } from '../../rooms/intake/index.ts';
import { programmePage } from '../../rooms/programmes/index.ts';
import { Button, Card, Form, Link, Promise, Row, Small, Stack } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { page, type Seen } from '../../web/page.ts';
import { peopleIn } from '../own-words.ts';
import { whenBackInWords } from '../when-back.ts';
import { afterBegin } from './after-begin.ts';
import { type Side, waysOf } from './ways.ts';

const words = {
  seeker: {
    title: 'intake.ask.title', heading: 'intake.ask.heading', lead: 'intake.ask.lead', waiting: 'intake.ask.waiting', seeIt: 'intake.ask.see-it', begin: 'intake.ask.begin',
  },
  supporter: {
    title: 'intake.apply.title', heading: 'intake.apply.heading', lead: 'intake.apply.lead', waiting: 'intake.apply.waiting', seeIt: 'intake.apply.see-it', begin: 'intake.apply.begin',
  },
} as const;

/** Before the first question: what to expect, how long it takes, who reads it, and another way than writing. Only the button begins. */
export function startPage(side: Side, at: '/p/:programme/ask' | '/p/:programme/apply') {
  return page({
    address: at,
    may: 'anyone',
    async load(visit) {
      const { programme: slug } = visit.params;
      return { ...(await asking(visit, { programme: slug, side })), programme: await programmePage(visit, { slug }) };
    },
    title: ({ t }) => t(words[side].title),
    chrome: 'public',
    forms: {
      begin: form({
        act: begin,
        read: (fields, visit) => ({
          programme: visit.params.programme, side, cameFrom: visit.query.get('via') ?? '',
          ...(fields.given('way') !== undefined && { way: fields.text('way') }),
        }),
        ...afterBegin(side),
      }),
    },
    body(seen) {
      const { t, data, params } = seen;
      const own = words[side];
      const ways = waysOf(side, params.programme);
      return (
        <>
          <h1>{t(own.heading, { supporters: peopleIn(data.programme.words, t.lang).supporters })}</h1>
          <p>{t(own.lead)}</p>
          {!data.open && <Card tone="clay"><p>{t('intake.start.not-open')}</p></Card>}
          {data.waiting !== undefined && <Card tone="moss" gap="close"><p>{t(own.waiting)}</p><p><Button to={ways.sent(data.waiting)}>{t(own.seeIt)}</Button></p></Card>}
          {side === 'supporter' && data.waiting === undefined && <Reflection seen={seen} />}
          <Expect seen={seen} side={side} />
          {data.open && data.waiting === undefined && <Begin seen={seen} side={side} begun={data.begun} />}
          <p><Link to={ways.programme}>{t('intake.start.programme')}</Link></p>
        </>
      );
    },
  });
}

type StartSeen = Seen<'/p/:programme/ask' | '/p/:programme/apply', Awaited<ReturnType<typeof asking>> & { readonly programme: Awaited<ReturnType<typeof programmePage>> }>;

/** A moment for oneself before applying (A4): nothing to fill in, and "not now" is a good answer. */
function Reflection({ seen: { t } }: { seen: StartSeen }) {
  return (
    <Card tone="clay" gap="close" as="section">
      <h2>{t('intake.apply.first')}</h2>
      <ul>
        <li>{t('intake.apply.first-healing')}</li>
        <li>{t('intake.apply.first-hope')}</li>
        <li>{t('intake.apply.first-room')}</li>
      </ul>
      <p>{t('intake.apply.first-not-now')}</p>
    </Card>
  );
}

function Expect({ seen, side }: { seen: StartSeen; side: Side }) {
  const { t, lang, data } = seen;
  const { firstAnswer, coordinator } = data.programme;
  const fills = { first_answer: firstAnswer ? t.lasting(firstAnswer.amount, firstAnswer.unit) : '', coordinator: coordinator === '' ? t('intake.someone-coordinator') : coordinator };
  const own = (text: Text | undefined) => (text === undefined ? '' : fill(say(text, lang), fills));
  const { texts } = data.programme;
  return (
    <Stack as="section">
      <h2>{t('intake.start.expect')}</h2>
      <ul>
        <li>{t('intake.start.questions', { count: data.count, minutes: minutesFor(data.count) })}</li>
        <li>{t('intake.start.skip', { needed: data.needed })}</li>
        <li>{t('intake.start.kept')}</li>
      </ul>
      {side === 'seeker' && <Card tone="moss"><Promise title={own(texts.promise?.[0]?.text)} small={`${own(texts['promise-automatic']?.[0]?.text)} ${whenBackInWords(t, data.programme)}`.trim()} /></Card>}
      <h2>{t('intake.start.who')}</h2>
      <p>{t('intake.start.who-words', { coordinator: fills.coordinator })}</p>
    </Stack>
  );
}

/** About how long: most questions are a tap. At least three minutes, to be honest about reading. */
function minutesFor(questions: number): number {
  return Math.max(3, Math.ceil(questions * 0.4));
}

function Begin({ seen, side, begun }: { seen: StartSeen; side: Side; begun: number | undefined }) {
  const { t } = seen;
  return (
    <Stack>
      {begun !== undefined && <p>{t('intake.start.begun', { count: begun })}</p>}
      <Row>
        <Form seen={seen} name="begin" what="all" quiet>
          {begun === undefined && <input type="hidden" name="way" value="all" />}
          <Button>{t(begun === undefined ? words[side].begin : 'intake.start.go-on')}</Button>
        </Form>
        {side === 'seeker' && begun === undefined && (
          <Form seen={seen} name="begin" what="short" quiet>
            <input type="hidden" name="way" value="short" />
            <Button second>{t('intake.ask.call-me')}</Button>
          </Form>
        )}
      </Row>
      {side === 'seeker' && begun === undefined && <Small>{t('intake.ask.call-me-words')}</Small>}
    </Stack>
  );
}
