import { sayNotMe } from '../../rooms/people/index.ts';
import { Button, Form, Small } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { page } from '../../web/page.ts';

/** Behind the link of the letter about a new sign-in. Looking does nothing; the button ends every session. It says the same for every link. */
export default page({
  address: '/not-me/:token',
  may: 'anyone',
  load: () => ({}),
  title: ({ t }) => t('people.sign-in.title'),
  chrome: 'public',
  forms: {
    end: form({
      act: sayNotMe,
      read: (_, visit) => ({ token: visit.params.token }),
      then: () => ({ to: '/sign-in', say: 'people.not-me.done' }),
      refusals: {},
      pace: 'sign-in',
    }),
  },
  body: (seen) => (
    <>
      <h1>{seen.t('people.not-me.heading')}</h1>
      <p>{seen.t('people.not-me.words')}</p>
      <Form seen={seen} name="end"><div><Button>{seen.t('people.not-me.go')}</Button></div></Form>
      <Small>{seen.t('people.not-me.mailbox')}</Small>
    </>
  ),
});
