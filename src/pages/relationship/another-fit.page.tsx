import { askForAnotherFit, relationship } from '../../rooms/relationships/index.ts';
import { Button, Form, Link, Row } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, elsewhere, page } from '../../web/page.ts';
import { otherInWords } from './other.ts';

const back = (id = '') => address('/relationships/:id', { id });

/** Somebody else would fit better: one step, blameless for both (A6). */
export default page({
  address: '/relationships/:id/another-fit',
  may: 'signed-in',
  async load(visit) {
    const found = await relationship(visit, { relationship: visit.params.id });
    return found.state === 'ended' ? elsewhere(back(visit.params.id)) : found;
  },
  title: ({ t }) => t('relationships.another-fit'),
  chrome: 'member',
  forms: {
    ask: form({
      act: askForAnotherFit,
      read: (_, { params }) => ({ relationship: params.id }),
      // The one who asked for support goes to where things are; the supporter hears that they rest first.
      then: ({ request }, { params }) => (request === null ? { to: back(params.id), say: 'relationships.said.another-fit-kindly' } : { to: address('/requests/:id', { id: request }), say: 'relationships.said.another-fit' }),
      refusals: { ended: 'relationships.refusal.ended', 'already-waiting': 'relationships.refusal.already-waiting' },
    }),
  },
  body: (seen) => (
    <>
      <h1>{seen.t('relationships.another-fit')}</h1>
      <p>{seen.t(seen.data.mine === 'seeker' ? 'relationships.another-fit-words' : 'relationships.another-fit-words-supporter', { other: otherInWords(seen.t, seen.data.other) })}</p>
      <Form seen={seen} name="ask">
        <Row><Button>{seen.t(seen.data.mine === 'seeker' ? 'relationships.another-fit-ask' : 'relationships.another-fit-end')}</Button><Link to={back(seen.params.id)}>{seen.t('relationships.back')}</Link></Row>
      </Form>
      <p>{seen.t('relationships.perhaps-agreement')} <Link to={address('/relationships/:id/agreement', { id: seen.params.id })}>{seen.t('relationships.agreement')}</Link></p>
    </>
  ),
});
