import { Link } from '../../ui/index.ts';
import { page } from '../../web/page.ts';

/** What this place runs on, and where its source is: everybody who comes here over a network may have it (AGPL-3.0, section 13). */
export default page({
  address: '/about',
  may: 'anyone',
  load: ({ house }) => ({ source: house.config.sourceUrl }),
  title: ({ t }) => t('web.about.title'),
  chrome: 'public',
  body: ({ t, data: { source } }) => (
    <>
      <h1>{t('web.about.title')}</h1>
      <p>{t('web.about.what')}</p>
      <p>{t('web.about.free')}</p>
      {source === undefined ? <p>{t('web.about.ask')}</p> : <p><Link to={source}>{t('web.about.source')}</Link></p>}
      <p><Link to="/who-can-see-what">{t('safety.sees.title')}</Link></p>
    </>
  ),
});
