import { conversation, sendMessage } from '../../rooms/conversations/index.ts';
import { Button, Field, Form, Link, Row, Textarea } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, elsewhere, page } from '../../web/page.ts';
import { otherInWords } from '../relationship/other.ts';

const back = (id = '') => address('/conversations/:id', { id });

/** Something longer to share: a list, a letter, the questions for Monday. It arrives folded under its title. */
export default page({
  address: '/conversations/:id/note',
  may: 'signed-in',
  async load(visit) {
    const { others, started, closed } = await conversation(visit, { conversation: visit.params.id });
    return started && !closed ? { other: others[0]?.name } : elsewhere(back(visit.params.id));
  },
  title: ({ t }) => t('conversations.share-note'),
  chrome: 'member',
  forms: {
    share: form({
      act: sendMessage,
      read: (fields, { params, t }) => ({ conversation: params.id, sending: fields.text('_key'), words: fields.text('words'), note: fields.given('note') ?? t('conversations.note-untitled') }),
      then: (_, { params }) => ({ to: `${back(params.id)}#write` }),
      refusals: { 'not-possible': 'conversations.refusal.not-possible', 'conversation-closed': 'conversations.refusal.closed', 'agree-first': 'conversations.refusal.agree-first' },
    }),
  },
  body: (seen) => (
    <>
      <h1>{seen.t('conversations.share-note')}</h1>
      <p>{seen.t('conversations.share-note-hint', { other: otherInWords(seen.t, seen.data.other) })}</p>
      <Form seen={seen} name="share">
        <Field of="note" label={seen.t('conversations.note-title')} optional maxlength={120} />
        <Textarea of="words" label={seen.t('conversations.note-words')} rows={10} maxlength={8000} />
        <Row><Button>{seen.t('conversations.share')}</Button><Link to={back(seen.params.id)}>{seen.t('conversations.back')}</Link></Row>
      </Form>
    </>
  ),
});
