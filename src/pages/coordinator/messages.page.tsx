import { say } from '../../content/index.ts';
import { latestLetters } from '../../rooms/letters/index.ts';
import { programmeSettings } from '../../rooms/programmes/index.ts';
import { Empty, Link, Pager, Quiet, Table, Time } from '../../ui/index.ts';
import { address, page } from '../../web/page.ts';
import { fromList, pageOf } from './lists.ts';
import { Promised } from './pieces.tsx';

/** Letters of a programme with its members, the latest first. No word of them stands here. */
export default page({
  address: '/programmes/:programme/messages',
  may: 'staff',
  async load(visit) {
    const { programme: slug } = visit.params;
    const { programme } = await programmeSettings(visit, { slug });
    const { after, ...from } = fromList(visit, `letters ${slug}`);
    const rows = await latestLetters(visit, { programme: programme.id, ...from, ...(after && { after: { lastAt: after.at, id: after.id } }) });
    return { programme, ...pageOf(visit, `letters ${slug}`, rows, (row) => row.lastAt) };
  },
  title: ({ t }) => t('desk.messages'),
  chrome: 'staff',
  wide: true,
  body({ t, zone, now, lang, furniture, data: { programme, rows, pages } }) {
    return (
      <>
        <p class="small">{say(programme.name, lang)}</p>
        <h1>{t('desk.messages')}</h1>
        <p>{t('desk.messages.words')}</p>
        <Table stacks caption={t('desk.messages')} captionHidden heads={[t('desk.head.who'), t('desk.head.latest'), t('desk.head.answer'), { words: t('desk.head.next'), hidden: true }]}
          empty={<Empty heading="h2" title={t('desk.messages.none')}><p>{t('desk.messages.none-words')}</p></Empty>}
          rows={rows.map((row) => {
            const to = `${address('/programmes/:programme/people/:id', { programme: programme.slug, id: row.person })}#letters`;
            const name = row.name ?? t('desk.someone');
            return {
              id: row.id,
              cells: [
                <strong><Link to={to}>{name}</Link></strong>,
                <Time at={row.lastAt} words={t.moment(row.lastAt, zone, now)} />,
                row.promise === undefined ? t('desk.answered') : <Promised promise={row.promise} t={t} zone={zone} now={now} />,
                <Quiet to={to} label={t(row.promise === undefined ? 'desk.next.open-named' : 'desk.next.answer-letter-named', { name })}>{t(row.promise === undefined ? 'desk.next.open' : 'desk.next.answer-letter')}</Quiet>,
              ],
            };
          })} />
        <Pager {...pages} words={furniture} />
      </>
    );
  },
});
