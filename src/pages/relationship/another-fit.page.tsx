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
    return found.state === 'ended' || found.mine !== 'seeker' ? elsewhere(back(visit.params.id)) : found;
  },
  title: ({ t }) => t('relationships.another-fit'),
  chrome: 'member',
  forms: {
    ask: form({
      act: askForAnotherFit,
      read: (_, { params }) => ({ relationship: params.id }),
      then: ({ request }, { params }) => ({ to: request === null ? back(params.id) : address('/requests/:id', { id: request }), say: 'relationships.said.another-fit' }),
      refusals: { ended: 'relationships.refusal.ended', 'only-seeker': 'relationships.refusal.only-seeker', 'already-waiting': 'relationships.refusal.already-waiting' },
    }),
  },
  body: (seen) => (
    <>
      <h1>{seen.t('relationships.another-fit')}</h1>
      <p>{seen.t('relationships.another-fit-words', { other: otherInWords(seen.t, seen.data.other) })}</p>
      <Form seen={seen} name="ask">
        <Row><Button>{seen.t('relationships.another-fit-ask')}</Button><Link to={back(seen.params.id)}>{seen.t('relationships.back')}</Link></Row>
      </Form>
      <p>{seen.t('relationships.perhaps-agreement')} <Link to={address('/relationships/:id/agreement', { id: seen.params.id })}>{seen.t('relationships.agreement')}</Link></p>
    </>
  ),
});
