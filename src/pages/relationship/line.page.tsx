import { type LineSeen, proposeLine, withdrawLine } from '../../rooms/agreements/index.ts';
import { Button, Card, Form, Link, Quiet, Row, Small } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, page } from '../../web/page.ts';
import { LineFields, readLine } from './line-fields.tsx';
import { agreementOfLine as back, lineShown } from './line-shown.ts';
import { otherInWords } from './other.ts';

/** One line of the agreement: word it differently, or leave it out. */
export default page({
  address: '/relationships/:id/agreement/lines/:line',
  may: 'signed-in',
  load: (visit) => lineShown(visit),
  title: ({ t }) => t('agreements.title'),
  chrome: 'member',
  forms: {
    propose: form({
      act: proposeLine,
      read: (fields, { params, t }) => ({ relationship: params.id, topic: fields.text('topic'), replaces: params.line, ...readLine(fields, t) }),
      then: (_, { params }, fields) => ({ to: `${back(params.id)}#topic-${encodeURIComponent(fields.text('topic'))}`, say: 'agreements.said.proposed' }),
      refusals: { ended: 'agreements.refusal.ended', 'programmes-own': 'agreements.refusal.programmes-own', 'words-needed': 'agreements.refusal.words-needed' },
    }),
    'leave-out': form({
      act: proposeLine,
      read: (fields, { params }) => ({ relationship: params.id, topic: fields.text('topic'), replaces: params.line, removes: true }),
      then: (_, { params }) => ({ to: back(params.id), say: 'agreements.said.proposed' }),
      refusals: { ended: 'agreements.refusal.ended', 'programmes-own': 'agreements.refusal.programmes-own', 'words-needed': 'agreements.refusal.words-needed' },
    }),
    withdraw: form({
      act: withdrawLine,
      read: (_, { params }) => ({ relationship: params.id, line: params.line }),
      then: (_, { params }) => ({ to: back(params.id), say: 'agreements.said.withdrawn' }),
      refusals: { ended: 'agreements.refusal.ended', 'line-gone': 'agreements.refusal.line-gone' },
    }),
  },
  body(seen) {
    const { data: { topic, line, other: name }, t, params } = seen;
    const other = otherInWords(t, name);
    const mine = canTakeBack(line);
    return (
      <>
        <Small>{topic.question}</Small>
        <h1>{t('agreements.this-line')}</h1>
        <Card tone={line.byMe ? 'moss' : 'clay'}><p>{line.words}</p></Card>
        <section class="stack">
          <h2>{t('agreements.word-differently')}</h2>
          {line.agreedAt !== null && <p>{t('agreements.old-holds')}</p>}
          <Form seen={seen} name="propose">
            <input type="hidden" name="topic" value={topic.id} />
            <LineFields t={t} topic={topic} line={line} />
            <Button>{t('agreements.suggest')}</Button>
          </Form>
        </section>
        {!line.removes && (
          <section class="stack">
            <h2>{t('agreements.leave-it-out')}</h2>
            <Form seen={seen} name={mine ? 'withdraw' : 'leave-out'} class="stack tight">
              <input type="hidden" name="topic" value={topic.id} />
              <p>{mine ? t('agreements.take-back-hint') : t('agreements.leave-out-hint', { other })}</p>
              <Row><Quiet>{mine ? t('agreements.take-back') : t('agreements.suggest-leave-out')}</Quiet></Row>
            </Form>
          </section>
        )}
        <Row><Link to={address('/relationships/:id/agreement/lines/:line/talk', params)}>{t('agreements.talk-first')}</Link><Link to={back(params.id)}>{t('agreements.back')}</Link></Row>
      </>
    );
  },
});

/** Not agreed yet, and either one's own or the programme's starting point: it goes at once. */
function canTakeBack(line: LineSeen): boolean {
  return line.agreedAt === null && (line.byMe || line.proposedBy === null);
}
