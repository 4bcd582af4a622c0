import { say, starter } from '../../content/index.ts';
import type { Speak } from '../../messages/index.ts';
import { type ConcernInList, concerns, contactsToConfirm, dangerNow } from '../../rooms/safety/index.ts';
import { Card, Empty, Folded, Link, List, Promise, Small } from '../../ui/index.ts';
import { address, page } from '../../web/page.ts';
import { DangerAlarm } from './danger-alarm.tsx';
import { outcomeWords } from './words.ts';

/** The concerns of whoever is on safety duty, by their clock. For nobody else there is such a page. */
export default page({
  address: '/concerns',
  may: 'staff',
  load: async (visit) => ({ ...(await concerns(visit, {})), toConfirm: await contactsToConfirm(visit, {}), danger: await dangerNow(visit, {}) }),
  title: ({ t }) => t('safety.list.title'),
  chrome: 'staff',
  scripts: ['live-feed'],
  body({ data: { open, closed, toConfirm, danger }, t, zone, now }) {
    return (
      <>
        <h1>{t('safety.list.title')}</h1>
        <DangerAlarm danger={danger} t={t} zone={zone} now={now} />
        {toConfirm.length > 0 && (
          <List>{toConfirm.map((one) => <Card as="li" key={one.id} tone="clay" gap="close"><p><Link to={address('/contact-releases/:id', { id: one.id })}>{t('safety.contact.to-confirm', { name: one.askedBy ?? t('safety.somebody-begins') })}</Link></p></Card>)}</List>
        )}
        {open.length === 0 ? <Empty heading="h2" title={t('safety.list.none')}><p>{t('safety.list.none-words')}</p></Empty> : <List>{open.map((one) => <Open key={one.id} one={one} t={t} zone={zone} now={now} />)}</List>}
        {closed.length > 0 && (
          <Folded summary={t('safety.list.closed')}>
            <ul>{closed.map((one) => <li key={one.id}><Link to={address('/concerns/:id', { id: one.id })}>{t.moment(one.raisedAt, zone, now)}</Link>{one.outcome !== null && ` · ${t(outcomeWords[one.outcome])}`}</li>)}</ul>
          </Folded>
        )}
      </>
    );
  },
});

/** The name of a level of concern. */
export function levelInWords(t: Speak, id: string): string {
  const level = starter().safety.levels.find((one) => one.id === id);
  return level === undefined ? id : say(level.name, t.lang);
}

function Open({ one, t, zone, now }: { one: ConcernInList; t: Speak; zone: string; now: Date }) {
  const late = one.clockAt !== null && one.clockAt < now;
  const when = one.clockAt === null ? '' : t.moment(one.clockAt, zone, now);
  const title = one.takenAt === null ? t('safety.list.answer-by', { when }) : t('safety.list.look-again', { when });
  return (
    <Card as="li" gap="tight" {...(one.takenAt === null && { tone: 'alarm' })}>
      <h2 class="h3"><Link to={address('/concerns/:id', { id: one.id })}>{one.about === undefined ? levelInWords(t, one.level) : t('safety.list.about', { level: levelInWords(t, one.level), name: one.about })}</Link></h2>
      <Promise state={late ? 'late' : 'due'} {...(late && { stateWord: t('ui.late') })} title={title} small={one.takenBy === undefined ? t('safety.list.nobody-yet') : t('safety.list.taken-by', { name: one.takenBy })} />
      <Small>{t('safety.list.raised', { by: one.raisedBy ?? t('safety.somebody-begins'), when: t.moment(one.raisedAt, zone, now) })} · {say(one.programme, t.lang)}</Small>
    </Card>
  );
}
