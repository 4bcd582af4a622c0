import { Button, Card, Small } from '../../ui/index.ts';
import { elsewhere, page } from '../../web/page.ts';

/** New recovery codes, shown this once: they stand sealed in this browser for a quarter of an hour, and nowhere else. */
export default page({
  address: '/me/recovery-codes',
  may: 'signed-in',
  load(visit) {
    const codes = visit.kept('recovery');
    return codes === undefined ? elsewhere('/me/sign-in') : { codes: codes.split(' ') };
  },
  title: ({ t }) => t('people.ways.title'),
  chrome: 'member',
  body: ({ t, data }) => (
    <>
      <h1>{t('people.recovery.heading')}</h1>
      <p>{t('people.recovery.words')}</p>
      <Card><ol>{data.codes.map((code) => <li key={code}><code>{code}</code></li>)}</ol></Card>
      <Small>{t('people.recovery.once')}</Small>
      <div><Button to="/me/sign-in">{t('people.recovery.done')}</Button></div>
    </>
  ),
});
