import { endRelationship, relationship } from '../../rooms/relationships/index.ts';
import { Button, Choices, Form, Link, Row, Textarea } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, elsewhere, page } from '../../web/page.ts';
import { otherInWords } from './other.ts';

const back = (id = '') => address('/relationships/:id', { id });

/** A gentle ending, in two kinds (A10), with last words if one likes. Nobody is blamed and no reason is asked. */
export default page({
  address: '/relationships/:id/ending',
  may: 'signed-in',
  async load(visit) {
    const found = await relationship(visit, { relationship: visit.params.id });
    return found.state === 'ended' ? elsewhere(back(visit.params.id)) : found;
  },
  title: ({ t }) => t('relationships.end'),
  chrome: 'member',
  forms: {
    end: form({
      act: endRelationship,
      read: (fields, { params }) => ({ relationship: params.id, how: fields.text('how'), words: fields.text('words'), sending: fields.text('_key') }),
      then: (_, { params }) => ({ to: back(params.id), say: 'relationships.said.ended' }),
      refusals: { ended: 'relationships.refusal.ended', 'words-not-possible': 'relationships.refusal.words-not-possible' },
    }),
  },
  body(seen) {
    const { data, t, params } = seen;
    const other = otherInWords(t, data.other);
    return (
      <>
        <h1>{t('relationships.ending-title')}</h1>
        <p>{t('relationships.ending-words', { other })}</p>
        <Form seen={seen} name="end">
          <Choices of="how" kind="one" label={t('relationships.ending-how')} choices={[
            { value: 'complete', label: t('relationships.ending.complete'), hint: t('relationships.ending.complete-hint') },
            { value: 'early', label: t('relationships.ending.early'), hint: t('relationships.ending.early-hint') },
          ]} />
          {data.agreedAt !== null && <Textarea of="words" label={t('relationships.last-words', { other })} hint={t('relationships.last-words-hint')} optional rows={4} maxlength={4000} />}
          <p>{t('relationships.ending-after')}</p>
          <Row><Button>{t('relationships.end-now')}</Button><Link to={back(params.id)}>{t('relationships.back')}</Link></Row>
        </Form>
        <p>{t('relationships.rather-pause')} <Link to={address('/relationships/:id/pause', { id: params.id })}>{t('relationships.pause')}</Link></p>
      </>
    );
  },
});
