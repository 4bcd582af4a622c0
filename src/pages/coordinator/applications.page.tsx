import { say } from '../../content/index.ts';
import { applicationList } from '../../rooms/desk/index.ts';
import { Empty, Link, Pager, Quiet, Row, Table, Time } from '../../ui/index.ts';
import { address, page } from '../../web/page.ts';
import { asHeading, peopleIn } from '../own-words.ts';
import { fewWords } from './in-words.ts';
import { fromList, pageOf } from './lists.ts';
import { Promised, Who } from './pieces.tsx';

/** Everybody who would like to support others and is on the way, whoever applied first at the top. */
export default page({
  address: '/programmes/:programme/applications',
  may: 'staff',
  async load(visit) {
    const { programme: slug } = visit.params;
    const { programme, rows } = await applicationList(visit, { programme: slug, ...fromList(visit, `applications ${slug}`) });
    return { programme, ...pageOf(visit, `applications ${slug}`, rows, (row) => row.receivedAt) };
  },
  title: ({ t }) => t('desk.applications'),
  chrome: 'staff',
  wide: true,
  body({ t, zone, now, lang, furniture, data: { programme, rows, pages } }) {
    return (
      <>
        <p class="small"><Link to={address('/programmes/:programme/supporters', { programme: programme.slug })}>{asHeading(peopleIn(programme.words, lang).supporters, lang)}</Link> · {say(programme.name, lang)}</p>
        <Row between>
          <h1>{t('desk.applications')}</h1>
          <Quiet to={address('/programmes/:programme/written-down', { programme: programme.slug }, { side: 'supporter' })}>{t('desk.phoned')}</Quiet>
        </Row>
        <Table stacks caption={t('desk.applications')} captionHidden heads={[t('desk.head.who'), t('desk.head.since'), t('desk.applications.steps'), t('desk.head.promised'), { words: t('desk.head.next'), hidden: true }]}
          empty={<Empty heading="h2" title={t('desk.applications.none')}><p>{t('desk.applications.none-words')}</p></Empty>}
          rows={rows.map((row) => {
            const to = address('/programmes/:programme/applications/:id', { programme: programme.slug, id: row.id });
            return {
              id: row.id,
              cells: [
                <Who who={row.who} to={to} few={fewWords(t, row.who)} t={t} />,
                <><Time at={row.receivedAt} words={t.date(row.receivedAt, zone)} /><br /><span class="small">{t.away(row.receivedAt, now)}</span></>,
                row.steps.length === 0 ? t('desk.not-yet') : t.list(row.steps.map((step) => t(`desk.step-of.${step}`))),
                row.promise === undefined ? '' : <Promised promise={row.promise} t={t} zone={zone} now={now} />,
                <Quiet to={to} label={t('desk.next.read-application-named', { name: row.who?.name ?? t('desk.someone') })}>{t('desk.next.read-application')}</Quiet>,
              ],
            };
          })} />
        <Pager {...pages} words={furniture} />
      </>
    );
  },
});
