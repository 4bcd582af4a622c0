import { signOut } from '../../rooms/people/index.ts';
import { Button, Form } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { page } from '../../web/page.ts';

/** Ends this session. "Leave" in the band does the same at once, and shows another page. */
export default page({
  address: '/sign-out',
  may: 'signed-in',
  load: () => ({}),
  title: ({ t }) => t('people.sign-out.title'),
  chrome: 'member',
  forms: { out: form({ act: signOut, read: () => ({}), then: () => ({ to: '/', session: 'ended', say: 'people.sign-out.done' }), refusals: {} }) },
  body: (seen) => (
    <>
      <h1>{seen.t('people.sign-out.heading')}</h1>
      <p>{seen.t('people.sign-out.words')}</p>
      <Form seen={seen} name="out"><Button>{seen.t('people.sign-out.go')}</Button></Form>
    </>
  ),
});
