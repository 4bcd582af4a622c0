import { say, starter, type Text } from '../../content/index.ts';
import type { Speak } from '../../messages/index.ts';
import { answerSafetyNaming, type SafetyNaming, safetyNamings } from '../../rooms/programmes/index.ts';
import { type ConcernInList, concerns, contactsToConfirm, dangerNow } from '../../rooms/safety/index.ts';
import { Button, Card, Empty, Folded, Form, Link, List, Promise, Row, Small } from '../../ui/index.ts';
import { form } from '../../web/form.ts';
import { address, page, type Seen } from '../../web/page.ts';
import { DangerAlarm } from './danger-alarm.tsx';
import { outcomeWords } from './words.ts';

const naming = (answer: 'yes' | 'no') => form({
  act: answerSafetyNaming, read: (fields) => ({ naming: fields.text('naming'), answer }), refusals: { 'same-person': 'programmes.refusal.same-person' },
  then: () => ({ to: '/concerns', say: answer === 'yes' ? 'programmes.naming.said-yes' : 'programmes.naming.said-no' }),
});

/** The concerns of whoever is on safety duty, by their clock. For nobody else there is such a page. */
export default page({
  address: '/concerns',
  may: 'staff',
  load: async (visit) => ({ ...(await concerns(visit, {})), toConfirm: await contactsToConfirm(visit, {}), namings: await safetyNamings(visit, {}), danger: await dangerNow(visit, {}) }),
  title: ({ t }) => t('safety.list.title'),
  chrome: 'staff',
  scripts: ['live-feed'],
  forms: { agree: naming('yes'), disagree: naming('no') },
  body(seen) {
    const { data: { open, closed, toConfirm, namings, danger }, t, zone, now } = seen;
    return (
      <>
        <h1>{t('safety.list.title')}</h1>
        <DangerAlarm danger={danger} t={t} zone={zone} now={now} />
        {toConfirm.length > 0 && (
          <List>{toConfirm.map((one) => <Card as="li" key={one.id} tone="clay" gap="close"><p><Link to={address('/contact-releases/:id', { id: one.id })}>{t('safety.contact.to-confirm', { name: one.askedBy ?? t('safety.somebody-begins') })}</Link></p></Card>)}</List>
        )}
        {namings.length > 0 && <List>{namings.map((one) => <Naming key={one.id} seen={seen} one={one} />)}</List>}
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

/** Somebody is to answer for safety beside or instead of the reader: they say yes or no. */
function Naming({ seen, one }: { seen: Seen; one: SafetyNaming & { readonly programme: Text } }) {
  const { t, zone, now } = seen;
  const hidden = <input type="hidden" name="naming" value={one.id} />;
  return (
    <Card as="li" tone="clay" gap="tight">
      <h2 class="h3">{t('programmes.naming.heading', { asker: one.askedBy ?? t('safety.somebody-begins'), name: one.name ?? t('safety.somebody') })}</h2>
      <p>{t('programmes.naming.what', { duty: t(`programmes.duty.${one.duty}`) })}</p>
      <Row>
        <Form seen={seen} name="agree" what={one.id} quiet>{hidden}<Button>{t('programmes.naming.yes')}</Button></Form>
        <Form seen={seen} name="disagree" what={one.id} quiet>{hidden}<Button second>{t('programmes.naming.no')}</Button></Form>
      </Row>
      <Small>{t('programmes.naming.when', { when: t.moment(one.takesEffectAt, zone, now) })} · {say(one.programme, t.lang)}</Small>
    </Card>
  );
}

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
