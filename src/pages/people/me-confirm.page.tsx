import { confirmMyEmail } from '../../rooms/people/index.ts';
import { Button, Field, Form, Link, Small } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { page } from '../../web/page.ts';

/** The code that came to a new address. Typed where the address was named, so that nobody else's press makes it theirs. */
export default page({
  address: '/me/confirm',
  may: 'signed-in',
  load: (visit) => ({ asked: visit.kept('new-email') }),
  title: ({ t }) => t('people.contacts.heading'),
  chrome: 'member',
  forms: {
    code: form({
      act: confirmMyEmail,
      read: (fields, visit) => ({ asked: visit.kept('new-email') ?? '', code: fields.text('code') }),
      then: ({ wrong }) => (wrong ? { to: '/me/confirm', say: 'people.code.wrong' } : { to: '/me', say: 'people.contacts.confirmed', keep: { 'new-email': '' } }),
      refusals: { 'code-over': 'people.refusal.code-over', 'address-taken': 'people.refusal.address-taken' },
      pace: 'sign-in',
    }),
  },
  body: (seen) => {
    const { t, data } = seen;
    return (
      <>
        <h1>{t('people.code.heading')}</h1>
        {data.asked === undefined ? <p>{t('people.confirm.elsewhere')}</p> : (
          <>
            <p>{t('people.confirm.words')}</p>
            <Form seen={seen} name="code">
              <Field of="code" label={t('people.code.code')} hint={t('people.code.hint')} width={12} inputmode="numeric" autocomplete="one-time-code" spellcheck={false} />
              <div><Button>{t('people.confirm.go')}</Button></div>
            </Form>
          </>
        )}
        <Small><Link to="/me/email">{t('people.code.again')}</Link></Small>
      </>
    );
  },
});
