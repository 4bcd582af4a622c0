import { say } from '../../content/index.ts';
import { matchList, partedLately } from '../../rooms/desk/index.ts';
import { Empty, Pager } from '../../ui/index.ts';
import { page } from '../../web/page.ts';
import { fromList, pageOf } from './lists.ts';
import { Matches } from './matches-table.tsx';

/** Who walks together in a programme, the newest first. */
export default page({
  address: '/programmes/:programme/matches',
  may: 'staff',
  async load(visit) {
    const { programme: slug } = visit.params;
    const { programme, rows } = await matchList(visit, { programme: slug, ...fromList(visit, `matches ${slug}`) });
    return { programme, parted: visit.cursor(`matches ${slug}`) === undefined ? await partedLately(visit, { programme: slug }) : [], ...pageOf(visit, `matches ${slug}`, rows, (row) => row.begunAt) };
  },
  title: ({ t }) => t('desk.matches'),
  chrome: 'staff',
  wide: true,
  body({ t, zone, now, lang, furniture, data: { programme, rows, parted, pages } }) {
    return (
      <>
        <p class="small">{say(programme.name, lang)}</p>
        <h1>{t('desk.matches')}</h1>
        <p>{t('desk.matches.words')}</p>
        {rows.length === 0 ? <Empty heading="h2" title={t('desk.matches.none')}><p>{t('desk.matches.none-words')}</p></Empty> : <Matches rows={rows} slug={programme.slug} reader={{ t, zone, now }} />}
        <Pager {...pages} words={furniture} />
        {parted.length > 0 && <section class="stack"><h2>{t('desk.matches.parted')}</h2><Matches rows={parted} slug={programme.slug} reader={{ t, zone, now }} caption={t('desk.matches.parted')} /></section>}
      </>
    );
  },
});
