import { say } from '../../content/index.ts';
import type { Speak } from '../../messages/index.ts';
import { supporterList, type SupporterInList } from '../../rooms/desk/index.ts';
import { Empty, Pager, Quiet, Row, Table } from '../../ui/index.ts';
import { address, page } from '../../web/page.ts';
import { asHeading, peopleIn } from '../own-words.ts';
import { dayInWords, fewWords } from './in-words.ts';
import { fromList, pageOf } from './lists.ts';
import { Who } from './pieces.tsx';

/** The supporters of a programme: how much each carries, and whether somebody new can be proposed now (J6). */
export default page({
  address: '/programmes/:programme/supporters',
  may: 'staff',
  async load(visit) {
    const { programme: slug } = visit.params;
    const { programme, rows } = await supporterList(visit, { programme: slug, ...fromList(visit, `supporters ${slug}`) });
    return { programme, ...pageOf(visit, `supporters ${slug}`, rows, (row) => row.since) };
  },
  title: ({ t, data }) => asHeading(peopleIn(data.programme.words, t.lang).supporters, t.lang),
  chrome: 'staff',
  wide: true,
  body({ t, zone, lang, furniture, data: { programme, rows, pages } }) {
    const people = asHeading(peopleIn(programme.words, lang).supporters, lang);
    return (
      <>
        <p class="small">{say(programme.name, lang)}</p>
        <Row between>
          <h1>{people}</h1>
          <Row>
            <Quiet to={address('/programmes/:programme/conduct', { programme: programme.slug })}>{t('safety.conduct.title')}</Quiet>
            <Quiet to={address('/programmes/:programme/applications', { programme: programme.slug })}>{t('desk.supporters.applications')}</Quiet>
          </Row>
        </Row>
        <Table stacks caption={people} captionHidden heads={[t('desk.head.who'), t('desk.head.load'), t('desk.head.room'), t('desk.head.training')]}
          empty={<Empty heading="h2" title={t('desk.supporters.none')}><p>{t('desk.supporters.none-words')}</p></Empty>}
          rows={rows.map((row) => ({
            id: row.id,
            cells: [
              <Who who={row.who} to={address('/programmes/:programme/supporters/:id', { programme: programme.slug, id: row.id })} few={fewWords(t, row.who)} t={t} />,
              t('desk.load', { running: t.number(row.running), capacity: t.number(row.capacity) }),
              roomInWords(t, row, zone),
              trainedInWords(t, row.trainedUntil),
            ],
          }))} />
        <Pager {...pages} words={furniture} />
      </>
    );
  },
});

/** Whether somebody has room, and until when not. */
export function roomInWords(t: Speak, { room, restUntil, pausedUntil }: Pick<SupporterInList, 'room' | 'restUntil' | 'pausedUntil'>, zone: string): string {
  const words = t(`desk.room.${room}`);
  if (room === 'resting' && restUntil !== null) return `${words}, ${t('desk.until', { day: t.date(restUntil, zone) })}`;
  return room === 'paused' && pausedUntil !== null ? `${words}, ${t('desk.until', { day: t.date(pausedUntil, zone) })}` : words;
}

/** Until when training counts. */
export function trainedInWords(t: Speak, until: string | 'forever' | null): string {
  if (until === null) return t('desk.trained.none');
  return until === 'forever' ? t('desk.trained.forever') : t('desk.until', { day: dayInWords(t, until) });
}
