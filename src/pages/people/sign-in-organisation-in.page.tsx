import { organisationAccount, useOwnAccount } from '../../rooms/people/index.ts';
import { Button, Form, Link, Small, Tick } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, elsewhere, page } from '../../web/page.ts';
import { changeRefusals } from './change-refusals.ts';
import { inAs } from './in-as.ts';

/** The last press with the organisation's own account: looking signs nobody in, so nobody can be sent into an account that is not theirs. */
export default page({
  address: '/sign-in/organisation/in',
  may: 'anyone',
  load(visit) {
    const account = organisationAccount(visit.house);
    return account === undefined || visit.kept('account') === undefined ? elsewhere('/sign-in') : { account: account.name, connects: visit.actor.kind === 'person' };
  },
  title: ({ t, data }) => t(data.connects ? 'people.account.connect' : 'people.sign-in.title'),
  chrome: 'public',
  forms: {
    enter: form({
      act: useOwnAccount,
      read: (fields, visit) => ({ voucher: visit.kept('account') ?? '', shared: fields.ticked('shared'), device: visit.browser, returnTo: visit.kept('own-account-return') ?? '' }),
      then(value, visit) {
        if (value.is === 'connected') return { to: '/me/sign-in', say: 'people.account.connected', keep: { account: '' } };
        return value.is === 'in' ? inAs(value) : { to: address('/sign-in', {}, { return: visit.kept('own-account-return') || undefined }), say: 'people.account.unknown', keep: { account: '' } };
      },
      refusals: { ...changeRefusals, 'account-not-good': 'people.refusal.account-not-good', 'account-taken': 'people.refusal.account-taken' },
      pace: 'sign-in',
    }),
  },
  body: (seen) => {
    const { t, data } = seen;
    const { connects } = data;
    return (
      <>
        <h1>{t(connects ? 'people.account.connect' : 'people.sign-in.heading')}</h1>
        <p>{t(connects ? 'people.account.connect-words' : 'people.account.in-words', { account: data.account })}</p>
        <Form seen={seen} name="enter">
          {!connects && <Tick of="shared" label={t('people.sign-in.shared')} hint={t('people.sign-in.shared-hint')} />}
          <div><Button>{t(connects ? 'people.account.connect-go' : 'people.link.go')}</Button></div>
        </Form>
        <Small>{connects ? <Link to="/me/sign-in">{t('people.account.ways')}</Link> : <Link to="/sign-in">{t('people.use-password.by-link')}</Link>}</Small>
      </>
    );
  },
});
