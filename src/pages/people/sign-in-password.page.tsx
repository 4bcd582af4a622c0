import { usePassword } from '../../rooms/people/index.ts';
import { Button, Field, Form, Link, Small, Tick } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, page } from '../../web/page.ts';
import { inAs } from './in-as.ts';

/** Signing in with a password, for those who want one. A wrong one, an unknown address and an address without a password look the same. */
export default page({
  address: '/sign-in/password',
  may: 'anyone',
  load: ({ query }) => ({ back: query.get('return') }),
  title: ({ t }) => t('people.sign-in.title'),
  chrome: 'public',
  forms: {
    enter: form({
      act: usePassword,
      read: (fields, visit) => ({ email: fields.text('email'), password: fields.text('password'), shared: fields.ticked('shared'), device: visit.browser, returnTo: visit.query.get('return') ?? '' }),
      then(value, visit) {
        if (value.is === 'in') return inAs(value);
        return value.is === 'code' ? { to: '/sign-in/code', keep: { asked: value.asked, asking: '' } } : { to: visit.path, say: 'people.use-password.wrong' };
      },
      refusals: { wait: 'people.refusal.wait' },
      pace: 'sign-in',
      secret: ['password'],
    }),
  },
  body: (seen) => {
    const { t, data } = seen;
    return (
      <>
        <h1>{t('people.use-password.heading')}</h1>
        <Form seen={seen} name="enter">
          <Field of="email" label={t('people.sign-in.email')} type="email" autocomplete="username" spellcheck={false} />
          <Field of="password" label={t('people.use-password.password')} type="password" autocomplete="current-password" />
          <Tick of="shared" label={t('people.sign-in.shared')} hint={t('people.sign-in.shared-hint')} />
          <div><Button>{t('people.link.go')}</Button></div>
        </Form>
        <Small>{t('people.use-password.forgotten')} <Link to={address('/sign-in', {}, { return: data.back })}>{t('people.use-password.by-link')}</Link></Small>
      </>
    );
  },
});
