import { pauseRelationship, relationship } from '../../rooms/relationships/index.ts';
import { Button, DateField, Form, Link, Row } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, elsewhere, page } from '../../web/page.ts';
import { otherInWords } from './other.ts';

const back = (id = '') => address('/relationships/:id', { id });

/** A rest, until a day or open. No reason is asked (P1, P9). */
export default page({
  address: '/relationships/:id/pause',
  may: 'signed-in',
  async load(visit) {
    const found = await relationship(visit, { relationship: visit.params.id });
    return found.state === 'ended' ? elsewhere(back(visit.params.id)) : found;
  },
  title: ({ t }) => t('relationships.pause'),
  chrome: 'member',
  forms: {
    pause: form({
      act: pauseRelationship,
      read: (fields, { params }) => ({ relationship: params.id, until: fields.text('until') }),
      then: (_, { params }) => ({ to: back(params.id), say: 'relationships.said.paused' }),
      refusals: { ended: 'relationships.refusal.ended', 'until-is-past': 'relationships.refusal.until-is-past' },
    }),
  },
  body: (seen) => (
    <>
      <h1>{seen.t('relationships.pause-title')}</h1>
      <p>{seen.t('relationships.pause-words', { other: otherInWords(seen.t, seen.data.other) })}</p>
      <Form seen={seen} name="pause">
        <DateField of="until" label={seen.t('relationships.pause-until')} hint={seen.t('relationships.pause-until-hint')} />
        <Row><Button>{seen.t('relationships.pause-now')}</Button><Link to={back(seen.params.id)}>{seen.t('relationships.back')}</Link></Row>
      </Form>
    </>
  ),
});
