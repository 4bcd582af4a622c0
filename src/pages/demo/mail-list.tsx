import type { Speak } from '../../messages/index.ts';
import type { MailInList } from '../../rooms/demo/index.ts';
import { Card, Empty, Link, List } from '../../ui/index.ts';
import { address } from '../../web/page.ts';

/** Letters, newest first: to whom, when, and their subject. */
export function MailList({ t, mails, zone, now }: { t: Speak; mails: readonly MailInList[]; zone: string; now: Date }) {
  if (mails.length === 0) return <Empty title={t('demo.mail.none')}><p>{t('demo.mail.none-words')}</p></Empty>;
  return (
    <List>{mails.map(({ id, to, name, subject, at }) => (
      <Card as="li" gap="close" key={id}>
        <Link to={address('/demo/mail/:mail', { mail: id })}>{subject}</Link>
        <span class="hint">{name === undefined ? t('demo.mail.to-address', { address: to }) : t('demo.mail.to', { name, address: to })}</span>
        <span class="hint"><time dateTime={at.toISOString()}>{t.moment(at, zone, now)}</time></span>
      </Card>
    ))}</List>
  );
}
