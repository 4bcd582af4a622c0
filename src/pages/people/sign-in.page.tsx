import { askForLink, organisationAccount, passkeysWorkAt } from '../../rooms/people/index.ts';
import { Button, Field, Form, Link, List, Small } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, page } from '../../web/page.ts';

/** Signing in by e-mail. What it says is the same for every address: being a member here is itself a private fact. */
export default page({
  address: '/sign-in',
  may: 'anyone',
  load: ({ query, house }) => ({ back: query.get('return'), passkeys: passkeysWorkAt(house.config.publicUrl), account: organisationAccount(house)?.name }),
  title: ({ t }) => t('people.sign-in.title'),
  chrome: 'public',
  forms: {
    ask: form({
      act: askForLink,
      read: (fields, visit) => ({ email: fields.text('email'), returnTo: visit.query.get('return') ?? '' }),
      // Sealed, for a quarter of an hour: so that a new letter is one press away, and leads where they were headed.
      then: ({ asked }, visit, fields) => ({ to: '/sign-in/code', keep: { asked, asking: JSON.stringify([fields.text('email'), visit.query.get('return') ?? '']) } }),
      refusals: {},
      pace: 'sign-in',
    }),
  },
  body: (seen) => {
    const { t, data } = seen;
    const to = (path: string) => address(path, {}, { return: data.back });
    return (
      <>
        <h1>{t('people.sign-in.heading')}</h1>
        <p>{t('people.sign-in.words')}</p>
        <Form seen={seen} name="ask">
          <Field of="email" label={t('people.sign-in.email')} type="email" autocomplete="email" spellcheck={false} />
          <div><Button>{t('people.sign-in.send')}</Button></div>
        </Form>
        <h2>{t('people.sign-in.other-ways')}</h2>
        <List label={t('people.sign-in.other-ways')}>
          {data.passkeys && <li><Link to={to('/sign-in/passkey')}>{t('people.sign-in.by-passkey')}</Link></li>}
          <li><Link to={to('/sign-in/password')}>{t('people.sign-in.by-password')}</Link></li>
          {data.account !== undefined && <li><Link to={to('/sign-in/organisation')}>{t('people.sign-in.by-account', { account: data.account })}</Link></li>}
        </List>
        <Small>{t('people.sign-in.no-email')} <Link to="/">{t('people.sign-in.first-page')}</Link></Small>
      </>
    );
  },
});
