import { finishOwnAccount } from '../../rooms/people/index.ts';
import { Button, Link, Row } from '../../ui/index.ts';
import { address, elsewhere, page } from '../../web/page.ts';

/**
 * Where the organisation's sign-in sends the reader back to. What it says is checked at once, and the code in the address is worth nothing after. Who said no
 * over there, or turned back (OpenID Connect Core 3.1.2.6), did nothing wrong and is told so.
 */
export default page({
  address: '/sign-in/organisation/back',
  may: 'anyone',
  async load(visit) {
    const voucher = await finishOwnAccount(visit.house, visit.org, new URL(visit.path, 'http://here').search, visit.kept('own-account'));
    if (voucher !== undefined) return elsewhere('/sign-in/organisation/in', { keep: { account: voucher, 'own-account': '' } });
    const why = visit.query.get('error');
    return { turnedBack: why === 'access_denied' || why === 'interaction_required' || why === 'login_required', connects: visit.actor.kind === 'person', returnTo: visit.kept('own-account-return') || undefined };
  },
  title: ({ t, data }) => t(data.connects ? 'people.account.connect' : 'people.sign-in.title'),
  chrome: 'public',
  body({ t, data: { turnedBack, connects, returnTo } }) {
    const words = connects ? t('people.account.cancelled-connect') : t('people.account.cancelled-words');
    return (
      <>
        <h1>{t(turnedBack ? 'people.account.cancelled' : 'people.account.not-good')}</h1>
        <p>{turnedBack ? words : t('people.account.not-good-words')}</p>
        <Row>
          <Button to={address('/sign-in/organisation', {}, { return: returnTo })}>{t('people.account.again')}</Button>
          {connects ? <Link to="/me/sign-in">{t('people.account.ways')}</Link> : <Link to={address('/sign-in', {}, { return: returnTo })}>{t('people.use-password.by-link')}</Link>}
        </Row>
      </>
    );
  },
});
