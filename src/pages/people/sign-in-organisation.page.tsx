import { beginOwnAccount } from '../../rooms/people/index.ts';
import { Button, Small } from '../../ui/index.ts';
import { address, elsewhere, page } from '../../web/page.ts';

/** The way to the organisation's own sign-in. A link leads here, and this page leads on; it is only seen when the other side does not answer. */
export default page({
  address: '/sign-in/organisation',
  may: 'anyone',
  async load(visit) {
    const begun = await beginOwnAccount(visit.house);
    const back = visit.query.get('return') ?? '';
    return begun === undefined ? { back, connects: visit.actor.kind === 'person' } : elsewhere(begun.address, { outside: true, keep: { 'own-account': begun.kept, 'own-account-return': back } });
  },
  title: ({ t }) => t('people.sign-in.title'),
  chrome: 'public',
  body: ({ t, data }) => (
    <>
      <h1>{t('people.account.away')}</h1>
      <p>{t(data.connects ? 'people.account.away-connect' : 'people.account.away-words')}</p>
      <div>{data.connects ? <Button to="/me/sign-in">{t('people.account.ways')}</Button> : <Button to={address('/sign-in', {}, { return: data.back || undefined })}>{t('people.use-password.by-link')}</Button>}</div>
      <Small>{t('people.account.away-later')}</Small>
    </>
  ),
});
