import type { MatchInList } from '../../rooms/desk/index.ts';
import { Link, Table, Time } from '../../ui/index.ts';
import { address } from '../../web/page.ts';
import type { Reader } from './pieces.tsx';

/** Relationships as metadata: who, since when, when they were last in touch, whether they pause, and whether a check-in waits. Never a word. */
export function Matches({ rows, slug, reader: { t, zone, now }, caption = t('desk.matches') }: { rows: readonly MatchInList[]; slug: string; reader: Reader; caption?: string }) {
  const person = (id: string, name: string | undefined) => <Link to={address('/programmes/:programme/people/:id', { programme: slug, id })}>{name ?? t('desk.someone')}</Link>;
  return (
    <Table stacks caption={caption} captionHidden heads={[t('desk.head.pair'), t('desk.head.begun'), t('desk.head.contact'), t('desk.head.state')]}
      rows={rows.map((row) => ({
        id: row.id,
        cells: [
          <>{t.rich('desk.pair', { seeker: person(row.seeker, row.seekerName), supporter: person(row.supporter, row.supporterName) })}</>,
          <Time at={row.begunAt} words={t.date(row.begunAt, zone, 'long')} />,
          row.lastContactAt === null ? t('desk.contact.none') : <Time at={row.lastContactAt} words={t.away(row.lastContactAt, now)} />,
          <>
            {t(`desk.state.${row.state}`)}{row.state === 'paused' && row.pausedUntil !== null && `, ${t('desk.until', { day: t.date(row.pausedUntil, zone) })}`}
            {row.state === 'ended' && row.endedAt !== null && `, ${t.date(row.endedAt, zone, 'long')}`}
            {row.checkInDue !== null && row.endedAt === null && <><br /><span class="small">{t('desk.check-in-due', { when: t.moment(row.checkInDue, zone, now) })}</span></>}
          </>,
        ],
      }))} />
  );
}
