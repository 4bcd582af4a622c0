import { agreement, proposeLine } from '../../rooms/agreements/index.ts';
import { Button, Form, Link, Row } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, elsewhere, page } from '../../web/page.ts';
import { LineFields, readLine } from './line-fields.tsx';

const back = (id = '') => address('/relationships/:id/agreement', { id });

/** A new line under one topic of the agreement. */
export default page({
  address: '/relationships/:id/agreement/add/:topic',
  may: 'signed-in',
  async load(visit) {
    const { topics, ended } = await agreement(visit, { relationship: visit.params.id });
    const topic = topics.find(({ id, locked }) => id === visit.params.topic && !locked);
    return topic === undefined || ended ? elsewhere(back(visit.params.id)) : { topic };
  },
  title: ({ t }) => t('agreements.title'),
  chrome: 'member',
  forms: {
    propose: form({
      act: proposeLine,
      read: (fields, { params, t }) => ({ relationship: params.id, topic: params.topic, ...readLine(fields, t) }),
      then: (_, { params }) => ({ to: `${back(params.id)}#topic-${encodeURIComponent(params.topic ?? '')}`, say: 'agreements.said.proposed' }),
      refusals: { ended: 'agreements.refusal.ended', 'programmes-own': 'agreements.refusal.programmes-own', 'words-needed': 'agreements.refusal.words-needed' },
    }),
  },
  body: (seen) => (
    <>
      <h1>{seen.data.topic.question}</h1>
      <p>{seen.data.topic.why}</p>
      <Form seen={seen} name="propose">
        <LineFields t={seen.t} topic={seen.data.topic} />
        <Row><Button>{seen.t('agreements.suggest')}</Button><Link to={back(seen.params.id)}>{seen.t('agreements.back')}</Link></Row>
      </Form>
    </>
  ),
});
