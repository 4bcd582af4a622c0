import { remarkOnLine } from '../../rooms/agreements/index.ts';
import { Button, Card, Form, Link, Row, Small, Textarea } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { page } from '../../web/page.ts';
import { agreementOfLine as back, lineShown } from './line-shown.ts';
import { otherInWords } from './other.ts';

/** “Talk about it first”: a word about one line of the agreement, before anybody says yes. */
export default page({
  address: '/relationships/:id/agreement/lines/:line/talk',
  may: 'signed-in',
  load: (visit) => lineShown(visit),
  title: ({ t }) => t('agreements.talk-first'),
  chrome: 'member',
  forms: {
    remark: form({
      act: remarkOnLine,
      read: (fields, { params }) => ({ relationship: params.id, line: params.line, words: fields.text('words') }),
      then: (_, { params }) => ({ to: `${back(params.id)}#line-${params.line ?? ''}`, say: 'agreements.said.remarked' }),
      refusals: { ended: 'agreements.refusal.ended', 'line-gone': 'agreements.refusal.line-gone' },
    }),
  },
  body(seen) {
    const { data: { topic, line, other: name }, t, params } = seen;
    const other = otherInWords(t, name);
    return (
      <>
        <Small>{topic.question}</Small>
        <h1>{t('agreements.talk-first')}</h1>
        <Card tone={line.byMe ? 'moss' : 'clay'}><p>{line.words}</p></Card>
        {line.remarks.map((remark, at) => <p key={at}><strong>{t('agreements.said-by', { name: remark.mine ? t('agreements.you') : other })}</strong> {remark.words}</p>)}
        <Form seen={seen} name="remark">
          <Textarea of="words" label={t('agreements.remark', { other })} hint={t('agreements.remark-hint')} rows={3} maxlength={600} />
          <Row><Button>{t('agreements.remark-send')}</Button><Link to={back(params.id)}>{t('agreements.back')}</Link></Row>
        </Form>
      </>
    );
  },
});
