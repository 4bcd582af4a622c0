import { askForLink } from '../../rooms/people/index.ts';
import { Button, Field, Form, Link, Small } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { page } from '../../web/page.ts';

/** Signing in by e-mail. What it says is the same for every address: being a member here is itself a private fact. */
export default page({
  address: '/sign-in',
  may: 'anyone',
  load: (visit) => ({ back: visit.query.get('return') ?? '' }),
  title: ({ t }) => t('people.sign-in.title'),
  chrome: 'public',
  forms: {
    ask: form({
      act: askForLink,
      read: (fields, visit) => ({ email: fields.text('email'), returnTo: visit.query.get('return') ?? '' }),
      then: ({ asked }) => ({ to: '/sign-in/code', keep: { asked } }),
      refusals: {},
      pace: 'sign-in',
    }),
  },
  body: (seen) => {
    const { t } = seen;
    return (
      <>
        <h1>{t('people.sign-in.heading')}</h1>
        <p>{t('people.sign-in.words')}</p>
        <Form seen={seen} name="ask">
          <Field of="email" label={t('people.sign-in.email')} type="email" autocomplete="email" spellcheck={false} />
          <div><Button>{t('people.sign-in.send')}</Button></div>
        </Form>
        <Small>{t('people.sign-in.no-email')} <Link to="/">{t('people.sign-in.first-page')}</Link></Small>
      </>
    );
  },
});
