import { say } from '../../content/index.ts';
import { waitingList } from '../../rooms/desk/index.ts';
import { Empty, Pager, Quiet, Row, Table, Time } from '../../ui/index.ts';
import { address, page } from '../../web/page.ts';
import { peopleIn } from '../own-words.ts';
import { fewWords } from './in-words.ts';
import { fromList, pageOf } from './lists.ts';
import { Promised, Who } from './pieces.tsx';

/** Everybody who waits, whoever has waited longest first. */
export default page({
  address: '/programmes/:programme/waiting',
  may: 'staff',
  async load(visit) {
    const { programme: slug } = visit.params;
    const { programme, rows } = await waitingList(visit, { programme: slug, ...fromList(visit, `waiting ${slug}`) });
    return { programme, ...pageOf(visit, `waiting ${slug}`, rows, (row) => row.receivedAt) };
  },
  title: ({ t }) => t('desk.waiting'),
  chrome: 'staff',
  wide: true,
  body({ t, zone, now, lang, furniture, data: { programme, rows, pages } }) {
    const place = (id: string) => ({ programme: programme.slug, id });
    return (
      <>
        <p class="small">{say(programme.name, lang)} · {peopleIn(programme.words, lang).seekers}</p>
        <Row between>
          <h1>{t('desk.waiting')}</h1>
          <Row>
            <Quiet to={address('/programmes/:programme/rounds', { programme: programme.slug })}>{t('rounds.for-everybody')}</Quiet>
            <Quiet to={address('/programmes/:programme/written-down', { programme: programme.slug })}>{t('desk.phoned')}</Quiet>
          </Row>
        </Row>
        <Table stacks caption={t('desk.waiting')} captionHidden heads={[t('desk.head.who'), t('desk.head.since'), t('desk.head.stage'), t('desk.head.promised'), { words: t('desk.head.next'), hidden: true }]}
          empty={<Empty heading="h2" title={t('desk.waiting.none')}><p>{t('desk.waiting.none-words')}</p></Empty>}
          rows={rows.map((row) => ({
            id: row.id,
            cells: [
              <Who who={row.who} to={address('/programmes/:programme/requests/:id', place(row.id))} few={fewWords(t, row.who, row)} t={t} />,
              <><Time at={row.receivedAt} words={t.date(row.receivedAt, zone)} /><br /><span class="small">{t.away(row.receivedAt, now)}</span></>,
              t(`desk.stage.${row.stage}`),
              row.promise === undefined ? '' : <Promised promise={row.promise} t={t} zone={zone} now={now} />,
              row.stage === 'looking'
                ? <Quiet to={address('/programmes/:programme/requests/:id/match', place(row.id))} label={t('desk.next.find-someone-named', { name: row.who?.name ?? t('desk.someone') })}>{t('desk.next.find-someone')}</Quiet>
                : <Quiet to={address('/programmes/:programme/requests/:id', place(row.id))} label={t('desk.next.open-named', { name: row.who?.name ?? t('desk.someone') })}>{t('desk.next.open')}</Quiet>,
            ],
          }))} />
        <Pager {...pages} words={furniture} />
      </>
    );
  },
});
