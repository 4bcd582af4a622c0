import { finishOwnAccount } from '../../rooms/people/index.ts';
import { Button } from '../../ui/index.ts';
import { elsewhere, page } from '../../web/page.ts';

/** Where the organisation's sign-in sends the reader back to. What it says is checked at once, and the code in the address is worth nothing after. */
export default page({
  address: '/sign-in/organisation/back',
  may: 'anyone',
  async load(visit) {
    const ticket = await finishOwnAccount(visit.house, visit.org, new URL(visit.path, 'http://here').search, visit.kept('own-account'));
    return ticket === undefined ? {} : elsewhere('/sign-in/organisation/in', { keep: { account: ticket, 'own-account': '' } });
  },
  title: ({ t }) => t('people.sign-in.title'),
  chrome: 'public',
  body: ({ t }) => (
    <>
      <h1>{t('people.account.not-good')}</h1>
      <p>{t('people.account.not-good-words')}</p>
      <div><Button to="/sign-in">{t('people.use-password.by-link')}</Button></div>
    </>
  ),
});
